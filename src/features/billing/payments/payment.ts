import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type MoneySource, sourceName } from '../balance/index.ts';

/** As people choose one. */
export const paymentMethods = ['check', 'card', 'eft', 'money_order'] as const;
/** `brought_forward`: it came in before Baton, as another system has it; nobody chooses that for money that comes in. BIL-21 */
export type PaymentMethod = (typeof paymentMethods)[number] | 'brought_forward';

export const methodTexts: Readonly<Record<PaymentMethod, string>> = {
  check: 'check',
  card: 'card',
  eft: 'EFT',
  money_order: 'money order',
  brought_forward: 'amount brought forward',
};

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
  /** The first open day, where it was reported for a day of a closed period. BIL-16 */
  readonly bookedOn?: Day;
  /** The gateway's transaction that it is, if that is known. */
  readonly key?: string;
  /** The gateway told of it; else a person recorded it. */
  readonly isReported: boolean;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly reversed?: {
    readonly by: string;
    readonly at: Date;
    readonly reason: string;
    /** The first open day, where the gateway took it back on a day that is closed. BIL-16 */
    readonly bookedOn?: Day;
  };
}

/** As something of which is left over: `the check 1234 of Mar 2, 2026`. BIL-15 */
export const paymentSource = ({ id, method, reference, receivedOn }: Payment): MoneySource => ({
  kind: 'payment',
  id,
  name: sourceName(reference ? `${methodTexts[method]} ${reference}` : methodTexts[method], receivedOn),
  on: receivedOn,
});

/** The key of a gateway's transaction. BIL-15 */
export const transactionKey = (gateway: string, transactionId: string): string => `${gateway}:${transactionId}`;

export interface NewPayment {
  readonly customerId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
  /** What it belongs to, unless it pays an invoice: `{type: 'case'}`, `{type: 'license'}`. */
  readonly subject?: Subject | undefined;
  /** A cause that is recorded once only, such as a gateway's transaction: a second one with the same key answers the first payment. */
  readonly key?: string | undefined;
  /** The gateway told of it. */
  readonly isReported?: boolean;
  /** What the person was told will be left over of it, as the customer's balance. BIL-15 */
  readonly leftOver?: Money | undefined;
}

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
