import { createHash } from 'node:crypto';
import { Conflict, NotFound } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerById, holdCurrency } from '../../customers/index.ts';
import {
  carryOut,
  lockBalance,
  openInvoicesOf,
  type SettledInvoice,
  type Settlement,
  settlementLines,
  settlingPolicy,
  sourceOf,
  type Tolerances,
  tolerancesOf,
} from '../balance/index.ts';
import { requireOpenPeriod } from '../closing/index.ts';
import { type Invoice, invoiceRef, lockInvoices } from '../invoices/index.ts';
import {
  auditFacts,
  balanceText,
  checkReceived,
  eventOf,
  methodTexts,
  newPayment,
  type Payment,
  type PaymentEvent,
  type PaymentMethod,
  paymentReceived,
  paymentSource,
  paymentText,
  refuseWay,
  samePaymentOf,
  storePayment,
} from '../payments/index.ts';
import { type DepositLine, decideDeposit } from './deposit.ts';

export interface Deposit {
  readonly customerId: string;
  readonly lines: readonly DepositLine[];
  readonly method: PaymentMethod;
  readonly receivedOn: Day;
}

export interface DepositPlan {
  readonly payments: readonly Payment[];
  readonly settlement: Settlement;
  /** What it does, in plain words. */
  readonly lines: readonly string[];
  /** Of what was shown: something else is not saved. */
  readonly digest: string;
}

/** What a deposit does: for who looks at it before it is saved, and for who saves it. @throws FieldErrors */
export const planDeposit = (
  payments: readonly Payment[],
  deposit: Deposit,
  invoices: readonly Invoice[],
  tolerances: Tolerances,
  today: Day,
): DepositPlan => {
  const sources = payments.map((payment, at) => ({
    ...sourceOf({ source: paymentSource(payment), rest: payment.amount }),
    pays: deposit.lines[at]?.pays ?? [],
  }));
  const settlement = decideDeposit({ sources, invoices }, tolerances, today);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const lines = settlementLines(invoices, settlement, (id) => names.get(id) ?? '');
  const digest = createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 16);
  return { payments, settlement, lines, digest };
};

/** Those of the invoices that it pays. */
export const paidBy = ({ settlement }: DepositPlan, invoices: readonly Invoice[]): readonly Invoice[] =>
  invoices.filter(({ id }) => settlement.allocations.some(({ target }) => target === id));

/** Of what was shown: something else is not saved. ALL-3 */
export const requireShown =
  (digest: string) =>
  (plan: DepositPlan): void => {
    if (plan.digest === digest) return;
    throw new Conflict(
      'Something changed since you looked at it: another payment, or another invoice. Nothing was recorded: open the form again to see what it does now.',
    );
  };

/** The payments as they will be; nothing is stored. */
export const paymentsOfDeposit = (work: Pick<Work, 'by' | 'now'>, deposit: Deposit): readonly Payment[] =>
  deposit.lines.map(({ amount, reference }) => newPayment(work, { ...deposit, amount, reference }, undefined));

const refuseKnown = async (work: Work, { customerId }: Deposit, payments: readonly Payment[]): Promise<void> => {
  for (const { method, reference } of payments) {
    const same = reference ? await samePaymentOf(work.tx, customerId, method, reference) : undefined;
    if (same)
      throw new Conflict(
        `${person(same.recordedBy)} recorded ${methodTexts[method]} ${reference} of this customer ${moment(same.recordedAt)}. If it is another one, give its own reference. Nothing was recorded.`,
      );
  }
};

const tellReceived = async (
  work: Work,
  payments: readonly Payment[],
  settled: readonly SettledInvoice[],
  { settlement }: DepositPlan,
): Promise<void> => {
  const received: PaymentEvent[] = [];
  for (const payment of payments) {
    const paid = settled.filter(({ parts }) => parts.some(({ source }) => source.id === payment.id));
    const rest = settlement.sources.find(({ id }) => id === payment.id)?.rest;
    work.audit({
      action: 'payment.recorded',
      subject: { type: 'customer', id: payment.customerId },
      customerId: payment.customerId,
      after: {
        ...auditFacts(payment, undefined),
        pays: paid.map(({ after }) => invoiceRef(after)).join(', '),
        ...(rest && rest.amount > 0n ? { leftOver: formatMoney(rest) } : {}),
      },
    });
    const events = paid.map(({ after, parts, writtenOffAmount }) => {
      const own = parts
        .filter(({ source }) => source.id === payment.id)
        .reduce((sum, part) => sum + part.amount.amount, 0n);
      const isLast = parts.at(-1)?.source.id === payment.id;
      const amount = own + (isLast ? writtenOffAmount.amount : 0n);
      return eventOf(payment, { invoice: after, amount: { amount, currency: payment.amount.currency } });
    });
    received.push(...(events.length > 0 ? events : [eventOf(payment, undefined)]));
  }
  // All at once: what several of them do to one thing together is said once.
  await work.emit(paymentReceived, received);
};

/**
 * Records the payments of a deposit and what they settle; what is left over is the customer's balance. The caller decides who may.
 * @param check refuses what is not what the person was shown
 * @throws FieldErrors, Conflict when it would be something else now
 */
export const receiveDeposit = async (
  work: Work,
  deposit: Deposit,
  check: (plan: DepositPlan) => void,
): Promise<DepositPlan> => {
  const customer = await customerById(work.tx, deposit.customerId);
  if (!customer) throw new NotFound('customer');
  for (const currency of new Set(deposit.lines.map(({ amount }) => amount.currency)))
    await holdCurrency(work, customer.id, currency);
  await requireOpenPeriod(work, deposit.receivedOn);
  const open = await openInvoicesOf(work.tx, customer.id);
  const invoices = await lockInvoices(
    work,
    open.map(({ id }) => id),
  );
  await lockBalance(work.tx, customer.id, customer.currency);
  const payments = paymentsOfDeposit(work, deposit);
  for (const payment of payments) checkReceived(payment, work.today);
  await refuseKnown(work, deposit, payments);
  const plan = planDeposit(payments, deposit, invoices, tolerancesOf(await work.policy(settlingPolicy)), work.today);
  await refuseWay(work, work.tx, paidBy(plan, invoices), deposit.method);
  check(plan);
  for (const payment of payments) await storePayment(work, payment);
  const names = new Map(payments.map((payment) => [payment.id, payment]));
  const settled = await carryOut(work, {
    customerId: customer.id,
    decision: newId(),
    currency: customer.currency,
    fresh: payments.map((payment) => ({ source: paymentSource(payment), rest: payment.amount })),
    invoices,
    settlement: plan.settlement,
    tells: (after, parts) => ({
      text: `${person(work.by.id)} recorded ${parts
        .map(({ source, amount }) => {
          const payment = names.get(source.id);
          return `${formatMoney(amount)} of ${payment ? escapeMrkdwn(paymentText(payment)) : escapeMrkdwn(source.name)}`;
        })
        .join('; ')}. ${balanceText(after)}`,
    }),
  });
  await tellReceived(work, payments, settled, plan);
  return plan;
};
