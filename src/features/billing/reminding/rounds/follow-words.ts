/** What a customer says on a page bears on their reminders: a promise, and that something is not right. BIL-18 */
import { todayIn } from '../../../../core/time/calendar.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import { contactErased, customerById } from '../../../customers/index.ts';
import { wordReceived, wordTakenBack } from '../../../pages/index.ts';
import { invoiceChanged, lockInvoice } from '../../invoices/index.ts';
import { paymentReceived } from '../../payments/index.ts';
import { withdrawCalls } from '../calls/index.ts';
import { endHoldWith, eraseDisputes, holdOfWord, writeHold } from '../holds/index.ts';
import { endPromiseOfWord, notePromise, promiseOfWord } from '../promises/index.ts';
import { eraseStops } from '../stops/index.ts';
import { openCallsSettled } from './store.ts';

const received = on(wordReceived, async (work, { id, subject, customerId, kind, text, promisedOn }) => {
  if (subject.type !== 'invoice') return;
  if (kind === 'promise' && promisedOn) {
    const invoice = await lockInvoice(work, subject.id);
    const { currency } = invoice.amount;
    await notePromise(work, { customerId, subject, promisedOn, currency, wordId: id });
  }
  if (kind === 'wrong') {
    const customer = await customerById(work.tx, customerId);
    const fromOn = todayIn(customer?.timeZone ?? work.timeZone, work.now);
    const hold = { customerId, groupId: undefined, invoiceId: subject.id, kind: 'dispute' as const, fromOn };
    await writeHold(
      work,
      { ...hold, untilOn: undefined, reason: text, wordId: id },
      'Its customer is not reminded of it until somebody says in its window that it is settled.',
    );
  }
});

const takenBack = on(wordTakenBack, async (work, { id }) => {
  const [promise, hold] = [await promiseOfWord(work.tx, id), await holdOfWord(work.tx, id)];
  if (promise) await endPromiseOfWord(work, promise);
  if (hold && hold.endedBy === undefined) await endHoldWith(work, hold);
});

/** Nobody needs to call about what is paid. */
const withdraw = async (work: Parameters<typeof withdrawCalls>[0], customerIds: readonly string[]): Promise<void> => {
  const settled = new Set(await openCallsSettled(work.tx, customerIds));
  if (settled.size === 0) return;
  await withdrawCalls(
    work,
    customerIds,
    ({ reminderId }) => reminderId !== undefined && settled.has(reminderId),
    'Nothing of it is open any more.',
  );
};

export const wordReactions: readonly Reaction[] = [
  received,
  takenBack,
  on(paymentReceived, (work, events) => withdraw(work, [...new Set(events.map(({ customerId }) => customerId))])),
  on(invoiceChanged, (work, changes) => withdraw(work, [...new Set(changes.map(({ customerId }) => customerId))])),
  on(contactErased, async (work, { customerId, alsoErased }) => {
    alsoErased((await eraseDisputes(work.tx, customerId)) + (await eraseStops(work.tx, customerId)));
  }),
];
