/** What follows when a gate opens or shuts. */

import type { Work } from '../../../platform/work/work.ts';
import {
  type Change,
  exceptionAltered,
  type Gate,
  gateOpenedByException,
  gatesAltered,
  type ProjectState,
  projectSubject,
} from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { settleOverride } from './store.ts';

/** Shows everything that stands before a gate again, and tells the desk's thread why. `note` is mrkdwn. */
export const gateChanged = async (
  work: Work,
  project: ProjectState,
  note: string,
  more: Omit<Change, 'note'> = {},
): Promise<void> => {
  await work.emit(gatesAltered, project);
  await projectChanged(work, project, { ...more, note });
};

/** What happened to an exception, also for those who know what the gate waits for. */
export const gateNoted = async (
  work: Work,
  project: ProjectState,
  gate: Gate,
  note: string,
  more: Omit<Change, 'note'> = {},
): Promise<void> => {
  await work.emit(exceptionAltered, { project, gate });
  await gateChanged(work, project, note, more);
};

/** An exception has opened the gate: the desk that has the folder, and who waits before the gate, are asked to go on. ONB-7 */
export const gateOpened = async (work: Work, project: ProjectState, gate: Gate, note: string): Promise<void> => {
  await gateNoted(work, project, gate, note, { broadcast: true });
  await work.emit(gateOpenedByException, { project, gate, note });
};

/** Takes back what still waits for an approver at these gates, because nobody needs it any more. */
export const settleRequests = async (
  work: Work,
  project: ProjectState,
  gates: readonly string[],
  reason: string,
): Promise<void> => {
  for (const each of project.overrides) {
    if (each.state !== 'requested' || !gates.includes(each.gate)) continue;
    const change = { from: 'requested', to: 'withdrawn', by: work.by.id, at: work.now, reason } as const;
    if (!(await settleOverride(work.tx, each.id, change))) continue;
    work.show({ kind: 'override', subjectId: each.id });
    work.audit({
      action: 'override.withdrawn',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { override: each.id, gate: each.gate, state: 'requested' },
      after: { state: 'withdrawn' },
      reason,
    });
  }
};
