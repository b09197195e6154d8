import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Approval, decidedAlready } from '../approval.ts';
import { existingApproval, settle, tell, waitingApproval } from '../decide.ts';
import { deedNamed } from '../deed.ts';
import { requireRight, requireRightEarly } from '../require-right.ts';

const declineForm = ({ id, description }: Approval): ModalView =>
  modal({
    callback: 'approval.decline',
    title: 'Decline',
    submit: 'Decline',
    data: id,
    blocks: [
      section(`Asked: ${escapeMrkdwn(description)}`),
      textInput({ name: 'reason', label: 'Why?', multiline: true, max: 500 }),
    ],
  });

/** ALL-11: somebody who has the right refuses, and says why. */
export const decline = (
  deps: Deps,
  by: By,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await existingApproval(work.tx, id);
    await requireRight(work, deedNamed(work, asked.deed).right);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is declined.' });
    const approval = await waitingApproval(work, id);
    await settle(work, approval, 'declined', reason.trim());
    tell(work, approval, 'declined', { reason: reason.trim() });
  });

export const declineButton: Interaction = {
  id: 'approval.decline',
  press: async (request) => {
    const { deps, value } = request;
    const approval = await existingApproval(deps.db.prisma, value);
    await requireRightEarly(request, deedNamed(deps, approval.deed).right);
    if (approval.state !== 'requested') throw decidedAlready(approval);
    return { modal: declineForm(approval) };
  },
  submit: async ({ deps, by, data, values }) => {
    await decline(deps, by, { id: data, reason: values.text('reason') ?? '' });
    return said('Declined. The person who asked has been told.');
  },
};
