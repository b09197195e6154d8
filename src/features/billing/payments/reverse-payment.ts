import { Conflict, NotAllowed, NotFound, UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { isInTime, undoMinutes } from '../../undo.ts';
import { type Invoice, lockInvoice, moneyRoles, settleInvoice } from '../invoices/index.ts';
import { paymentChanging, paymentReversed } from './events.ts';
import type { Payment } from './payment.ts';
import { auditFacts, balanceText, eventOf, paymentText, storyOf } from './payment-text.ts';
import { heldBecauseOf } from './reported/store.ts';
import { paidAfterReversal } from './settlement.ts';
import { markReversed, paymentById } from './store.ts';

const load = async (work: Work, id: string): Promise<Payment> => {
  const payment = await paymentById(work.tx, id);
  if (!payment) throw new NotFound('payment');
  return payment;
};

const alreadyReversed = (payment: Payment): Conflict => {
  if (!payment.reversed) return new Conflict('This payment was reversed just now.');
  const { by, at, reason } = payment.reversed;
  return new Conflict(`${person(by)} reversed this payment ${moment(at)}: ${reason}`);
};

/** What is held because of a payment may be that payment: people say so before they take it back. BIL-15 */
const refuseHeld = async (work: Work, paymentId: string): Promise<void> => {
  const [held] = await heldBecauseOf(work.tx, paymentId);
  if (held) {
    throw new Conflict(
      `The gateway reported ${formatMoney(held.amount)} (${held.reference}), which may be this very payment: say first, in accounting’s channel, whether it is the same money.`,
    );
  }
};

/** Takes a recorded payment back, with a reason: bounced, charged back, recorded by mistake. ALL-5 */
export const reversePayment = async (
  deps: Deps,
  by: By,
  input: { readonly paymentId: string; readonly reason: string },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    work.require(moneyRoles, 'reverse payments');
    await refuseHeld(work, input.paymentId);
    await reverse(work, input.paymentId, input.reason);
  });
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
  const payment = await load(work, paymentId);
  await work.emit(paymentChanging, payment.subject ? { subject: payment.subject } : {});
  const invoice: Invoice | undefined = payment.invoiceId ? await lockInvoice(work, payment.invoiceId) : undefined;
  if (!(await markReversed(work, payment.id, reason))) throw alreadyReversed(await load(work, payment.id));

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
  await work.emit(paymentReversed, { ...eventOf(payment, settled), reason });
};

/**
 * Whoever recorded a payment by mistake takes it back within 10 minutes, which posts its opposite; later it is reversed with a
 * reason. ALL-5, ALL-10
 */
export const undoPayment = async (deps: Deps, by: By, paymentId: string): Promise<Payment> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'undo a payment');
    const payment = await load(work, paymentId);
    if (payment.reversed) throw alreadyReversed(payment);
    if (payment.recordedBy !== work.by.id)
      throw new NotAllowed(`Only ${person(payment.recordedBy)} can undo this: they recorded it.`);
    if (!isInTime(payment.recordedAt, work.now)) {
      throw new UserError(
        `A payment can be undone for ${undoMinutes} minutes. Reverse it instead where it is shown, and say why.`,
      );
    }
    await refuseHeld(work, payment.id);
    await reverse(work, payment.id, 'Undone: it was recorded by mistake.');
    return payment;
  });
