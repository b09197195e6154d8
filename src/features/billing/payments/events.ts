import { formatMoney, type Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { eventType } from '../../../platform/work/events.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import { type HeldPayment, methodTexts, type Payment, type PaymentMethod } from './payment.ts';

/** A payment that something happened to. */
export interface PaymentEvent {
  readonly paymentId: string;
  /** What it is told once by: the payment, or the payment and one of the invoices that it pays. */
  readonly cause: string;
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
    /** What it settles of it, with what was written off by itself. */
    readonly settled: Money;
    /** After this event. */
    readonly paidInFull: boolean;
  };
  readonly subject?: Subject;
}

/** Money came in; once per payment, or once for each invoice that it pays. */
export const paymentReceived = eventType<readonly PaymentEvent[]>('payment.received');

/** `returned`: the bank or the gateway took it back; `mistake`: it should not have been recorded. BIL-17 */
export type WhyReversed = 'returned' | 'mistake';

export interface PaymentCameBack extends PaymentEvent {
  readonly why: WhyReversed;
  readonly reason: string;
}

/** Payments were reversed: bounced, charged back, recorded by mistake; once per payment, or once for each invoice that it paid. */
export const paymentCameBack = eventType<readonly PaymentCameBack[]>('payment.came_back');

/** Comes before payments change: whoever keeps what they belong to locks that first (lock order). */
export const paymentsChanging = eventType<readonly Subject[]>('payments.changing');

/** Reported payments may be the same money as one by hand, and wait for accounting. */
export const paymentHeld = eventType<readonly HeldPayment[]>('payment.held');

/** Accounting said which, or took that back: each is as it is now. */
export const heldPaymentDecided = eventType<readonly HeldPayment[]>('payment.held_decided');

/** @param settled the invoice as it is after the event, and what it was settled by */
export const eventOf = (
  payment: Payment,
  settled: { readonly invoice: Invoice; readonly amount: Money } | undefined,
): PaymentEvent => ({
  paymentId: payment.id,
  cause: settled && payment.invoiceId !== settled.invoice.id ? `${payment.id}.${settled.invoice.id}` : payment.id,
  customerId: payment.customerId,
  amount: payment.amount,
  method: payment.method,
  ...(payment.reference ? { reference: payment.reference } : {}),
  receivedOn: payment.receivedOn,
  ...(settled
    ? {
        invoice: {
          id: settled.invoice.id,
          kind: settled.invoice.kind,
          label: settled.invoice.label,
          subject: settled.invoice.subject,
          settled: settled.amount,
          paidInFull: settled.invoice.state === 'paid',
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
  ...(payment.bookedOn ? { bookedOn: payment.bookedOn } : {}),
  ...(payment.reference ? { reference: payment.reference } : {}),
  ...(invoice
    ? { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label, paid: formatMoney(invoice.paid) }
    : {}),
});
