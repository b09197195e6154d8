import type { Money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { PaymentMethod } from '../payments/index.ts';

/** Money given back. Never changed; taken back by its opposite. BIL-8, BIL-15 */
export interface Refund {
  readonly id: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly refundedOn: Day;
  readonly reason: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly takenBack?: { readonly by: string; readonly at: Date; readonly reason: string } | undefined;
}
