import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { context, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { giveUpUnbilled, lockSubscriptionsOf } from '../../subscriptions/index.ts';
import { changeTermination } from '../store.ts';
import { type Termination, terminationSubject } from '../termination.ts';
import { lockWalk, openTermination, tellOfStep } from '../walk-in-hand.ts';

const doing = 'waive final bills';

export const waiveForm = ({ id }: Termination): ModalView =>
  modal({
    callback: 'termination.waive',
    title: 'Waive the final bill',
    submit: 'Waive',
    data: id,
    blocks: [
      section('The final bill is neither made nor sent: services that are not billed yet are given up.'),
      context('Credits that are owed stay owed: credit them first, or write here how they were given back.'),
      textInput({ name: 'reason', label: 'Why is it waived?', max: 500 }),
    ],
  });

export interface StepOf {
  readonly terminationId: string;
  readonly reason: string;
}

/** CUS-6: the customer can be made inactive without a final bill. @throws Conflict naming who waived it */
export const waiveFinalBill = (deps: Deps, by: By, { terminationId, reason }: StepOf): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Write why it is waived.' });
    const { termination } = await lockWalk(work, terminationId);
    const { waived, subject, customerId } = termination;
    if (waived) throw new Conflict(`${person(waived.by)} waived it ${moment(waived.at)}: ${waived.reason}`);
    const subscriptions = await lockSubscriptionsOf(work, [customerId]);
    const ending =
      subject.type === 'subscription' ? subscriptions.filter(({ id }) => id === subject.id) : subscriptions;
    if (subject.type !== 'asset') for (const { id } of ending) await giveUpUnbilled(work, id, reason.trim());
    await changeTermination(work, terminationId, { waived: { reason: reason.trim() } });
    work.audit({ action: 'termination.waived', subject, customerId, after: { waived: true }, reason: reason.trim() });
    tellOfStep(work, terminationId, `${person(work.by.id)} waived the final bill: ${escapeMrkdwn(reason.trim())}`);
  });

export const waiveButton: Interaction = {
  id: 'termination.waive',
  press: opensForm({ roles: moneyRoles, doing, find: ({ db }, id) => openTermination(db.prisma, id), form: waiveForm }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const reason = required(values.text('reason'), 'reason', 'Write why it is waived.');
    await waiveFinalBill(deps, by, { terminationId: data, reason });
    return { window: terminationSubject(data) };
  },
};
