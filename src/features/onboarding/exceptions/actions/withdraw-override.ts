import type { ModalView } from '@slack/types';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { readerOf, requireReason } from '../../../playbooks/index.ts';
import { decidedAlready, decideOverride, findOverride } from '../decide-override.ts';

export const withdrawOverrideForm = (overrideId: string): ModalView =>
  modal({
    callback: 'override.withdraw',
    title: 'Take it back',
    submit: 'Take back',
    data: overrideId,
    blocks: [textInput({ name: 'reason', label: 'Why?', multiline: true })],
  });

/**
 * Takes an exception back: the person who asked, while it waits; an approver, when it was approved or recorded (ALL-5). The
 * gate shuts again; what went through it meanwhile stays and is flagged.
 */
export const withdrawOverride = (
  deps: Deps,
  by: By,
  input: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    const { gate, override } = asked;
    const isTheirs =
      override.requestedBy === work.by.id && (override.state === 'requested' || override.decidedBy === work.by.id);
    work.require(gate.approvers, `take back exceptions at “${gate.name}”`, isTheirs);
    const reason = requireReason(input.reason);
    if (override.state !== 'requested' && override.state !== 'approved') throw decidedAlready(asked);
    await decideOverride(work, asked, 'withdrawn', reason);
  });

export const withdrawOverrideButton: Interaction = {
  id: 'override.withdraw',
  press: async (request) => {
    const { gate, override } = await findOverride(readerOf(request.deps), request.value);
    if (override.requestedBy !== request.userId)
      await requireEarly(request, gate.approvers, `take back exceptions at “${gate.name}”`);
    return { modal: withdrawOverrideForm(request.value) };
  },
  submit: async ({ deps, by, data, values }) => {
    await withdrawOverride(deps, by, { id: data, reason: values.text('reason') ?? '' });
    return said('Taken back.');
  },
};
