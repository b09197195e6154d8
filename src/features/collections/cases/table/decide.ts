import { addDays, type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { CaseEvent, CaseFacts, Decision, Effect, FailedAttempt } from './case.ts';
import { cardUpdated, fail, failAgain, snoozed } from './deadline.ts';
import { nothing, refused, refusedIn, went, without } from './decision.ts';
import { amountAfter, isOver, paid, paymentReversed } from './payments.ts';
import { type CollectionsPolicy, triesUntilFailed } from './policy.ts';

const attemptText = (facts: CaseFacts, event: FailedAttempt, policy: CollectionsPolicy): string => {
  const why = event.reason === undefined ? '' : `: ${event.reason}`;
  return `Attempt ${facts.attempts} of ${triesUntilFailed(policy)} failed (${event.decline} decline)${why}.`;
};

/** Counts an attempt; attempts may be told late and out of order, so the gateway's own number wins where it has one. */
const counted = (facts: CaseFacts, event: FailedAttempt): CaseFacts => {
  const attempts = event.number === undefined ? facts.attempts + 1 : Math.max(facts.attempts, event.number);
  if (facts.lastAttemptAt !== undefined && event.at < facts.lastAttemptAt) return { ...facts, attempts };
  // Onto an empty object: fields added behind a spread one would cost each of an import's cases a shape of its own (V8).
  return Object.assign({}, without(facts, 'lastReason', 'nextAttemptOn'), {
    attempts,
    amount: amountAfter(facts, event.amount),
    lastAttemptAt: event.at,
    lastDecline: event.decline,
    ...(event.reason === undefined ? {} : { lastReason: event.reason }),
    ...(event.cardBrand === undefined ? {} : { cardBrand: event.cardBrand }),
    ...(event.cardLast4 === undefined ? {} : { cardLast4: event.cardLast4 }),
    ...(event.nextAttemptOn === undefined ? {} : { nextAttemptOn: event.nextAttemptOn }),
  });
};

/**
 * It is paid for, yet the attempt counts, should that payment be taken back. What is older than the payment is no news; what
 * is later may be a chargeback, or a card that is charged though it need not be. COL-0
 */
const failedAfterPayment = (facts: CaseFacts, next: CaseFacts, event: FailedAttempt): Decision => {
  if (facts.paidAt !== undefined && event.at <= facts.paidAt) return nothing(next);
  const why = event.reason === undefined ? '' : ` (${event.reason})`;
  return went(next, {
    do: 'tell_accounting',
    text: `A later try failed${why}, though this charge is paid. If the money went back, reverse its payment.`,
  });
};

const attemptFailed = (facts: CaseFacts, event: FailedAttempt, policy: CollectionsPolicy, today: Day): Decision => {
  if (facts.state === 'expired') return nothing(facts);
  const next = counted(facts, event);
  if (facts.state === 'recovered') return failedAfterPayment(facts, next, event);
  const log: Effect = { do: 'log', text: attemptText(next, event, policy) };
  if (facts.state !== 'retrying' || !isOver(next, policy)) return went(next, log);
  const failed = fail(next, policy, today);
  return went(failed, log, {
    do: 'tell_accounting',
    text: `FAILED. The last day to act is ${formatDay(failed.deadlineOn ?? today)}.`,
  });
};

/** `tell`: nobody of accounting did it, so that they hear of it anew. */
const advise = (facts: CaseFacts, cause: string, tell: 'log' | 'tell_accounting'): Decision =>
  went(
    { ...without(facts, 'nextActionOn'), state: 'advised' },
    { do: 'request_expiry', cause },
    { do: tell, text: `Support is asked to expire the license: ${cause}` },
  );

const supportAdvised = (facts: CaseFacts, reason: string): Decision => {
  if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'handed to Support');
  if (!facts.hasLicense)
    return refused('There is no license to expire yet: link the customer, and add the license to the customer, first.');
  return advise(facts, reason, 'log');
};

/** A lowered number of attempts is reached without a further one. COL-2, ALL-9 */
const reached = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): Decision => {
  const failed = fail(facts, policy, today);
  return went(failed, {
    do: 'tell_accounting',
    text: `FAILED: ${facts.attempts} attempts are as many as there may be now. The last day to act is ${formatDay(failed.deadlineOn ?? today)}.`,
  });
};

/** The deadline has passed when its day is over. It asks Support, or only reminds: by policy, or because there is no license to expire. */
const due = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): Decision => {
  const { deadlineOn } = facts;
  if (facts.state === 'retrying' && isOver(facts, policy)) return reached(facts, policy, today);
  if (
    (facts.state !== 'retrying' && facts.state !== 'failed') ||
    facts.nextActionOn === undefined ||
    today < facts.nextActionOn
  )
    return nothing(facts);
  // A snooze that ends while no deadline runs reminds once.
  if (deadlineOn === undefined)
    return went(without(facts, 'nextActionOn'), { do: 'tell_accounting', text: 'The snooze is over.' });
  if (today <= deadlineOn) return nothing(facts);
  if (policy.deadlineActs && facts.hasLicense)
    return advise(facts, `The deadline of ${formatDay(deadlineOn)} passed without payment.`, 'tell_accounting');
  return went(
    { ...facts, nextActionOn: addDays(today, policy.reminderDays) },
    {
      do: 'tell_accounting',
      text: facts.hasLicense
        ? 'The deadline has passed: advise Support, or update the card.'
        : 'The deadline has passed, but there is no license that Support could expire: link the customer or add the license.',
    },
  );
};

const backFromAdvised = (facts: CaseFacts, policy: CollectionsPolicy, today: Day, text: string): Decision =>
  facts.state === 'advised' ? went(failAgain(facts, policy, today), { do: 'tell_accounting', text }) : nothing(facts);

/**
 * The whole of COL-0: what an event makes of a case, and what must follow. Pure; the same events give the same case
 * whether they come one by one or in a report of half a million rows.
 */
export const decide = (facts: CaseFacts, event: CaseEvent, policy: CollectionsPolicy, today: Day): Decision => {
  switch (event.type) {
    case 'attempt_failed':
      return attemptFailed(facts, event, policy, today);
    case 'contacted':
      if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'recorded');
      return went(
        { ...facts, contacts: facts.contacts + 1, lastContact: [event.how, event.note].filter(Boolean).join(': ') },
        { do: 'log', text: `Contacted (${event.how})${event.note && `: ${event.note}`}` },
      );
    case 'card_updated':
      return cardUpdated(facts, event, policy, today);
    case 'snoozed':
      return snoozed(facts, event.until, event.reason, policy, today);
    case 'support_advised':
      return supportAdvised(facts, event.reason);
    case 'due':
      return due(facts, policy, today);
    case 'paid':
      return paid(facts, event);
    case 'payment_reversed':
      return paymentReversed(facts, event, policy, today);
    case 'support_confirmed':
      if (facts.state !== 'advised') return nothing(facts);
      return went(
        { ...without(facts, 'nextActionOn'), state: 'expired' },
        { do: 'tell_accounting', text: 'Support confirmed: the license is expired.' },
      );
    case 'support_refused':
      return backFromAdvised(facts, policy, today, `Support refused to expire the license: ${event.reason}`);
    case 'request_withdrawn':
      return backFromAdvised(
        facts,
        policy,
        today,
        'The request to expire was withdrawn because the license was paid. Record that payment here if it settles this charge.',
      );
  }
};
