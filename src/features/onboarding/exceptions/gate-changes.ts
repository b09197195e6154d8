/** What follows when an exception is asked for, decided or no longer needed. */
import type { Work } from '../../../platform/work/work.ts';
import {
  exceptionAltered,
  type Gate,
  gateOpenedByException,
  gatesAltered,
  type Override,
  type ProjectState,
  projectSubject,
} from '../../playbooks/index.ts';
import { type Change, projectChanged } from '../engine/folder-message.ts';
import { withdrawRequests } from './store.ts';

/** What happened to an exception: shows everything that stands before its gate again, and tells the desk's thread. `note` is mrkdwn. */
export const gateNoted = async (
  work: Work,
  project: ProjectState,
  gate: Gate,
  note: string,
  more: Omit<Change, 'note'> = {},
): Promise<void> => {
  await work.emit(exceptionAltered, { project, gate });
  await work.emit(gatesAltered, [project]);
  projectChanged(work, project, { ...more, note });
};

/** An exception has opened the gate: the desk that has the folder, and who waits before the gate, are asked to go on. ONB-7 */
export const gateOpened = async (work: Work, project: ProjectState, gate: Gate, note: string): Promise<void> => {
  await gateNoted(work, project, gate, note, { broadcast: true });
  await work.emit(gateOpenedByException, { project, gate, note });
};

/** What still waits for an approver at these gates. */
export const requestsAt = (project: ProjectState, gates: readonly string[]): readonly Request[] =>
  project.overrides
    .filter((override) => override.state === 'requested' && gates.includes(override.gate))
    .map((override) => ({ project, override }));

interface Request {
  readonly project: ProjectState;
  readonly override: Override;
}

/** Takes them back, because nobody needs them any more: in one statement, of however many projects. */
export const settleRequests = async (work: Work, requests: readonly Request[], reason: string): Promise<void> => {
  if (requests.length === 0) return;
  const ids = requests.map(({ override }) => override.id);
  const settled = await withdrawRequests(work.tx, ids, { by: work.by.id, at: work.now, reason });
  for (const { project, override } of requests.filter((each) => settled.has(each.override.id))) {
    work.show({ kind: 'override', subjectId: override.id });
    work.audit({
      action: 'override.withdrawn',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { override: override.id, gate: override.gate, state: 'requested' },
      after: { state: 'withdrawn' },
      reason,
    });
  }
};
