import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import type { PaymentEvent } from './events.ts';
import type { Payment, PaymentMethod } from './payment.ts';

export const methodTexts: Readonly<Record<PaymentMethod, string>> = {
  check: 'check',
  card: 'card',
  eft: 'EFT',
  money_order: 'money order',
};

/** `$500.00 by check 1234, received Jan 15, 2026`; plain text. */
export const paymentText = (payment: Pick<Payment, 'amount' | 'method' | 'reference' | 'receivedOn'>): string => {
  const reference = payment.reference ? ` ${clip(payment.reference, 100)}` : '';
  return `${formatMoney(payment.amount)} by ${methodTexts[payment.method]}${reference}, received ${formatDay(payment.receivedOn)}`;
};

/** What is open now, as a sentence of mrkdwn. */
export const balanceText = (invoice: Pick<Invoice, 'open' | 'paid'>): string => {
  if (invoice.open.amount === 0n) return 'It is paid in full.';
  return `${formatMoney(invoice.open)} is open.`;
};

export const recordedText = (who: string, payment: Payment, invoice: Invoice): string =>
  `${who} recorded ${escapeMrkdwn(paymentText(payment))}. ${balanceText(invoice)}`;

/** Where a payment's story is told: the invoice's subject, else what it belongs to, else the customer. */
export const storyOf = (payment: Payment, invoice: Invoice | undefined): Subject =>
  invoice?.subject ?? payment.subject ?? { type: 'customer', id: payment.customerId };

export const auditFacts = (payment: Payment, invoice: Invoice | undefined): object => ({
  payment: payment.id,
  amount: formatMoney(payment.amount),
  method: methodTexts[payment.method],
  receivedOn: payment.receivedOn,
  ...(payment.reference ? { reference: payment.reference } : {}),
  ...(invoice
    ? { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label, paid: formatMoney(invoice.paid) }
    : {}),
});

/** @param invoice as it is after the event */
export const eventOf = (payment: Payment, invoice: Invoice | undefined): PaymentEvent => ({
  paymentId: payment.id,
  customerId: payment.customerId,
  amount: payment.amount,
  method: payment.method,
  ...(payment.reference ? { reference: payment.reference } : {}),
  receivedOn: payment.receivedOn,
  ...(invoice
    ? {
        invoice: {
          id: invoice.id,
          kind: invoice.kind,
          label: invoice.label,
          subject: invoice.subject,
          paidInFull: invoice.state === 'paid',
        },
      }
    : {}),
  ...(payment.subject ? { subject: payment.subject } : {}),
});
