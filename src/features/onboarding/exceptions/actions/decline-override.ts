import type { ModalView } from '@slack/types';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { readerOf, requireReason } from '../../../playbooks/index.ts';
import { decidedAlready, decideOverride, findOverride } from '../decide-override.ts';

export const declineOverrideForm = (overrideId: string): ModalView =>
  modal({
    callback: 'override.decline',
    title: 'Decline the exception',
    submit: 'Decline',
    data: overrideId,
    blocks: [textInput({ name: 'reason', label: 'Why?', multiline: true })],
  });

/** An approver refuses, and says why. */
export const declineOverride = (
  deps: Deps,
  by: By,
  input: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    work.require(asked.gate.approvers, `decline exceptions at “${asked.gate.name}”`);
    const reason = requireReason(input.reason);
    if (asked.override.state !== 'requested') throw decidedAlready(asked);
    await decideOverride(work, asked, 'declined', reason);
  });

export const declineOverrideButton: Interaction = {
  id: 'override.decline',
  press: async (request) => {
    const { gate } = await findOverride(readerOf(request.deps), request.value);
    await requireEarly(request, gate.approvers, `decline exceptions at “${gate.name}”`);
    return { modal: declineOverrideForm(request.value) };
  },
  submit: async ({ deps, by, data, values }) => {
    await declineOverride(deps, by, { id: data, reason: values.text('reason') ?? '' });
    return said('Declined. The person who asked has been told.');
  },
};
