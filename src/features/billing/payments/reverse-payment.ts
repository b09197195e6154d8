import { Conflict, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { type Invoice, lockInvoice, settleInvoice } from '../invoices/index.ts';
import { auditFacts, eventOf, paymentCameBack, paymentsChanging, storyOf } from './events.ts';
import type { Payment } from './payment.ts';
import { balanceText, paymentText } from './payment-views.ts';
import { paidAfterReversal } from './settlement.ts';
import { markReversed, paymentById } from './store.ts';

/** @throws NotFound */
export const existingPayment = async (tx: Tx, id: string): Promise<Payment> => {
  const payment = await paymentById(tx, id);
  if (!payment) throw new NotFound('payment');
  return payment;
};

/** ALL-3 */
export const alreadyReversed = (payment: Payment): Conflict => {
  if (!payment.reversed) return new Conflict('This payment was reversed just now.');
  const { by, at, reason } = payment.reversed;
  return new Conflict(`${person(by)} reversed this payment ${moment(at)}: ${reason}`);
};

/** Money that pays nothing was named to accounting as left over: that it is gone is said at the same place. BIL-15 */
const tellLeftOverGone = async (work: Work, payment: Payment, why: string): Promise<void> => {
  if (payment.invoiceId || payment.subject) return;
  const customer = await customerById(work.tx, payment.customerId);
  const name = escapeMrkdwn(customer?.name ?? 'A customer');
  const text = `The money that ${name} had left over is reversed: ${escapeMrkdwn(paymentText(payment))}. ${why}`;
  work.post({ to: { role: 'accounting' }, content: { text }, key: `left_over.reversed:${payment.id}` });
};

/** The opposite of a recorded payment, in the caller's transaction; the caller decides who may. */
export const reverse = async (work: Work, paymentId: string, reason: string): Promise<void> => {
  const payment = await existingPayment(work.tx, paymentId);
  if (payment.subject) await work.emit(paymentsChanging, [payment.subject]);
  const invoice: Invoice | undefined = payment.invoiceId ? await lockInvoice(work, payment.invoiceId) : undefined;
  if (!(await markReversed(work, payment.id, reason)))
    throw alreadyReversed(await existingPayment(work.tx, payment.id));

  const paid = invoice ? paidAfterReversal(invoice.paid.amount, payment.amount.amount) : 0n;
  const why = escapeMrkdwn(reason);
  const settled =
    invoice &&
    (await settleInvoice(work, invoice, paid, (after) => ({
      text: `${person(work.by.id)} reversed the payment of ${escapeMrkdwn(paymentText(payment))}: ${why}\n${balanceText(after)}`,
      key: `payment.reversed:${payment.id}`,
    })));
  await tellLeftOverGone(work, payment, why);
  work.audit({
    action: 'payment.reversed',
    subject: storyOf(payment, settled),
    customerId: payment.customerId,
    before: auditFacts(payment, invoice),
    after: auditFacts(payment, settled),
    reason,
  });
  await work.emit(paymentCameBack, [{ ...eventOf(payment, settled), reason }]);
};
