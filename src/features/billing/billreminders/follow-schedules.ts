import { on } from '../../../platform/work/events.ts';
import { customersByIds } from '../../customers/index.ts';
import { invoiceChanged } from '../invoices/index.ts';
import { schedulesMoved, subscriptionsByIds } from '../subscriptions/index.ts';
import { auditAsked, reminderMessageOf } from './remind-job.ts';
import { answerOf } from './reminder.ts';
import { reminderText } from './reminder-views.ts';
import { askAnew, changeReminder, lockBilledBy, lockOpen, voidedOf } from './store.ts';

/** A reminder answers itself once its bill is made, whoever made it, or once nobody is to make it. BIL-20 */
export const followSchedules = on(schedulesMoved, async (work, subscriptionIds) => {
  const open = await lockOpen(work, subscriptionIds);
  if (open.length === 0) return;
  const ids = open.map(({ subscriptionId }) => subscriptionId);
  const subscriptions = new Map((await subscriptionsByIds(work.tx, ids)).map((each) => [each.id, each]));
  const voided = await voidedOf(
    work,
    open.map(({ id }) => id),
  );
  for (const reminder of open) {
    const subscription = subscriptions.get(reminder.subscriptionId);
    const state = subscription ? answerOf(reminder, subscription) : 'ended';
    if (state === 'open' || (state === 'billed' && voided.has(reminder.id))) continue;
    await changeReminder(work, reminder.id, { state });
    work.show(reminderMessageOf(reminder.id));
  }
});

/** What a voided bill had billed is due again: whoever makes it by hand is asked anew. BIL-20 */
export const followVoids = on(invoiceChanged, async (work, changes) => {
  const voided = changes.filter(({ what, kind }) => what === 'voided' && kind === 'bill');
  if (voided.length === 0) return;
  const billed = await lockBilledBy(
    work,
    voided.map(({ invoiceId }) => invoiceId),
  );
  const unmade = await voidedOf(
    work,
    billed.map(({ id }) => id),
  );
  const subscriptions = await subscriptionsByIds(
    work.tx,
    billed.map(({ subscriptionId }) => subscriptionId),
  );
  const isAskedFor = (id: string) =>
    subscriptions.some((each) => each.id === id && each.template.armed && each.template.mode === 'remind');
  const again = billed.filter(({ id, subscriptionId }) => unmade.has(id) && isAskedFor(subscriptionId));
  if (again.length === 0) return;
  await askAnew(
    work,
    again.map(({ id }) => id),
  );
  const customers = await customersByIds(
    work.tx,
    again.map(({ customerId }) => customerId),
  );
  for (const reminder of again) {
    const slot = reminderMessageOf(reminder.id);
    const text = `Its invoice was voided: it is due again. ${reminderText({ reminder, customer: customers.get(reminder.customerId)?.name ?? '' })}`;
    work.show(slot);
    work.post({ to: { thread: slot }, content: { text }, broadcast: true, customerId: reminder.customerId });
    auditAsked(work, reminder);
  }
});
