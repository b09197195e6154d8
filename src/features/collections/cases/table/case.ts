import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Door } from '../../../../platform/slice/door.ts';

export const caseDoor: Door = { subject: 'case', opens: 'case.show', button: 'Open case' };

/** Who works with failed charges. COL-3 */
export const caseRoles = ['accounting'] as const;

export const caseStates = ['retrying', 'failed', 'advised', 'expired', 'recovered'] as const;
export type CaseState = (typeof caseStates)[number];
export type Decline = 'soft' | 'hard';

/** What COL-0 decides by. All days are the workspace's. */
export interface CaseFacts {
  readonly state: CaseState;
  /** What it was before it was recovered. */
  readonly stateBefore?: Exclude<CaseState, 'recovered'>;
  /** What is asked for: the amount of the latest attempt. COL-2 */
  readonly amount: Money;
  /** What came for it so far, in the same currency; minor units. */
  readonly paid: bigint;
  /** When the latest of that came; milliseconds since 1970. */
  readonly paidAt?: number;
  readonly attempts: number;
  /** Milliseconds since 1970; what is told about the charge is that of the latest attempt. */
  readonly lastAttemptAt?: number;
  readonly lastDecline?: Decline;
  readonly lastReason?: string;
  readonly cardBrand?: string;
  readonly cardLast4?: string;
  readonly nextAttemptOn?: Day;
  readonly failedOn?: Day;
  readonly deadlineOn?: Day;
  readonly snoozedUntil?: Day;
  readonly snoozedDays: number;
  readonly contacts: number;
  readonly lastContact?: string;
  readonly cardUpdatedOn?: Day;
  /** When the sweep looks at it next. */
  readonly nextActionOn?: Day;
  /** Whether there is a license that Support could expire. */
  readonly hasLicense: boolean;
}

/** A case before its first attempt was counted. */
export const newCase = (hasLicense: boolean, amount: Money): CaseFacts => ({
  state: 'retrying',
  amount,
  paid: 0n,
  attempts: 0,
  snoozedDays: 0,
  contacts: 0,
  hasLicense,
});

export interface FailedAttempt {
  readonly type: 'attempt_failed';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly decline: Decline;
  readonly amount: Money;
  readonly reason?: string;
  readonly cardBrand?: string;
  readonly cardLast4?: string;
  readonly nextAttemptOn?: Day;
  readonly number?: number;
}

export interface PaymentArrived {
  readonly type: 'paid';
  /** All that came for this charge so far, so that one payment told twice counts once; or money in another currency. */
  readonly received: Money;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface PaymentReversed {
  readonly type: 'payment_reversed';
  /** All that is left of what came, in the charge's currency. */
  readonly received: Money;
  /** Support has moved the date already, so that the license is active. */
  readonly isLicensed: boolean;
  /** What happened, where it was not a person who reversed it. */
  readonly cause?: string;
}

export interface CardUpdated {
  readonly type: 'card_updated';
  /** When the card is tried again. */
  readonly nextAttemptOn: Day;
  /** What tries it; known without asking while the gateway retries. */
  readonly charge?: CardCharge;
}

export const cardCharges = ['schedule', 'by_hand'] as const;
export type CardCharge = (typeof cardCharges)[number];

export type CaseEvent =
  | FailedAttempt
  | { readonly type: 'contacted'; readonly how: string; readonly note: string }
  | CardUpdated
  | { readonly type: 'snoozed'; readonly until: Day; readonly reason: string }
  | { readonly type: 'support_advised'; readonly reason: string }
  /** The day has come that `nextActionOn` names, or a limit was lowered that is reached now. */
  | { readonly type: 'due' }
  | PaymentArrived
  | PaymentReversed
  | { readonly type: 'support_confirmed' }
  | { readonly type: 'support_refused'; readonly reason: string }
  /** The license was paid otherwise, so that the request to expire it was withdrawn. */
  | { readonly type: 'request_withdrawn' };

export type Effect =
  /** The case's message is drawn again. */
  | { readonly do: 'show' }
  /** A line in the thread. */
  | { readonly do: 'log'; readonly text: string }
  /** Accounting must hear of it, also where the case has no message of its own. */
  | { readonly do: 'tell_accounting'; readonly text: string }
  /** Support was asked to expire, and must hear of it. */
  | { readonly do: 'tell_support'; readonly text: string }
  | { readonly do: 'request_expiry'; readonly cause: string }
  | { readonly do: 'withdraw_expiry'; readonly reason: string }
  | { readonly do: 'ask_to_wait'; readonly until: Day };

export type Decision =
  | { readonly ok: true; readonly next: CaseFacts; readonly effects: readonly Effect[] }
  /** The table has a dash there; `why` is for the person. */
  | { readonly ok: false; readonly why: string };

/** What is still to be paid. */
export const openOf = ({ amount, paid }: Pick<CaseFacts, 'amount' | 'paid'>): Money => ({
  ...amount,
  amount: amount.amount > paid ? amount.amount - paid : 0n,
});

/** Whether some, but not all of it, came. */
export const isPartPaid = ({ amount, paid }: Pick<CaseFacts, 'amount' | 'paid'>): boolean =>
  paid > 0n && paid < amount.amount;

export const isOpen = (state: CaseState): boolean => state === 'retrying' || state === 'failed' || state === 'advised';

/** A case as it is kept: what COL-0 decides by, and what it is about. */
export interface CollectionCase extends CaseFacts {
  readonly id: string;
  /** Shown as `C-12`; given by the database. */
  readonly ref: number;
  readonly gateway: string;
  readonly gatewaySubscription: string;
  readonly period: string;
  readonly customerId?: string;
  readonly licenseId?: string;
  readonly reportedCustomer: string;
  readonly reportedName: string;
  readonly hasMessage: boolean;
  readonly importId?: string;
  readonly openedAt: Date;
  readonly contactedAt?: Date;
  /** Who brought it into its state, and when. */
  readonly stateBy: string;
  readonly stateAt: Date;
}
