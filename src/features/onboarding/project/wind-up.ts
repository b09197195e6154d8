/** What a cancelled project leaves behind is ended with it, and what can be comes back when it is re-opened. ONB-19 */

import type { Work } from '../../../platform/work/work.ts';
import { cancelActivities, reopenActivities } from '../../activities/index.ts';
import {
  type Follow,
  inPlace,
  type Line,
  type ProjectState,
  projectSubject,
  type Stage,
  stageOf,
} from '../../playbooks/index.ts';
import { requestsAt, settleRequests } from '../exceptions/gate-changes.ts';

/** What stands between what slices have to say. */
const places = { activities: 20, exceptions: 30 } as const;

const named = (place: number, what: string, names: readonly string[]): readonly Line[] =>
  names.length > 0 ? [{ place, text: `${what}: ${names.join(', ')}` }] : [];

/** `Recurring billing is disarmed, activities end, and accounting is asked whether open invoices are void.` */
export const foretold = (project: ProjectState): string => {
  const own = { place: places.activities, text: 'activities end' };
  const lines = inPlace([own, ...project.catalogue.follows.flatMap((each) => each.foretells?.(project) ?? [])]);
  const text = lines.length > 2 ? `${lines.slice(0, -1).join(', ')}, and ${lines.at(-1)}` : lines.join(' and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

const followed = async (
  project: ProjectState,
  follow: (each: Follow) => Promise<readonly Line[]> | undefined,
): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for (const each of project.catalogue.follows) lines.push(...((await follow(each)) ?? []));
  return lines;
};

/**
 * Slices end or question what they have of the project, its activities end, and exceptions that wait are withdrawn.
 * @returns what was ended, plain text
 */
export const windUp = async (work: Work, project: ProjectState, reason: string): Promise<readonly string[]> => {
  const { overrides, playbook } = project;
  const lines = await followed(project, (each) => each.onCancel?.(work, project, reason));
  const ended = await cancelActivities(work, projectSubject(project.id), reason);
  const gates = playbook.gates.map((gate) => gate.key);
  await settleRequests(work, requestsAt(project, gates), 'The project was cancelled.');
  const withdrawn = overrides.filter((each) => each.state === 'requested').map((each) => each.gate);
  return inPlace([
    ...lines,
    ...named(
      places.activities,
      'activities ended',
      ended.map((each) => `A-${each.ref}`),
    ),
    ...named(
      places.exceptions,
      'exceptions withdrawn',
      withdrawn.map((gate) => playbook.gates.find(({ key }) => key === gate)?.name ?? gate),
    ),
  ]);
};

/** Where a cancelled project goes on: at the stage it was cancelled at, or at an earlier one where a slice has to begin again there. */
export const goesOnAt = (project: ProjectState): Stage | undefined => {
  const { playbook, stage, catalogue } = project;
  const latest = catalogue.follows.flatMap((each) => each.goesOnAt?.(project) ?? []);
  const found = [stage, ...latest].flatMap((key) => stageOf(playbook, key) ?? []);
  return playbook.stages.find((each) => found.includes(each));
};

/** What slices ended comes back as far as it can, and activities are open again. */
export const revive = async (work: Work, project: ProjectState, reason: string): Promise<readonly string[]> => {
  const { endedAt } = project;
  if (project.state !== 'cancelled' || endedAt === undefined) return [];
  const lines = await followed(project, (each) => each.onReopen?.(work, project, reason));
  const opened = await reopenActivities(work, projectSubject(project.id), endedAt, reason);
  const withdrawn = project.overrides.some((each) => each.decidedAt?.getTime() === endedAt.getTime());
  return inPlace([
    ...lines,
    ...named(
      places.activities,
      'activities open again',
      opened.map((each) => `A-${each.ref}`),
    ),
    ...(withdrawn ? [{ place: places.exceptions, text: 'exceptions that waited are to be asked for again' }] : []),
  ]);
};
