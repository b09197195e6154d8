/** What a changed limit does to the gates that it decides, in the transaction that changes it. ONB-7, ALL-9 */
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on } from '../../../../platform/work/events.ts';
import { changeOf, policyChanged } from '../../../../platform/work/policies.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  gatesBetween,
  namesOfGates,
  noLongerNeeded,
  type OnboardingPolicy,
  onboardingPolicy,
  type ProjectState,
  projectsOf,
} from '../../../playbooks/index.ts';
import { chargesPart } from './charges-part.ts';
import { type AmountRange, unpaidWithin } from './charges-store.ts';

/** How many folders follow the setting at once; a list or a window shows the gate as it stands at any time. */
const followedAtOnce = 200;

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

const follow = async (work: Work, id: string, before: OnboardingPolicy, after: OnboardingPolicy): Promise<void> => {
  const projects = projectsOf(work);
  const project = await projects.load(work, id, { lock: true });
  if (project.state !== 'active' && project.state !== 'on_hold') return;
  const { open, opened, shut } = gatesBetween(withLimits(project, before), withLimits(project, after));
  if (opened.length + shut.length === 0) return;
  const keys = open.map((gate) => gate.key);
  await projects.settleRequests(work, project, keys, noLongerNeeded);
  const what = [
    ...(opened.length > 0 ? [`Open now: ${namesOfGates(opened)}.`] : []),
    ...(shut.length > 0 ? [`Shut again: ${namesOfGates(shut)}.`] : []),
  ];
  const label = onboardingPolicy.fields.hardwareFreeBelow.label;
  await projects.gatesChanged(work, project, `${person(work.by.id)} changed the setting “${label}”. ${what.join(' ')}`);
};

export const policyReaction = on(policyChanged, async (work, changed) => {
  const change = changeOf(onboardingPolicy, changed);
  if (!change) return;
  const { before, after } = change;
  const ranges = rangesBetween(before.hardwareFreeBelow, after.hardwareFreeBelow);
  if (ranges.length === 0) return;
  for (const id of await unpaidWithin(work.tx, ranges, followedAtOnce)) await follow(work, id, before, after);
});
