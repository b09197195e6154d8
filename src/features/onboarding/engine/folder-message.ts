/** What every change to a project does to its messages. */
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Derived, Destination, SlotRef, Work } from '../../../platform/work/work.ts';
import { type Handoff, type ProjectState, projectNote, stageOf } from '../../playbooks/index.ts';
import { blockedBy } from './checklist.ts';
import { rolesWithChannel, storeBlockedBy, touchHandoffs } from './store.ts';

export const handoffSlot = (handoff: Pick<Handoff, 'id'>): SlotRef => ({ kind: 'handoff', subjectId: handoff.id });

/** The role in whose channel a desk's message appears: the first that has one (billing and accounting may share). */
export const channelRole = async (tx: Tx, desk: readonly Role[]): Promise<Role> => {
  const [first = 'admin', ...others] = desk;
  if (others.length === 0) return first;
  const withChannel = await rolesWithChannel(tx, desk);
  return desk.find((role) => withChannel.has(role)) ?? first;
};

interface Blocking {
  readonly stored: readonly string[] | undefined;
  readonly now: readonly string[];
}

/** What lists show as blocked: it is stored only where it has become another. */
const storedBlocking: Derived<Blocking> = {
  name: 'handoffs.blocked_by',
  write: async (tx, last) => {
    const changed = [...last].filter(([, { stored, now }]) => stored?.join() !== now.join());
    if (changed.length > 0) await storeBlockedBy(tx, new Map(changed.map(([id, { now }]) => [id, now])));
  },
};

/** Has it stored at the end of the transaction which gates keep the desk from going on. @param project as it is now, locked */
export const storeBlocking = (work: Work, project: ProjectState): void => {
  const { handoff } = project;
  if (handoff.state !== 'open') return;
  work.derive(storedBlocking, handoff.id, { stored: handoff.blockedBy, now: blockedBy(project) });
};

/**
 * Shows the desk's message, and stores which gates keep the desk from going on: `handoffs.blocked_by` follows here and nowhere else.
 * @param project as it is now, locked
 */
export const showFolder = (work: Work, project: ProjectState, to?: Destination): void => {
  work.show(handoffSlot(project.handoff), to);
  storeBlocking(work, project);
};

/** Somebody of the desk did something with it: from then on the decision before it stands. ALL-5 */
const touched: Derived<Date> = {
  name: 'handoffs.touched_at',
  write: async (tx, last) => {
    const [at] = last.values();
    if (at) await touchHandoffs(tx, [...last.keys()], at);
  },
};

/** What a change tells the thread of the desk that has the folder. */
export interface Change {
  /** One line of mrkdwn for the thread, what people entered escaped. */
  readonly note?: string;
  /** The note happens once only. */
  readonly key?: string;
  /** The desk is to hear of it, not only to find it. */
  readonly broadcast?: boolean;
}

/**
 * Shows the desk's message again and tells its thread. When somebody of the desk did it, the desk has touched the folder: the
 * decision that brought it can no longer be undone (ALL-5).
 * @param project as it is now
 */
export const projectChanged = (work: Work, project: ProjectState, change: Change = {}): void => {
  const { handoff } = project;
  showFolder(work, project);
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
    work.derive(touched, handoff.id, work.now);
  }
};
