import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { auditFacts, paymentHeld, storyOf } from './events.ts';
import type { HeldPayment, NewPayment, Payment } from './payment.ts';
import { paymentText } from './payment-views.ts';
import { receivePayment } from './receive-payment.ts';
import { heldByKey, insertHeld, linkTransaction, paymentByKey, setHeld } from './store.ts';

/** What a reported payment has to do with what is recorded already. BIL-15 */
export type Relation =
  /** Nothing else pays what it was reported for. */
  | { readonly is: 'new' }
  /** It was recorded by hand, by the transaction's id. */
  | { readonly is: 'same'; readonly payment: Payment }
  /** Accounting has to say. `isLeftOver`: the payment by hand pays what this one was reported for. */
  | { readonly is: 'perhaps_same'; readonly payment: Payment; readonly isLeftOver: boolean }
  /** It is other money, and what it was reported for is paid already. */
  | { readonly is: 'left_over' };

export interface Reported extends NewPayment {
  readonly key: string;
  readonly reference: string;
  readonly subject: Subject;
  /** What it was reported for, in words. */
  readonly about: string;
}

/** The payment by hand gets the transaction's id, by which it is known from now on. */
const link = async (work: Work, payment: Payment, reported: Pick<Reported, 'key' | 'reference'>): Promise<void> => {
  const { key, reference } = reported;
  if (payment.key === key && payment.reference === reference) return;
  await linkTransaction(work.tx, payment.id, { key, reference });
  work.audit({
    action: 'payment.linked',
    subject: storyOf(payment, undefined),
    customerId: payment.customerId,
    before: auditFacts(payment, undefined),
    after: auditFacts({ ...payment, reference }, undefined),
  });
};

const hold = async (work: Work, reported: Reported, payment: Payment, isLeftOver: boolean): Promise<void> => {
  const { key, reference, customerId, subject, about, amount, receivedOn } = reported;
  const held: HeldPayment = {
    id: newId(),
    ...{ key, reference, customerId, subject, about, amount, receivedOn, isLeftOver },
    paymentId: payment.id,
    heldAt: work.now,
    state: 'held',
  };
  if (!(await insertHeld(work.tx, held))) return;
  work.audit({
    action: 'payment.held',
    subject: { type: 'held_payment', id: held.id },
    customerId,
    after: { amount: formatMoney(amount), reference, for: about },
  });
  work.show({ kind: 'held-payment', subjectId: held.id }, { role: 'accounting' });
  await work.emit(paymentHeld, [held]);
};

/** Kept as the customer's balance, and named to accounting. It moves no date. BIL-15 */
export const receiveLeftOver = async (work: Work, reported: Reported): Promise<Payment> => {
  const { subject: _, about, ...rest } = reported;
  const { payment } = await receivePayment(work, { ...rest, isReported: true });
  const customer = await customerById(work.tx, payment.customerId);
  const text = `${customer?.name ?? 'A customer'} has money left over: ${paymentText(payment)}. It was reported for ${about}, which is paid already. It is the customer’s balance: use it for an invoice or refund it in the customer’s window; if it should not be here, reverse it there.`;
  work.post({ to: { role: 'accounting' }, content: { text: escapeMrkdwn(text) }, key: `left_over:${payment.id}` });
  return payment;
};

/**
 * A payment that the gateway tells of. Each transaction counts once, however it became known: it is recorded, or found
 * recorded, or held until accounting says whether it is the same money as a payment by hand. BIL-15, COL-6
 */
export const receiveReported = async (work: Work, reported: Reported, relation: Relation): Promise<void> => {
  if (await heldByKey(work.tx, reported.key)) return;
  const known = relation.is === 'perhaps_same' ? undefined : await paymentByKey(work.tx, reported.key);
  if (known) {
    // By hand for somebody else: one of the two is wrong, and a person knows which.
    if (!known.isReported && known.customerId !== reported.customerId) await hold(work, reported, known, false);
    return;
  }
  switch (relation.is) {
    case 'new': {
      const { about: _, ...payment } = reported;
      await receivePayment(work, { ...payment, isReported: true });
      return;
    }
    case 'same':
      return link(work, relation.payment, reported);
    case 'perhaps_same':
      return hold(work, reported, relation.payment, relation.isLeftOver);
    case 'left_over':
      await receiveLeftOver(work, reported);
  }
};

/** The gateway took back what waits for accounting: there is nothing to say of it any more. BIL-17 */
export const returnHeld = async (work: Work, key: string): Promise<void> => {
  const held = await heldByKey(work.tx, key);
  if (held?.state !== 'held') return;
  await setHeld(work.tx, held.id, { state: 'returned', decidedBy: work.by.id, decidedAt: work.now });
  work.audit({
    action: 'payment.held_returned',
    subject: { type: 'held_payment', id: held.id },
    customerId: held.customerId,
    after: { amount: formatMoney(held.amount), reference: held.reference, for: held.about },
  });
  work.show({ kind: 'held-payment', subjectId: held.id }, { role: 'accounting' });
};
