import { Conflict, FieldErrors, NotFound, UserError } from '../../../core/errors.ts';
import { compare, formatMoney, type Money } from '../../../core/money/money.ts';
import { type Day, daysBetween, formatDay } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import {
  heldByKey,
  type NewPayment,
  type Payment,
  type PaymentMethod,
  paymentByKey,
  paymentsOf,
  receivePayment,
  transactionKey,
} from '../../billing/payments/index.ts';
import { lockLicense } from '../../licenses/index.ts';
import { authored } from '../cases/attribution.ts';
import { withLicense } from '../cases/find-license.ts';
import { existingCase, lockAdvised, lockCaseAndAdvised } from '../cases/store.ts';
import { type CollectionCase, caseRoles, openOf } from '../cases/table/case.ts';
import { caseIdsOfLicense } from '../cases/undo-store.ts';
import { termOf } from './reported-charge.ts';

/** Two payments of a month are less than so many days apart. */
const shortestMonth = 28;

export interface ReceivedPayment {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

/** ALL-3: says who was first, and when. */
export const paidAlready = (of: CollectionCase): Conflict =>
  new Conflict(`This charge is paid already: recovered by ${authored(of.stateBy, of.stateAt)}. Nothing was recorded.`);

const whoRecorded = (payment: Payment): string =>
  payment.isReported
    ? `reported by the gateway, ${moment(payment.recordedAt)}`
    : `recorded by ${person(payment.recordedBy)}, ${moment(payment.recordedAt)}`;

/** By a card’s reference a payment is the gateway's transaction. @throws Conflict when that counts already. BIL-15 */
const transactionOf = async (
  work: Work,
  gateway: string | undefined,
  { method, reference }: ReceivedPayment,
): Promise<string | undefined> => {
  if (gateway === undefined || method !== 'card' || reference === undefined) return undefined;
  const key = transactionKey(gateway, reference.trim());
  const known = await paymentByKey(work.tx, key);
  if (known)
    throw new Conflict(
      `Transaction ${reference} counts already: ${formatMoney(known.amount)} received on ${formatDay(known.receivedOn)}, ${whoRecorded(known)}. Nothing was recorded.`,
    );
  const held = await heldByKey(work.tx, key);
  if (held?.state === 'held')
    throw new Conflict(
      `The gateway reported transaction ${reference} already; it waits in accounting’s channel for somebody to say whether it is the same money as another payment. Nothing was recorded.`,
    );
  return key;
};

/** A payment without a reference that looks like one that is there asks for its reference. BIL-15 */
const refuseTwin = async (
  work: Work,
  input: ReceivedPayment & { readonly customerId: string },
  isTwin: (payment: Payment) => boolean,
): Promise<void> => {
  if (input.reference !== undefined) return;
  const all = await paymentsOf(work.tx, input.customerId);
  const twin = all.find(
    (payment) =>
      payment.amount.amount === input.amount.amount &&
      payment.amount.currency === input.amount.currency &&
      isTwin(payment),
  );
  if (!twin) return;
  throw new FieldErrors({
    reference: `${formatMoney(twin.amount)} was received for it on ${formatDay(twin.receivedOn)} already${twin.reference ? ` (${twin.reference})` : ''}. If this is another payment, give its reference.`,
  });
};

const record = async (work: Work, payment: NewPayment): Promise<Payment> => {
  const { payment: recorded, isKnown } = await receivePayment(work, payment);
  if (isKnown) throw new Conflict(`This transaction counts already, ${whoRecorded(recorded)}. Nothing was recorded.`);
  return recorded;
};

const checked = (work: Work, input: ReceivedPayment): void => {
  if (input.receivedOn > work.today)
    throw new FieldErrors({ received_on: 'The payment can’t have been received in the future.' });
  requireDays({ received_on: input.receivedOn }, 'happened', work.today);
  if (input.amount.amount <= 0n) throw new FieldErrors({ amount: 'Enter an amount above zero.' });
};

/** Accounting records that a failed charge was paid otherwise: the case is recovered, and COL-6 applies. COL-3 */
export const recordCasePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly caseId: string },
): Promise<Payment> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { caseId, ...payment } = input;
    checked(work, payment);
    await lockCaseAndAdvised(work.tx, caseId);
    const found = await existingCase(work.tx, caseId);
    if (found.state === 'recovered') throw paidAlready(found);
    if (found.customerId === undefined)
      throw new UserError('Link the customer first: a payment needs to know whose it is.');
    if (payment.amount.currency !== found.amount.currency)
      throw new FieldErrors({ amount: `This charge is in ${found.amount.currency}.` });
    const open = openOf(found);
    if (compare(payment.amount, open) < 0) {
      throw new FieldErrors({
        amount: `${formatMoney(open)} of the charge is open: record its payment once it is whole.`,
      });
    }
    const { customerId, gateway, period } = found;
    const key = await transactionOf(work, gateway, payment);
    const { licenseId } = await withLicense(work, found);
    const license = licenseId === undefined ? undefined : await lockLicense(work.tx, licenseId);
    if (license) {
      const { from, before } = termOf(period, payment.receivedOn, license.periodMonths);
      await refuseTwin(
        work,
        { ...payment, customerId },
        (twin) => twin.subject?.id === license.id && twin.receivedOn >= from && twin.receivedOn < before,
      );
    }
    return record(work, { ...payment, customerId, subject: { type: 'case', id: caseId }, key });
  });

/** Accounting records a payment for a license without a failed charge: COL-6 applies. */
export const recordLicensePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly licenseId: string },
): Promise<Payment> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { licenseId, ...payment } = input;
    checked(work, payment);
    await lockAdvised(work.tx, licenseId);
    const license = await lockLicense(work.tx, licenseId);
    if (!license) throw new NotFound('license');
    const { customerId, gateway, periodMonths } = license;
    const key = await transactionOf(work, gateway, payment);
    const cases = new Set(await caseIdsOfLicense(work.tx, licenseId));
    await refuseTwin(
      work,
      { ...payment, customerId },
      ({ subject, receivedOn }) =>
        subject !== undefined &&
        (subject.id === licenseId || cases.has(subject.id)) &&
        Math.abs(daysBetween(receivedOn, payment.receivedOn)) < shortestMonth * periodMonths,
    );
    return record(work, { ...payment, customerId, subject: { type: 'license', id: licenseId }, key });
  });
