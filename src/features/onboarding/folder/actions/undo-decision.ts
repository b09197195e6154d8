import { Conflict } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import { requireInTime, requireOwn, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  type Handoff,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  type Stage,
  stageName,
  stageOf,
} from '../../../playbooks/index.ts';
import { handoffSlot, showFolder } from '../../engine/folder-message.ts';
import { type LoadedTurn, loadProject, loadProjectOfHandoff } from '../../engine/load.ts';
import { didWhat, undoEffects } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';
import { remindOnOf } from '../../engine/remind-on.ts';
import { reopenTurn, restoreTicks, setStatus, undoTurn } from '../../engine/store.ts';
import { requireDesk } from '../../engine/turn-rules.ts';
import { leftBaton } from '../undo-rules.ts';

const requireUndoable = (work: Work, { project, turn }: LoadedTurn, stage: Stage): void => {
  const { decidedBy = '', decidedAt } = turn;
  if ((turn.state !== 'approved' && turn.state !== 'returned') || !decidedAt) {
    throw new Conflict(
      `There is nothing to undo: ${stage.name} has ${turn.state === 'open' ? 'the folder again' : 'not decided'}.`,
    );
  }
  requireOwn(decidedBy, work.by.id);
  const instead = `Ask the desk that has ${projectRef(project)} now to return it`;
  requireInTime(decidedAt, work.now, `${instead}, with a reason.`);
  const left = leftBaton(project, decidedAt);
  if (left) throw new Conflict(`This can't be undone any more: ${left} meanwhile. ${instead}.`);
};

/** The turn that the decision opened, which nobody of its desk may have touched; none after the last stage. */
const requireUntouched = (project: ProjectState, turn: Handoff): Handoff | undefined => {
  const { handoff: next } = project;
  if (next.id === turn.id) return undefined;
  const follows =
    next.state === 'open' && next.openedAt.getTime() === turn.decidedAt?.getTime() && next.cameFrom === turn.stage;
  if (!follows || next.touchedAt !== undefined || project.state !== 'active') {
    throw new Conflict(
      `This can't be undone any more: the folder went on, or ${stageOf(project.playbook, next.stage)?.name ?? 'the next desk'} has begun. Ask them to return it.`,
    );
  }
  return next;
};

/**
 * Takes a decision back: the folder lies at the desk again as it did, and the next desk's message says so. For 10 minutes, by
 * who decided, while the next desk did nothing and nothing has left Baton because of it. ALL-5
 */
export const undoDecision = (deps: Deps, by: By, input: { readonly handoffId: string }): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const loaded = await loadProjectOfHandoff(work, input.handoffId, { lock: true });
    const { project, turn } = loaded;
    const stage = requireDesk(work, loaded, 'undo a decision on');
    requireUndoable(work, loaded, stage);
    const next = requireUntouched(project, turn);
    if (next && !(await undoTurn(work.tx, next.id, work.by.id, work.now))) {
      throw new Conflict('This can’t be undone any more: the next desk has begun.');
    }
    const reopened: Handoff = {
      ...turn,
      state: 'open',
      decidedBy: undefined,
      decidedAt: undefined,
      touchedAt: work.now,
    };
    const after: ProjectState = {
      ...project,
      state: 'active',
      stage: turn.stage,
      handoff: reopened,
      endedAt: undefined,
    };
    await restore(work, project, turn, stage, next);
    const entered = next && stageOf(project.playbook, next.stage);
    await undoEffects(work, after, entered?.onOpen ?? []);
    if (turn.state === 'approved') await undoEffects(work, after, stage.onApprove);
    await refreshSlots(work, after);
    showFolder(work, await loadProject(work, project.id));
    tell(work, project, turn, stage, next);
    return after;
  });

const restore = async (
  work: Work,
  project: ProjectState,
  turn: Handoff,
  stage: Stage,
  next: Handoff | undefined,
): Promise<void> => {
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const remindOn = remindOnOf(stage, work.today, project.wentLiveOn, holidays);
  await reopenTurn(work.tx, turn, work.now, remindOn);
  await setStatus(work.tx, project.id, project.state, {
    state: 'active',
    stage: turn.stage,
    reason: undefined,
    endedAt: undefined,
  });
  if (turn.state === 'returned' && next) await restoreTicks(work.tx, project.id, next.turn);
};

const tell = (work: Work, project: ProjectState, turn: Handoff, stage: Stage, next: Handoff | undefined): void => {
  work.audit({
    action: 'handoff.undone',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { stage: project.stage, decision: turn.state },
    after: { stage: turn.stage, handoff: turn.id },
  });
  const note = didWhat(work, `took this decision back; ${escapeMrkdwn(stage.name)} has the folder again.`);
  work.post({ to: { thread: handoffSlot(turn) }, content: projectNote(project.id, note), broadcast: true });
  if (!next) return;
  work.show(handoffSlot(next));
  if (next.assigneeId !== undefined && next.assigneeId !== work.by.id) {
    work.post({
      to: { user: next.assigneeId },
      content: projectNote(
        project.id,
        `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is no longer with you: ${note}`,
      ),
    });
  }
};

export const undoDecisionButton = undoButton('decision.undo', async (deps, by, { subjectId }) => {
  const project = await undoDecision(deps, by, { handoffId: subjectId });
  const name = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  return `Undone: ${name} is at *${escapeMrkdwn(stageName(project.playbook, project.stage))}* again.`;
});
