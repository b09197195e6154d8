import type { Day } from '../../../core/time/calendar.ts';
import {
  type CaseEvent,
  type CaseFacts,
  type CollectionCase,
  type CollectionsPolicy,
  decide,
  type Effect,
  type FailedAttempt,
  isOpen,
} from '../cases/index.ts';
import type { Changes } from './known-attempts.ts';
import type { AttemptRow } from './store.ts';

export interface Folded {
  readonly facts: CaseFacts;
  readonly effects: readonly Effect[];
  /** New approved attempts of more than nothing, each of which is a payment. */
  readonly approvals: readonly AttemptRow[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const failedEvent = (attempt: AttemptRow): FailedAttempt => {
  const event: Mutable<FailedAttempt> = {
    type: 'attempt_failed',
    at: attempt.at.getTime(),
    decline: attempt.decline ?? 'soft',
    amount: { amount: attempt.amount, currency: attempt.currency },
  };
  if (attempt.reason !== null) event.reason = attempt.reason;
  if (attempt.cardBrand !== null) event.cardBrand = attempt.cardBrand;
  if (attempt.cardLast4 !== null) event.cardLast4 = attempt.cardLast4;
  if (attempt.nextAttemptOn !== null) event.nextAttemptOn = attempt.nextAttemptOn;
  if (attempt.number !== null) event.number = attempt.number;
  return event;
};

/** What an attempt means for a case as it is now. */
const eventOf = (facts: CaseFacts, attempt: AttemptRow): CaseEvent => {
  if (attempt.outcome === 'failed') return failedEvent(attempt);
  const { amount, currency } = attempt;
  const before = currency === facts.amount.currency ? facts.paid : 0n;
  return { type: 'paid', received: { amount: before + amount, currency }, at: attempt.at.getTime() };
};

/** Why a payment is reversed that nobody reversed. */
export const tookBack = ({ transactionId, reason }: Pick<AttemptRow, 'transactionId' | 'reason'>): string =>
  `The gateway took ${transactionId} back${reason === null ? '' : ` (${reason})`}`;

/** A charge that went through came back: what is left of what was paid. BIL-17 */
const cameBack = (facts: CaseFacts, attempt: AttemptRow, isLicensed: boolean): CaseEvent => {
  const { amount, currency } = attempt;
  const back = currency === facts.amount.currency ? amount : 0n;
  const left = facts.paid > back ? facts.paid - back : 0n;
  return {
    type: 'payment_reversed',
    received: { ...facts.amount, amount: left },
    isLicensed,
    cause: tookBack(attempt),
  };
};

/** What a report says besides its attempts. */
export interface Told {
  /** Transactions that earlier reports told otherwise. */
  readonly turned: Changes['turned'];
  /** Whether the license is active, as far as that is asked. */
  readonly isLicensed: boolean;
}

/**
 * What a report's attempts make of one case: `decide`, one by one, in the order of time. A case that exists only hears of
 * new attempts; a new one also of approvals that arrived before its first failure. COL-0, COL-1
 */
export const foldAttempts = (
  existing: CollectionCase | undefined,
  fresh: CaseFacts,
  attempts: readonly AttemptRow[],
  { turned, isLicensed }: Told,
  policy: CollectionsPolicy,
  today: Day,
): Folded => {
  let facts: CaseFacts = existing ?? fresh;
  const effects: Effect[] = [];
  const relevant = existing ? attempts.filter((attempt) => attempt.isNew) : attempts;
  const happens = (event: CaseEvent): void => {
    const decision = decide(facts, event, policy, today);
    if (!decision.ok) return;
    facts = decision.next;
    effects.push(...decision.effects);
  };
  for (const attempt of relevant) {
    if (attempt.outcome === 'failed' && turned.get(attempt.transactionId)?.was === 'approved')
      happens(cameBack(facts, attempt, isLicensed));
    happens(eventOf(facts, attempt));
  }
  return { facts, effects, approvals: relevant.filter(({ outcome, amount }) => outcome === 'approved' && amount > 0n) };
};

/** COL-2: a new case that still waits, or one without a message that FAILED just now. */
export const wantsMessage = (before: CollectionCase | undefined, after: CaseFacts): boolean =>
  before === undefined
    ? isOpen(after.state)
    : !before.hasMessage && before.state !== after.state && after.state === 'failed';

/** Attempts by the case they belong to, in their order. */
export const byNumber = (attempts: readonly AttemptRow[]): ReadonlyMap<number, readonly AttemptRow[]> => {
  const groups = new Map<number, AttemptRow[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.n);
    if (group) group.push(attempt);
    else groups.set(attempt.n, [attempt]);
  }
  return groups;
};
