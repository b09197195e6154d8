/** What every change to a project does to its messages. */
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { SlotRef, Work } from '../../../platform/work/work.ts';
import { type Change, type Handoff, type ProjectState, projectNote, stageOf } from '../../playbooks/index.ts';
import { rolesWithChannel, touchHandoff } from './store.ts';

export const handoffSlot = (handoff: Pick<Handoff, 'id'>): SlotRef => ({ kind: 'handoff', subjectId: handoff.id });

/** The role in whose channel a desk's message appears: the first that has one (billing and accounting may share). */
export const channelRole = async (tx: Tx, desk: readonly Role[]): Promise<Role> => {
  const [first = 'admin', ...others] = desk;
  if (others.length === 0) return first;
  const withChannel = await rolesWithChannel(tx, desk);
  return desk.find((role) => withChannel.has(role)) ?? first;
};

/**
 * Shows the desk's message again and tells its thread. When somebody of the desk did it, the desk has touched the folder: the
 * decision that brought it can no longer be undone (ALL-5).
 */
export const projectChanged = async (work: Work, project: ProjectState, change: Change = {}): Promise<void> => {
  const { handoff } = project;
  work.show(handoffSlot(handoff));
  if (change.note) {
    work.post({
      to: { thread: handoffSlot(handoff) },
      content: change.broadcast ? projectNote(project.id, change.note) : { text: change.note },
      broadcast: change.broadcast ?? false,
      ...(change.key ? { key: change.key } : {}),
    });
  }
  const desk = stageOf(project.playbook, handoff.stage)?.desk ?? [];
  if (handoff.state === 'open' && handoff.touchedAt === undefined && desk.some((role) => work.by.roles.has(role))) {
    await touchHandoff(work.tx, handoff.id, work.now);
  }
};
