import { Conflict, FieldErrors } from '../../../core/errors.ts';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
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

export interface ReceivedPayment {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

const whoRecorded = (payment: Payment): string =>
  payment.isReported
    ? `reported by the gateway, ${moment(payment.recordedAt)}`
    : `recorded by ${person(payment.recordedBy)}, ${moment(payment.recordedAt)}`;

/** By a card’s reference a payment is the gateway's transaction. @throws Conflict when that counts already. BIL-15 */
export const transactionOf = async (
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
export const refuseTwin = async (
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

/** @throws Conflict when the transaction counts already. BIL-15 */
export const recordOnce = async (work: Work, payment: NewPayment): Promise<Payment> => {
  const { payment: recorded, isKnown } = await receivePayment(work, payment);
  if (isKnown) throw new Conflict(`This transaction counts already, ${whoRecorded(recorded)}. Nothing was recorded.`);
  return recorded;
};

/** @throws FieldErrors for what no payment can be */
export const requirePlausible = (work: Work, input: ReceivedPayment): void => {
  if (input.receivedOn > work.today)
    throw new FieldErrors({ received_on: 'The payment can’t have been received in the future.' });
  requireDays({ received_on: input.receivedOn }, 'happened', work.today);
  if (input.amount.amount <= 0n) throw new FieldErrors({ amount: 'Enter an amount above zero.' });
};
