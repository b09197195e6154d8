/** What hold, resume, cancel and re-open have in common: who may, from which state, and who hears of it. */

import { Conflict } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type ProjectState,
  type ProjectStatus,
  projectNote,
  projectRef,
  projectSubject,
  requireReason,
} from '../../playbooks/index.ts';
import { handoffSlot } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { didWhat } from '../engine/open-turn.ts';
import { refreshSlots } from '../engine/refresh-slots.ts';
import { setStatus } from '../engine/store.ts';
import { projectStewards } from './project-roles.ts';

export interface StatusInput {
  readonly projectId: string;
  readonly reason: string;
}

const states: Readonly<Record<ProjectStatus, string>> = {
  active: 'under way',
  on_hold: 'on hold',
  cancelled: 'cancelled',
  closed: 'finished',
};

export const requireState = (project: ProjectState, expected: readonly ProjectStatus[], doing: string): void => {
  if (expected.includes(project.state)) return;
  throw new Conflict(`${projectRef(project)} is ${states[project.state]}: it can't be ${doing}.`);
};

/** Locks the project for one who may steer it. @throws NotAllowed; FieldErrors at `reason` */
export const lockForSteering = async (
  work: Work,
  input: StatusInput,
  doing: string,
): Promise<{ project: ProjectState; reason: string }> => {
  work.require(projectStewards, `${doing} a project`);
  const reason = requireReason(input.reason);
  return { project: await loadProject(work, input.projectId, { lock: true }), reason };
};

/** What was done, for those who read of it. */
interface StatusDeed {
  /** `put the project on hold`. */
  readonly did: string;
  /** As the log names it. */
  readonly action: string;
  readonly reason: string;
  /** What else came of it, plain text. */
  readonly also?: readonly string[];
}

/** The log, the folder's message and thread, and whoever has the folder hear of it. */
export const tellOfStatus = async (
  work: Work,
  before: ProjectState,
  after: ProjectState,
  { did, action, reason, also = [] }: StatusDeed,
): Promise<void> => {
  work.audit({
    action,
    subject: projectSubject(before.id),
    customerId: before.customerId,
    before: { state: before.state, stage: before.stage },
    after: { state: after.state, stage: after.stage, ...(also.length > 0 ? { also: also.join('; ') } : {}) },
    reason,
  });
  work.show(handoffSlot(before.handoff));
  const note = didWhat(work, `${did}: ${escapeMrkdwn([reason, ...also].join('\n• '))}`);
  const isAsked = after.state === 'active' && before.handoff.state === 'open';
  const subject = projectSubject(before.id);
  work.post({
    to: { thread: handoffSlot(before.handoff) },
    content: isAsked ? projectNote(subject.id, note) : { text: note },
    broadcast: isAsked,
  });
  const { assigneeId } = before.handoff;
  if (before.handoff.state === 'open' && assigneeId !== undefined && assigneeId !== work.by.id) {
    const name = `*${projectRef(before)}* ${escapeMrkdwn(before.customer.name)}`;
    work.post({ to: { user: assigneeId }, content: projectNote(subject.id, `${name}: ${note}`) });
  }
  await refreshSlots(work, after);
};

/** @throws Conflict where somebody was quicker */
export const setProjectStatus = async (work: Work, before: ProjectState, after: ProjectState): Promise<void> => {
  const to = { state: after.state, stage: after.stage, reason: after.stateReason, endedAt: after.endedAt };
  if (!(await setStatus(work.tx, before.id, before.state, to))) {
    throw new Conflict(`Somebody changed ${projectRef(before)} at the same moment. Look at it again.`);
  }
};
