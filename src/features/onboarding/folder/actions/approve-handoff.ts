import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  closedStage,
  type ProjectState,
  projectRef,
  projectSubject,
  requireActive,
  type Stage,
  stageName,
  stageOf,
} from '../../../playbooks/index.ts';
import { canSetMore, checklistOf, missingFor } from '../../engine/checklist.ts';
import { handoffSlot } from '../../engine/folder-message.ts';
import { type LoadedTurn, loadProjectOfHandoff } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn, runEffects, withBlocking } from '../../engine/open-turn.ts';
import { passFolder } from '../../engine/store.ts';
import { requireDesk, requireUndecided, wasFirst } from '../../engine/turn-rules.ts';
import { type Decided, decidedMessage } from '../decided-views.ts';

const requireComplete = (project: ProjectState, stage: Stage): void => {
  const items = checklistOf(project, stage);
  const missing = missingFor(items);
  if (missing.length === 0) return;
  const lines = missing.map((each) => `• ${each}`).join('\n');
  const next = canSetMore(items)
    ? 'Set ticks and dates with *Checklist*, then approve again.'
    : 'Approve again once that is done.';
  throw new UserError(`${projectRef(project)} can't be handed on yet. Missing at ${stage.name}:\n${lines}\n${next}`);
};

const stateAfter = (project: ProjectState, next: Stage | undefined, work: Work): ProjectState =>
  next ? { ...project, stage: next.key } : { ...project, stage: closedStage, state: 'closed', endedAt: work.now };

/**
 * "This desk is finished": the folder goes to the next desk, or the project is closed after the last. Refused, saying what
 * is missing, until every required tick is set (DOMAIN §1, ONB-1, ONB-2); of many who press at once one is carried out and
 * the others learn who was first (ALL-3).
 */
export const approveHandoff = (deps: Deps, by: By, input: { readonly handoffId: string }): Promise<Decided> =>
  deps.transact(by, async (work) => {
    const loaded = await loadProjectOfHandoff(work, input.handoffId, { lock: true, extent: 'stage' });
    const stage = requireDesk(work, loaded, 'approve');
    requireUndecided(loaded);
    requireActive(loaded.project);
    requireComplete(loaded.project, stage);
    return handOn(work, loaded, stage);
  });

const handOn = async (work: Work, loaded: LoadedTurn, stage: Stage): Promise<Decided> => {
  const { project, turn } = loaded;
  const next = stageOf(project.playbook, stage.next);
  const after = stateAfter(project, next, work);
  const opened =
    next &&
    withBlocking(after, await planTurn(work, project, { stage: next, cameFrom: stage.key, cameBy: 'approved' }));
  const decision = {
    handoffId: turn.id,
    state: 'approved',
    by: work.by.id,
    at: work.now,
    stage: after.stage,
    project: after.state,
  } as const;
  if (!(await passFolder(work.tx, decision, opened))) throw wasFirst(project, turn);
  const now = stageName(project.playbook, after.stage);
  work.audit({
    action: 'handoff.approved',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { stage: stage.key },
    after: { stage: after.stage, handoff: turn.id },
  });
  const what = didWhat(
    work,
    next
      ? `approved ${escapeMrkdwn(stage.name)}; now at *${escapeMrkdwn(now)}*.`
      : `approved ${escapeMrkdwn(stage.name)}; the project is finished.`,
  );
  work.show(handoffSlot(turn));
  work.post({ to: { thread: handoffSlot(turn) }, content: { text: what } });
  await runEffects(work, after, stage.onApprove);
  const current = opened ? { ...after, handoff: opened.handoff, turns: opened.handoff.turn } : after;
  if (next) await announceTurn(work, current, next, `${didWhat(work, `approved ${escapeMrkdwn(stage.name)}`)}.`);
  return { project: current, handoffId: turn.id, stage: stage.key, now };
};

export const approveButton: Interaction = {
  id: 'handoff.approve',
  press: async ({ deps, by, value }) => ({
    say: decidedMessage(await approveHandoff(deps, by, { handoffId: value }), 'approved'),
  }),
};
