import { Conflict, FieldErrors } from '../../../core/errors.ts';
import { formatMoney, type Money, multiplyRatio, subtract, zero } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import type { NewPayment } from './payment.ts';

type Received = Pick<NewPayment, 'amount' | 'receivedOn' | 'leftOver'>;

/** Refuses what can be no payment at all. @throws FieldErrors at `amount` or `received_on` */
export const checkReceived = (payment: Received, today: Day): void => {
  if (payment.amount.amount <= 0n) throw new FieldErrors({ amount: 'Enter an amount above zero.' });
  if (payment.receivedOn > today) {
    throw new FieldErrors({ received_on: 'This day is yet to come. Enter the day the money came in.' });
  }
  requireDays({ received_on: payment.receivedOn }, 'happened', today);
};

/**
 * What an invoice has received after a payment, in minor units. What is allocated never exceeds what is open; more is taken only by
 * who was told what is left over, which becomes the customer's balance (BIL-15).
 *
 * Example: $500.00 on an invoice of $2,000.00 with $1,000.00 paid gives 150000n.
 * @throws FieldErrors at the field that is wrong; Conflict for an invoice that is void
 */
export const paidAfter = (invoice: Pick<Invoice, 'ref' | 'state' | 'open' | 'paid'>, payment: Received): bigint => {
  const number = invoiceRef(invoice);
  const { amount } = payment;
  if (invoice.state === 'void' || invoice.state === 'uncollectible') {
    throw new Conflict(`Invoice ${number} is ${invoice.state}: no payment can be recorded on it.`);
  }
  if (amount.currency !== invoice.open.currency) {
    throw new FieldErrors({
      amount: `Invoice ${number} is in ${invoice.open.currency}: enter the amount in that currency.`,
    });
  }
  const over = amount.amount - invoice.open.amount;
  if (over > 0n && (invoice.open.amount === 0n || payment.leftOver?.amount !== over)) {
    const sentence =
      invoice.open.amount === 0n
        ? `Invoice ${number} is paid in full already.`
        : `Only ${formatMoney(invoice.open)} of invoice ${number} is open. Enter that or less.`;
    throw new FieldErrors({ amount: sentence });
  }
  return invoice.paid.amount + (over > 0n ? invoice.open.amount : amount.amount);
};

/**
 * BIL-15: what is left over of a payment on an invoice, which the person is told before it is saved.
 *
 * Example (N20): 130.00 on 100.00 leaves 30.00; 90.00 on 100.00 leaves nothing.
 */
export const leftOverOf = (invoice: Pick<Invoice, 'open'>, amount: Money): Money => {
  const over = subtract(amount, invoice.open);
  return over.amount > 0n ? over : zero(over.currency);
};

/**
 * How much of what was paid is net of tax, rounded half up once: paid × net / amount. BIL-9
 *
 * Example: $1,082.50 paid of $2,165.00, of which $2,000.00 is net, gives $1,000.00.
 */
export const netOf = (invoice: Pick<Invoice, 'net' | 'amount' | 'paid'>): Money => {
  if (invoice.amount.amount === 0n) return zero(invoice.amount.currency);
  return multiplyRatio(invoice.paid, invoice.net.amount, invoice.amount.amount);
};
