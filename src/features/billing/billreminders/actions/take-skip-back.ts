import { NotFound } from '../../../../core/errors.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { lockSubscriptionsOf, takeSkipBack } from '../../subscriptions/index.ts';
import { reminderMessageOf } from '../remind-job.ts';
import { changeReminder, lockReminder, reminderById } from '../store.ts';

const doing = 'take back that a bill was skipped';

/** ALL-10: it is asked for again. @throws Conflict where it is not skipped (any more) */
export const unskipBill = (deps: Deps, by: By, reminderId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const known = await reminderById(work.tx, reminderId);
    if (!known) throw new NotFound('reminder');
    await lockSubscriptionsOf(work, [known.customerId]);
    await lockReminder(work.tx, reminderId);
    await takeSkipBack(work, { subscriptionId: known.subscriptionId, on: known.dueOn });
    await changeReminder(work, reminderId, { state: 'open' });
    const slot = reminderMessageOf(reminderId);
    work.show(slot);
    const text = `${person(work.by.id)} took the skip back: the bill is to be made after all.`;
    work.post({ to: { thread: slot }, content: { text }, broadcast: true });
  });

export const unskipButton: Interaction = {
  id: 'bill_reminder.take_back',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    await unskipBill(request.deps, request.by, request.value);
    return said('The skip is taken back: the bill is to be made after all.');
  },
};
