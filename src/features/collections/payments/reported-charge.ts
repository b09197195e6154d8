import { type Day, daysBetween } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  livePayments,
  type Payment,
  paymentsByHand,
  type Relation,
  receiveReported,
  transactionKey,
} from '../../billing/payments/index.ts';
import { licenseById, lockLicenses } from '../../licenses/index.ts';
import { type Charge, type CollectionCase, caseById, caseTitle, periodText, termOf } from '../cases/index.ts';
import { receivedFor, receivedOn } from './money-received.ts';

/** A payment by hand for another period is perhaps this one when it came within so many days of it, with the same amount. */
const nearDays = 3;

/** What this transaction alone cannot know: which customers have payments by hand, and which cases are paid. */
export interface Recorded {
  readonly customers: ReadonlySet<string>;
  readonly paidCases: Set<string>;
}

/** Reads it for many charges at once, with their licenses locked (their cases are), so that nobody records one meanwhile. */
export const recordedFor = async (work: Work, charges: readonly Charge[]): Promise<Recorded> => {
  const ids = (of: (charge: Charge) => string | undefined) => [
    ...new Set(charges.flatMap((charge) => of(charge) ?? [])),
  ];
  await lockLicenses(
    work.tx,
    ids((charge) => charge.licenseId),
  );
  const byHand = await paymentsByHand(
    work.tx,
    ids((charge) => charge.customerId),
  );
  const paid = await livePayments(
    work.tx,
    'case',
    ids((charge) => charge.caseId),
  );
  return {
    customers: new Set(byHand.map((payment) => payment.customerId)),
    paidCases: new Set(paid.flatMap((payment) => payment.subject?.id ?? [])),
  };
};

const isSameId = (payment: Payment, id: string): boolean =>
  payment.method === 'card' && payment.reference?.trim().toLowerCase() === id.toLowerCase();

/** References that are other transactions of the gateway. */
const otherTransactions = async (
  tx: Tx,
  gateway: string,
  payments: readonly Payment[],
): Promise<ReadonlySet<string>> => {
  const references = payments.flatMap((payment) => payment.reference ?? []);
  const rows = await tx.paymentAttempt.findMany({
    where: { gateway, transactionId: { in: references } },
    select: { transactionId: true },
  });
  return new Set(rows.map((row) => row.transactionId));
};

/** How a payment by hand may be this charge. BIL-15 */
const perhaps = async (
  tx: Tx,
  charge: Charge,
  on: Day,
  payment: Payment,
): Promise<{ readonly isLeftOver: boolean } | undefined> => {
  const { subject } = payment;
  if (subject?.type === 'case' && subject.id === charge.caseId) return { isLeftOver: true };
  const { amount, currency } = charge.approval;
  if (payment.amount.amount !== amount || payment.amount.currency !== currency) return undefined;
  if (subject?.type === 'license' && subject.id === charge.licenseId) {
    const license = await licenseById(tx, subject.id);
    const { from, before } = termOf(charge.period, on, license?.periodMonths ?? 1);
    return payment.receivedOn >= from && payment.receivedOn < before ? { isLeftOver: true } : undefined;
  }
  const other = subject?.type === 'case' ? await caseById(tx, subject.id) : undefined;
  return other?.gatewaySubscription === charge.subscription &&
    other.gateway === charge.gateway &&
    Math.abs(daysBetween(payment.receivedOn, on)) <= nearDays
    ? { isLeftOver: false }
    : undefined;
};

const relationOf = async (
  work: Work,
  charge: Charge,
  on: Day,
  recorded: Recorded,
  of: () => Promise<CollectionCase | undefined>,
): Promise<Relation> => {
  const { tx } = work;
  const { caseId, customerId, approval } = charge;
  if (recorded.customers.has(customerId)) {
    const all = await paymentsByHand(tx, [customerId]);
    const same = all.find((payment) => isSameId(payment, approval.transactionId));
    if (same) {
      const { subject } = same;
      const isOwn = subject === undefined || subject.id === caseId || subject.id === charge.licenseId;
      return isOwn ? { is: 'same', payment: same } : { is: 'perhaps_same', payment: same, isLeftOver: false };
    }
    const others = await otherTransactions(tx, charge.gateway, all);
    for (const payment of all) {
      if (payment.method !== 'card' || (payment.reference !== undefined && others.has(payment.reference))) continue;
      const found = await perhaps(tx, charge, on, payment);
      if (found) return { is: 'perhaps_same', payment, ...found };
    }
  }
  if (caseId !== undefined && recorded.paidCases.has(caseId)) {
    const found = await of();
    if (found && (await receivedFor(work, { type: 'case', id: caseId })).amount >= found.amount.amount)
      return { is: 'left_over' };
  }
  return { is: 'new' };
};

/** Makes a payment of an approved charge, unless it is one already, or may be. BIL-15, COL-6 */
export const receiveCharge = async (work: Work, charge: Charge, recorded: Recorded): Promise<void> => {
  const { gateway, customerId, caseId, licenseId, approval } = charge;
  const on = receivedOn(work, approval.at);
  const subject =
    caseId !== undefined
      ? { type: 'case', id: caseId }
      : licenseId !== undefined
        ? { type: 'license', id: licenseId }
        : undefined;
  if (!subject) return;
  const of = async () => (caseId === undefined ? undefined : caseById(work.tx, caseId));
  const relation = await relationOf(work, charge, on, recorded, of);
  const found = relation.is === 'perhaps_same' || relation.is === 'left_over' ? await of() : undefined;
  const about = `${found ? caseTitle(found) : 'the license'}, period ${periodText(charge.period)}`;
  await receiveReported(
    work,
    {
      customerId,
      amount: { amount: approval.amount, currency: approval.currency },
      method: 'card',
      reference: approval.transactionId,
      receivedOn: on,
      subject,
      about,
      key: transactionKey(gateway, approval.transactionId),
    },
    relation,
  );
  if (caseId !== undefined) recorded.paidCases.add(caseId);
};
