/** What the engine does when slices say that facts change, in their transaction, for many projects at once. */
import { isDeepStrictEqual } from 'node:util';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  datesInDoubt,
  type FactsChange,
  factsChanged,
  factsChanging,
  type GateChanges,
  gatesAltered,
  gatesBetween,
  gatesNow,
  namesOfGates,
  type ProjectDate,
  type ProjectState,
} from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProjects, lockProjects } from '../engine/load.ts';
import { requestsAt, settleRequests } from '../exceptions/gate-changes.ts';
import { tellOfNews } from './tell-team.ts';

const dateNames: Readonly<Record<ProjectDate, string>> = {
  targetGoLiveOn: 'target go-live date',
  etaOn: 'ETA',
  goLiveOn: 'go-live date',
  wentLiveOn: 'day of going live',
};

/**
 * What became of gates, and which dates that are set stand in doubt because of it; mrkdwn, nothing where nothing did.
 * Example: ` Open now: “Going live”.`
 */
export const gateNews = (after: ProjectState, { opened, shut }: GateChanges): string => {
  const doubtful = datesInDoubt(after).filter(([, gate]) => shut.includes(gate));
  return [
    ...(opened.length > 0 ? [` Open now: ${namesOfGates(opened)}.`] : []),
    ...(shut.length > 0 ? [` Shut again: ${namesOfGates(shut)}.`] : []),
    ...(doubtful.length > 0
      ? [` Set already, please check: ${doubtful.map(([date]) => dateNames[date]).join(', ')}.`]
      : []),
  ].join('');
};

type Known = FactsChange & { readonly after: ProjectState };

/** Those that nobody had in hand are read together. */
const withAfter = async (work: Work, changes: readonly FactsChange[]): Promise<readonly Known[]> => {
  const unknown = changes.flatMap(({ before, after }) => (after ? [] : [before.id]));
  const read = new Map((await loadProjects(work, unknown, undefined)).map((project) => [project.id, project]));
  return changes.flatMap((change) => {
    const after = change.after ?? read.get(change.before.id);
    return after ? [{ ...change, after }] : [];
  });
};

const tell = async (work: Work, change: Known, news: string): Promise<void> => {
  const { after, told, addition = '', broadcast = false } = change;
  if (typeof told === 'string') projectChanged(work, after, { note: `${told}${news}${addition}`, broadcast });
  else await tellOfNews(work, change, told, `${news}${addition}`);
};

/** ONB-12, ONB-18, ALL-9 */
const follow = async (work: Work, all: readonly FactsChange[]): Promise<void> => {
  const changes = (await withAfter(work, all)).map((change) => ({
    change,
    gates: gatesBetween(change.before, change.after),
  }));
  const requests = changes.flatMap(({ change, gates }) =>
    requestsAt(
      change.after,
      gates.open.map(({ key }) => key),
    ),
  );
  await settleRequests(work, requests, 'Nobody needs it any more: the gate is open.');
  const altered = changes.filter(
    ({ change: { before, after } }) => !isDeepStrictEqual(gatesNow(before), gatesNow(after)),
  );
  if (altered.length > 0)
    await work.emit(
      gatesAltered,
      altered.map(({ change }) => change.after),
    );
  for (const { change, gates } of changes) await tell(work, change, gateNews(change.after, gates));
};

export const factReactions: readonly Reaction[] = [
  on(factsChanging, (work, ids) => lockProjects(work.tx, ids)),
  on(factsChanged, follow),
];
