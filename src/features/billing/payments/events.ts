import { formatMoney, type Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { eventType } from '../../../platform/work/events.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import { type HeldPayment, methodTexts, type Payment, type PaymentMethod } from './payment.ts';

/** A payment that something happened to. */
export interface PaymentEvent {
  readonly paymentId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string;
  readonly receivedOn: Day;
  readonly invoice?: {
    readonly id: string;
    readonly kind: string;
    readonly label: string;
    readonly subject: Subject;
    /** After this event. */
    readonly paidInFull: boolean;
  };
  readonly subject?: Subject;
}

/** Money came in; once per payment. */
export const paymentReceived = eventType<readonly PaymentEvent[]>('payment.received');

/** Payments were reversed: bounced, charged back, recorded by mistake; once per payment. */
export const paymentCameBack = eventType<readonly (PaymentEvent & { readonly reason: string })[]>('payment.came_back');

/** Comes before payments change: whoever keeps what they belong to locks that first (lock order). */
export const paymentsChanging = eventType<readonly Subject[]>('payments.changing');

/** Reported payments may be the same money as one by hand, and wait for accounting. */
export const paymentHeld = eventType<readonly HeldPayment[]>('payment.held');

/** Accounting said which, or took that back: each is as it is now. */
export const heldPaymentDecided = eventType<readonly HeldPayment[]>('payment.held_decided');

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

/** Where a payment's story is told: the invoice's subject, else what it belongs to, else the customer. */
export const storyOf = (payment: Payment, invoice: Invoice | undefined): Subject =>
  invoice?.subject ?? payment.subject ?? { type: 'customer', id: payment.customerId };

/** What the audit log keeps of it. */
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
