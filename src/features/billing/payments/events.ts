import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { PaymentMethod } from './payment.ts';
import type { HeldPayment } from './reported/held-payment.ts';

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
export const paymentRecorded = eventType<PaymentEvent>('payment.recorded');

/** A reported payment may be the same money as one by hand, and waits for accounting. */
export const paymentHeld = eventType<{ readonly held: HeldPayment }>('payment.held');

/** Accounting said which, or took that back: `held` is as it is now. */
export const heldPaymentDecided = eventType<{ readonly held: HeldPayment }>('payment.held_decided');

/** A payment is about to change: whoever keeps what it belongs to locks that first (lock order). */
export const paymentChanging = eventType<{ readonly subject?: Subject }>('payment.changing');

/** A payment was reversed; once per payment. */
export const paymentReversed = eventType<PaymentEvent & { readonly reason: string }>('payment.reversed');
