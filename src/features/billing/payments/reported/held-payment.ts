import type { Money } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import type { Day } from '../../../../core/time/calendar.ts';

/** `same`: the payment by hand is this transaction. `another`: it is money of its own. `returned`: the gateway took it back. */
export type HeldState = 'held' | 'same' | 'another' | 'returned';

/** A reported payment that may be the same money as one recorded by hand: no payment until accounting says which. BIL-15 */
export interface HeldPayment {
  readonly id: string;
  /** The gateway's transaction, as `receivePayment` knows it. */
  readonly key: string;
  readonly reference: string;
  readonly customerId: string;
  /** The payment by hand. */
  readonly paymentId: string;
  /** What it was reported for, and what that is called. */
  readonly subject: Subject;
  readonly about: string;
  /** What it was reported for is paid by the payment by hand: other money would be left over. */
  readonly isLeftOver: boolean;
  readonly amount: Money;
  readonly receivedOn: Day;
  readonly heldAt: Date;
  readonly state: HeldState;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
  readonly keyBefore?: string;
  readonly referenceBefore?: string;
  /** The payment that was made of it. */
  readonly madeId?: string;
}
