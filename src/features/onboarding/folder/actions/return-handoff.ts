import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  earlierStages,
  type Handoff,
  type ProjectState,
  projectRef,
  projectSubject,
  requireActive,
  type Stage,
  type Tick,
} from '../../../playbooks/index.ts';
import { handoffSlot } from '../../engine/folder-message.ts';
import { loadProjectOfHandoff } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn, withBlocking } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';
import { lastKeeper, passFolder, reopenTicks } from '../../engine/store.ts';
import { requireDesk, requireUndecided, wasFirst } from '../../engine/turn-rules.ts';
import { type Decided, decidedMessage } from '../decided-views.ts';
import { opensTurnForm } from '../turn-form.ts';

/** The stage's usual desks first, then every other earlier one. ONB-2 */
export const returnForm = (project: ProjectState, turn: Pick<Handoff, 'id'>, stage: Stage): ModalView => {
  const earlier = earlierStages(project.playbook, stage.key);
  const usual = stage.back.flatMap((key) => earlier.filter((each) => each.key === key));
  const all = [...usual, ...earlier.filter((each) => !usual.includes(each))];
  const [first] = usual.length > 0 ? usual.slice(-1) : all;
  return modal({
    callback: 'handoff.return',
    title: `Return ${projectRef(project)}`,
    submit: 'Return',
    data: turn.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}* goes back from ${escapeMrkdwn(stage.name)}. That desk’s ticks are to be set again.`,
      ),
      selectInput({
        name: 'to',
        label: 'To which desk',
        choices: all.map((each) => ({ text: each.name, value: each.key })),
        initial: first?.key ?? '',
      }),
      textInput({
        name: 'reason',
        label: 'Reason',
        hint: 'The desk reads this: say what is to be mended.',
        multiline: true,
        max: 1000,
      }),
    ],
  });
};

export interface ReturnInput {
  readonly handoffId: string;
  /** An earlier stage's key. */
  readonly to: string;
  readonly reason: string;
}

/**
 * Gives the folder back to an earlier desk with a reason; that desk's ticks are to be set again, those of the desks between
 * stay. ONB-2 and every later handoff. Dates and facts stay as they are.
 */
export const returnHandoff = (deps: Deps, by: By, input: ReturnInput): Promise<Decided> =>
  deps.transact(by, async (work) => {
    const loaded = await loadProjectOfHandoff(work, input.handoffId, { lock: true });
    const { project, turn } = loaded;
    const stage = requireDesk(work, loaded, 'return');
    requireUndecided(loaded);
    requireActive(project);
    const target = earlierStages(project.playbook, stage.key).find((each) => each.key === input.to);
    if (!target) throw new FieldErrors({ to: `Choose a desk before ${stage.name}.` });
    if (!input.reason.trim())
      throw new FieldErrors({ reason: 'Say why it goes back, so that the desk knows what to mend.' });

    const keeper = await lastKeeper(work.tx, project.id, target.key);
    const coming = { stage: target, cameFrom: stage.key, cameBy: 'returned', reason: input.reason, keeper } as const;
    const again = (tick: Tick): Tick => (tick.stage === target.key ? { ...tick, ticked: false } : tick);
    const there: ProjectState = { ...project, stage: target.key, ticks: project.ticks.map(again) };
    const opened = withBlocking(there, await planTurn(work, project, coming));
    const decision = {
      handoffId: turn.id,
      state: 'returned',
      by: work.by.id,
      at: work.now,
      reason: input.reason,
      returnedTo: target.key,
      stage: target.key,
      project: 'active',
    } as const;
    if (!(await passFolder(work.tx, decision, opened))) throw wasFirst(project, turn);
    await reopenTicks(work.tx, project.id, target.key, opened.handoff.turn);
    work.audit({
      action: 'handoff.returned',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { stage: stage.key },
      after: { stage: target.key, handoff: turn.id },
      reason: input.reason,
    });
    const what = `returned it from ${escapeMrkdwn(stage.name)} to ${escapeMrkdwn(target.name)}: ${escapeMrkdwn(input.reason)}`;
    work.show(handoffSlot(turn));
    work.post({ to: { thread: handoffSlot(turn) }, content: { text: didWhat(work, what) } });
    const after = { ...there, handoff: opened.handoff, turns: opened.handoff.turn };
    await refreshSlots(work, after);
    await announceTurn(work, after, target, didWhat(work, what));
    return { project: after, handoffId: turn.id, stage: stage.key, now: target.name };
  });

export const returnButton: Interaction = {
  id: 'handoff.return',
  press: opensTurnForm('return', ({ project, turn, stage }) => returnForm(project, turn, stage)),
  submit: async ({ deps, by, data, values }) => {
    const to = required(values.option('to'), 'to', 'Choose a desk.');
    const reason = required(values.text('reason'), 'reason', 'Say why it goes back.');
    return { say: decidedMessage(await returnHandoff(deps, by, { handoffId: data, to, reason }), 'returned') };
  },
};
