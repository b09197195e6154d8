import { Conflict, NotFound } from '../../../core/errors.ts';
import { formatMoney, type Money, negate, sum } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import {
  type AllocationEntry,
  addToRest,
  liveAllocations,
  lockBalance,
  lockSettled,
  moveBalance,
  release,
  restsById,
} from '../balance/index.ts';
import { openDay } from '../closing/index.ts';
import type { Invoice } from '../invoices/index.ts';
import { auditFacts, eventOf, paymentCameBack, paymentsChanging, storyOf, type WhyReversed } from './events.ts';
import { type Payment, paymentSource } from './payment.ts';
import { balanceText, paymentText } from './payment-views.ts';
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

/** What was left over was named to accounting: that it is gone, or was given back already, is said at the same place. BIL-15, BIL-17 */
const tellLeftOverGone = async (work: Work, payment: Payment, gone: Gone, why: string): Promise<void> => {
  if (gone.rest.amount === 0n && gone.refunded.amount === 0n) return;
  const customer = await customerById(work.tx, payment.customerId);
  const name = escapeMrkdwn(customer?.name ?? 'A customer');
  const refunded =
    gone.refunded.amount > 0n
      ? ` ${formatMoney(gone.refunded)} of it was refunded already: the balance lacks them until the customer pays them or the refund is taken back.`
      : '';
  const text = `The money that ${name} had left over is reversed: ${escapeMrkdwn(paymentText(payment))}. ${why}${refunded}`;
  work.post({ to: { role: 'accounting' }, content: { text }, key: `left_over.reversed:${payment.id}` });
};

interface Gone {
  readonly rest: Money;
  readonly refunded: Money;
}

/** Nothing is left of it, and what was refunded of it lacks its money now. */
const takeFromBalance = async (
  work: Work,
  payment: Payment,
  rest: Money,
  entries: readonly AllocationEntry[],
): Promise<Gone> => {
  const { currency } = payment.amount;
  const refunded = sum(
    entries.filter(({ target }) => target.kind === 'refund').map(({ amount }) => amount),
    currency,
  );
  await addToRest(work.tx, payment.customerId, paymentSource(payment), negate(rest));
  await moveBalance(work, payment.customerId, negate(sum([rest, refunded], currency)));
  return { rest, refunded };
};

interface Held {
  readonly entries: readonly AllocationEntry[];
  readonly invoices: readonly Invoice[];
  readonly rest: Money;
}

/** Locks what the payment settles, and what is left of it; while that was waited for, it may have come to settle more. */
const holdSettled = async (work: Work, payment: Payment): Promise<Held> => {
  const live = () => liveAllocations(work.tx, { sources: [payment.id] });
  let entries = await live();
  for (;;) {
    const invoices = await lockSettled(work, entries);
    const left = (await restsById(work.tx, [payment.id])).get(payment.id);
    if (left) await lockBalance(work.tx, payment.customerId, payment.amount.currency);
    entries = await live();
    const locked = new Set(invoices.map(({ id }) => id));
    const rest = left && (await restsById(work.tx, [payment.id])).get(payment.id)?.rest;
    if (entries.every(({ target }) => target.kind === 'refund' || locked.has(target.id)))
      return { entries, invoices, rest: rest ?? { amount: 0n, currency: payment.amount.currency } };
  }
};

/**
 * The opposite of a recorded payment, in the caller's transaction: all that it settled is open again, and nothing of it is left. The
 * caller decides who may, and asks people for a day that is open; what the gateway took back is booked on the first one. BIL-16,
 * BIL-17, ALL-5
 */
export const reverse = async (work: Work, paymentId: string, why: WhyReversed, reason: string): Promise<Payment> => {
  const payment = await existingPayment(work.tx, paymentId);
  if (payment.subject) await work.emit(paymentsChanging, [payment.subject]);
  const { entries, invoices, rest } = await holdSettled(work, payment);
  const bookedOn = await openDay(work, work.today);
  if (!(await markReversed(work, payment.id, { reason, bookedOn })))
    throw alreadyReversed(await existingPayment(work.tx, payment.id));

  const shown = escapeMrkdwn(reason);
  const settled = await release(work, {
    allocations: entries,
    invoices,
    reason,
    how: 'came back',
    tells: (after) => ({
      text: `${person(work.by.id)} reversed the payment of ${escapeMrkdwn(paymentText(payment))}: ${shown}\n${balanceText(after)}`,
      key: invoices.length > 1 ? `payment.reversed:${payment.id}:${after.id}` : `payment.reversed:${payment.id}`,
    }),
  });
  await tellLeftOverGone(work, payment, await takeFromBalance(work, payment, rest, entries), shown);
  const [only] = settled.length === 1 ? settled : [];
  work.audit({
    action: 'payment.reversed',
    subject: storyOf(payment, only?.after),
    customerId: payment.customerId,
    before: auditFacts(payment, only?.before),
    after: { ...auditFacts(payment, only?.after), ...(bookedOn === work.today ? {} : { reversalBookedOn: bookedOn }) },
    reason,
  });
  const changed = settled.map(({ after, amount }) => ({ invoice: after, amount: negate(amount) }));
  await work.emit(
    paymentCameBack,
    (changed.length > 0 ? changed : [undefined]).map((each) => ({ ...eventOf(payment, each), why, reason })),
  );
  return payment;
};
