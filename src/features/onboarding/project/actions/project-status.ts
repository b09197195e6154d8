/** Hold, resume, cancel and re-open a project, each with a reason. DOMAIN §1 */

import { Conflict } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { calendarPolicy, holidaysOf } from '../../../activities/index.ts';
import { subscriptionOf } from '../../../billing/onboarding/index.ts';
import {
  closedStage,
  type ProjectState,
  type ProjectStatus,
  projectRef,
  projectSubject,
  type Stage,
  stageOf,
} from '../../../playbooks/index.ts';
import { handoffSlot, projectChanged } from '../../engine/folder-message.ts';
import { requireReason } from '../../engine/guards.ts';
import { loadProject } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';
import { endTurn, expectTurn, insertTurn, setStatus } from '../../engine/store.ts';
import { remindOnOf } from '../../reminders/remind-on.ts';
import { projectNote } from '../project-note.ts';
import { projectStewards } from '../project-roles.ts';
import { revive, windUp } from '../wind-up.ts';

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

const requireState = (project: ProjectState, expected: readonly ProjectStatus[], doing: string): void => {
  if (expected.includes(project.state)) return;
  throw new Conflict(`${projectRef(project)} is ${states[project.state]}: it can't be ${doing}.`);
};

const begin = async (
  work: Work,
  input: StatusInput,
  doing: string,
): Promise<{ project: ProjectState; reason: string }> => {
  work.require(projectStewards, `${doing} a project`);
  const reason = requireReason(input.reason);
  return { project: await loadProject(work, input.projectId, { lock: true }), reason };
};

const tell = async (
  work: Work,
  before: ProjectState,
  after: ProjectState,
  did: string,
  action: string,
  reason: string,
  /** What else came of it, plain text. */
  also: readonly string[] = [],
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

const change = async (work: Work, before: ProjectState, after: ProjectState): Promise<void> => {
  const to = { state: after.state, stage: after.stage, reason: after.stateReason, endedAt: after.endedAt };
  if (!(await setStatus(work.tx, before.id, before.state, to))) {
    throw new Conflict(`Somebody changed ${projectRef(before)} at the same moment. Look at it again.`);
  }
};

/** Nobody decides and nobody is reminded until it is resumed; dates and payments go on being recorded. */
export const holdProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await begin(work, input, 'hold');
    requireState(project, ['active'], 'put on hold');
    const after = { ...project, state: 'on_hold', stateReason: reason } as const;
    await change(work, project, after);
    await expectTurn(work.tx, project.handoff.id, undefined);
    await tell(work, project, after, 'put the project on hold', 'project.held', reason);
    return after;
  });

/** The desk that had it has it again; its reminder counts from today. */
export const resumeProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await begin(work, input, 'resume');
    requireState(project, ['on_hold'], 'resumed');
    const after = { ...project, state: 'active', stateReason: undefined } as const;
    await change(work, project, after);
    const stage = stageOf(project.playbook, project.stage);
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    if (stage)
      await expectTurn(work.tx, project.handoff.id, remindOnOf(stage, work.today, project.wentLiveOn, holidays));
    await tell(work, project, after, 'resumed the project', 'project.resumed', reason);
    return after;
  });

/**
 * Ends a project that isn't going to be finished, and what belongs to it: billing is disarmed, activities end, exceptions are
 * withdrawn, and accounting is asked whether each open invoice is void or stands. ONB-19
 */
export const cancelProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await begin(work, input, 'cancel');
    requireState(project, ['active', 'on_hold'], 'cancelled');
    const after = { ...project, state: 'cancelled', stateReason: reason, endedAt: work.now } as const;
    await change(work, project, after);
    // Activities before the turn: who completes one locks them in this order too.
    const ended = await windUp(work, project, reason);
    await endTurn(work.tx, project.handoff.id, { by: work.by.id, at: work.now, reason });
    await tell(work, project, after, 'cancelled the project', 'project.cancelled', reason, ended);
    return after;
  });

/**
 * Where a project goes on: at the stage it was cancelled at, or at the one that arms recurring billing where the cancelling has
 * disarmed it behind that (ONB-19: nobody would see that nothing is billed); a finished one at its last stage.
 */
const reopenedAt = (project: ProjectState): Stage | undefined => {
  const { stages } = project.playbook;
  if (project.stage === closedStage)
    return stages.findLast((stage) => stage.next === closedStage && stage.key === project.handoff.stage);
  const at = stages.findIndex((stage) => stage.key === project.stage);
  const arming = stages.findLastIndex((stage) => stage.actions.includes('recurring.arm'));
  const isDisarmed = subscriptionOf(project)?.template.armed === false;
  return stages[isDisarmed && arming >= 0 ? Math.min(at, arming) : at];
};

/**
 * A cancelled or finished project goes on at the desk that had it last, which may return it further. What cancelling ended comes
 * back as far as it can, and the desk is told what did not. ONB-19
 */
export const reopenProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await begin(work, input, 're-open');
    requireState(project, ['cancelled', 'closed'], 're-opened');
    const stage = reopenedAt(project) ?? project.playbook.stages.at(-1);
    if (!stage) throw new Conflict(`${projectRef(project)} has no stage to go on at.`);
    const coming = {
      stage,
      cameFrom: undefined,
      cameBy: 'reopened',
      reason,
      keeper: project.handoff.assigneeId,
    } as const;
    const opened = await planTurn(work, project, coming);
    const after: ProjectState = {
      ...project,
      state: 'active',
      stage: stage.key,
      stateReason: undefined,
      endedAt: undefined,
      handoff: opened.handoff,
      turns: opened.handoff.turn,
    };
    await change(work, project, after);
    await insertTurn(work.tx, project.id, opened);
    const also = await revive(work, project, reason);
    await tell(work, project, after, 're-opened the project', 'project.reopened', reason, also);
    const why = didWhat(work, `re-opened the project: ${escapeMrkdwn([reason, ...also].join('\n• '))}`);
    await announceTurn(work, after, stage, why);
    if (also.length > 0) await projectChanged(work, after, { note: why });
    return after;
  });
