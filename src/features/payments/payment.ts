import type { Day } from '../../core/calendar.ts';
import type { Money } from '../../core/money.ts';
import type { Subject } from '../../core/subject.ts';

export const paymentMethods = ['check', 'card', 'eft', 'money_order'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** Money received. Never changed; a mistake is reversed with a reason. */
export interface Payment {
  readonly id: string;
  readonly customerId: string;
  readonly invoiceId?: string;
  readonly subject?: Subject;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string;
  readonly receivedOn: Day;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly reversed?: { readonly by: string; readonly at: Date; readonly reason: string };
}

export interface NewPayment {
  readonly customerId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
  /** What it belongs to, unless it pays an invoice: `{type: 'case'}`, `{type: 'license'}`. */
  readonly subject?: Subject | undefined;
  /** A cause that is recorded once only: a second one with the same key answers the first payment. */
  readonly key?: string | undefined;
}
