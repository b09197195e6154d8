/** What a changed limit does to the gates that it decides, in the transaction that changes it. ONB-7, ALL-9 */
import { plural } from '../../../../core/text/text.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on } from '../../../../platform/work/events.ts';
import { changeOf, foresees, policyChanged } from '../../../../platform/work/policies.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  factsChanged,
  factsChanging,
  gatesBetween,
  type OnboardingPolicy,
  onboardingPolicy,
  type ProjectState,
  projectsOf,
} from '../../../playbooks/index.ts';
import { chargesPart } from './charges-part.ts';
import { type AmountRange, unpaidWithin } from './charges-store.ts';

/** So many projects are read together; the pages ascend by the projects' ids, as locks do. */
const pageSize = 200;

type Limits = OnboardingPolicy['hardwareFreeBelow'];

/** The amounts that lie below one limit and not below the other. Example: USD 500 → 800: from 500.00 up to 799.99. */
export const rangesBetween = (before: Limits, after: Limits): readonly AmountRange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((currency) => {
    const [was, is] = [BigInt(before[currency] ?? '0'), BigInt(after[currency] ?? '0')];
    return was === is ? [] : [{ currency, low: was < is ? was : is, high: was < is ? is : was }];
  });

const withLimits = (project: ProjectState, { hardwareFreeBelow: freeBelow }: OnboardingPolicy): ProjectState => {
  const charges = project.parts.of(chargesPart);
  return { ...project, parts: project.parts.with(chargesPart, { ...charges, freeBelow }) };
};

/** What the new limits do to one page of projects; those whose gates stand as they did hear nothing. */
const followPage = async (
  work: Work,
  ids: readonly string[],
  before: OnboardingPolicy,
  after: OnboardingPolicy,
): Promise<void> => {
  await work.emit(factsChanging, ids);
  const told = `${person(work.by.id)} changed the setting “${onboardingPolicy.fields.hardwareFreeBelow.label}”.`;
  const changes = (await projectsOf(work).loadMany(work, ids))
    .filter(({ state }) => state === 'active' || state === 'on_hold')
    .map((project) => ({ before: withLimits(project, before), after: withLimits(project, after), told }))
    .filter((each) => {
      const { opened, shut } = gatesBetween(each.before, each.after);
      return opened.length + shut.length > 0;
    });
  if (changes.length > 0) await work.emit(factsChanged, changes);
};

/** ALL-9: how many projects it decides anew; more than are under way are not counted. */
export const hardwareForesight = foresees(onboardingPolicy, async ({ tx }, { before, after }) => {
  const ranges = rangesBetween(before.hardwareFreeBelow, after.hardwareFreeBelow);
  const ids = ranges.length > 0 ? await unpaidWithin(tx, ranges, { after: undefined, take: pageSize }) : [];
  const some = ids.length === pageSize ? `${pageSize} projects or more` : plural(ids.length, 'project');
  return ids.length > 0
    ? [
        `${some} with an unpaid charge between the two limits: where it is for hardware, ordering opens or shuts at once, and the team is told.`,
      ]
    : [];
});

export const policyReaction = on(policyChanged, async (work, changed) => {
  const change = changeOf(onboardingPolicy, changed);
  if (!change) return;
  const { before, after } = change;
  const ranges = rangesBetween(before.hardwareFreeBelow, after.hardwareFreeBelow);
  if (ranges.length === 0) return;
  let last: string | undefined;
  do {
    const ids = await unpaidWithin(work.tx, ranges, { after: last, take: pageSize });
    last = ids.length === pageSize ? ids.at(-1) : undefined;
    if (ids.length > 0) await followPage(work, ids, before, after);
  } while (last !== undefined);
});
