import type { Day } from '../../core/calendar.ts';
import type { Money } from '../../core/money.ts';
import type { Subject } from '../../core/subject.ts';
import { eventType } from '../../platform/events.ts';
import type { PaymentMethod } from './payment.ts';

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

/** A payment was reversed; once per payment. */
export const paymentReversed = eventType<PaymentEvent & { readonly reason: string }>('payment.reversed');
