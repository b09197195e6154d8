import { addDays, type Day, daysBetween, formatDay } from '../../core/calendar.ts';
import { plural } from '../../core/text.ts';
import type { CaseEvent, CaseFacts, CaseState, Decision, Effect, FailedAttempt } from './case.ts';
import type { CollectionsPolicy } from './policy.ts';

const went = (next: CaseFacts, ...effects: readonly Effect[]): Decision => ({
  ok: true,
  next,
  effects: [{ do: 'show' }, ...effects],
});
const refused = (why: string): Decision => ({ ok: false, why });
const nothing = (facts: CaseFacts): Decision => ({ ok: true, next: facts, effects: [] });
const later = (a: Day | undefined, b: Day): Day => (a !== undefined && a > b ? a : b);

/** Leaves out the named fields: what does not hold any more. */
const without = <K extends keyof CaseFacts>(facts: CaseFacts, ...keys: readonly K[]): Omit<CaseFacts, K> => {
  const rest = { ...facts };
  for (const key of keys) delete rest[key];
  return rest;
};

const stateWords: Record<CaseState, string> = {
  retrying: 'the gateway still tries the card',
  failed: 'the account is FAILED',
  advised: 'Support has been asked to expire the license',
  expired: 'the license is expired',
  recovered: 'the charge is paid',
};

/** COL-0, column by column; only what accounting does by hand is ever refused. */
const refusedIn = (state: CaseState, doing: string): Decision =>
  refused(`This can’t be ${doing} any more: ${stateWords[state]}.`);

/**
 * FAILED: the deadline is some days later, unless a card update has already put it further off. COL-0, COL-4
 *
 * Example: failed on day 29 with 7 days → deadline day 36.
 */
const fail = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): CaseFacts => {
  const deadlineOn = later(facts.deadlineOn, addDays(today, policy.deadlineDays));
  return {
    ...without(facts, 'stateBefore'),
    state: 'failed',
    failedOn: facts.failedOn ?? today,
    deadlineOn,
    nextActionOn: deadlineOn,
  };
};

/** A hard decline is final when the gateway has no further attempt planned. */
const isFinal = (event: FailedAttempt): boolean => event.decline === 'hard' && event.nextAttemptOn === undefined;

const attemptText = (facts: CaseFacts, event: FailedAttempt, policy: CollectionsPolicy): string => {
  const why = event.reason === undefined ? '' : `: ${event.reason}`;
  return `Attempt ${facts.attempts} of ${policy.attempts} failed (${event.decline} decline)${why}.`;
};

/** Counts an attempt; attempts may be told late and out of order, so the gateway's own number wins where it has one. */
const counted = (facts: CaseFacts, event: FailedAttempt): CaseFacts => {
  const attempts = event.number === undefined ? facts.attempts + 1 : Math.max(facts.attempts, event.number);
  if (facts.lastAttemptAt !== undefined && event.at < facts.lastAttemptAt) return { ...facts, attempts };
  // Onto an empty object: fields added behind a spread one would cost each of an import's cases a shape of its own (V8).
  return Object.assign({}, without(facts, 'lastReason', 'nextAttemptOn'), {
    attempts,
    lastAttemptAt: event.at,
    lastDecline: event.decline,
    ...(event.reason === undefined ? {} : { lastReason: event.reason }),
    ...(event.cardBrand === undefined ? {} : { cardBrand: event.cardBrand }),
    ...(event.cardLast4 === undefined ? {} : { cardLast4: event.cardLast4 }),
    ...(event.nextAttemptOn === undefined ? {} : { nextAttemptOn: event.nextAttemptOn }),
  });
};

const attemptFailed = (facts: CaseFacts, event: FailedAttempt, policy: CollectionsPolicy, today: Day): Decision => {
  // Expired, or paid for: a late row changes nothing.
  if (facts.state === 'expired' || facts.state === 'recovered') return nothing(facts);
  const next = counted(facts, event);
  const log: Effect = { do: 'log', text: attemptText(next, event, policy) };
  if (facts.state !== 'retrying' || (next.attempts < policy.attempts && !isFinal(event))) return went(next, log);
  const failed = fail(next, policy, today);
  return went(failed, log, {
    do: 'tell_accounting',
    text: `FAILED. The deadline is ${formatDay(failed.deadlineOn ?? today)}.`,
  });
};

const cardUpdated = (facts: CaseFacts, nextAttemptOn: Day, policy: CollectionsPolicy, today: Day): Decision => {
  if (nextAttemptOn < today) return refused('The next attempt can’t lie in the past.');
  const until = addDays(nextAttemptOn, policy.daysAfterCardUpdate);
  const updated = { ...facts, cardUpdatedOn: today, nextAttemptOn };
  const log: Effect = { do: 'log', text: `Card updated; the next attempt is expected on ${formatDay(nextAttemptOn)}.` };
  if (facts.state === 'advised') return went(updated, log, { do: 'ask_to_wait', until });
  if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'recorded');
  const deadlineOn = later(facts.deadlineOn, until);
  return went({ ...updated, deadlineOn, nextActionOn: later(facts.nextActionOn, deadlineOn) }, log);
};

/**
 * Deadline and reminders move by the days snoozed; all snoozes together are limited. COL-0
 *
 * Example: on day 30 with deadline day 36, snoozed until day 34 → deadline day 40, 4 of 14 days used.
 */
const snoozed = (facts: CaseFacts, until: Day, reason: string, policy: CollectionsPolicy, today: Day): Decision => {
  if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'snoozed');
  const from = later(facts.snoozedUntil, today);
  const days = daysBetween(from, until);
  if (days <= 0) return refused(`Choose a day after ${formatDay(from)}.`);
  const left = policy.maxSnoozeDays - facts.snoozedDays;
  if (days > left) {
    return refused(
      left > 0
        ? `A case can be snoozed ${plural(policy.maxSnoozeDays, 'day')} in all: choose ${formatDay(addDays(from, left))} or earlier.`
        : `This case was snoozed ${plural(facts.snoozedDays, 'day')} already, which is all there is.`,
    );
  }
  const deadlineOn = facts.deadlineOn === undefined ? undefined : addDays(facts.deadlineOn, days);
  return went(
    {
      ...facts,
      snoozedUntil: until,
      snoozedDays: facts.snoozedDays + days,
      ...(deadlineOn === undefined ? {} : { deadlineOn }),
      nextActionOn: later(deadlineOn, until),
    },
    { do: 'log', text: `Snoozed until ${formatDay(until)}: ${reason}` },
  );
};

const advise = (facts: CaseFacts, cause: string): Decision =>
  went(
    { ...without(facts, 'nextActionOn'), state: 'advised' },
    { do: 'request_expiry', cause },
    { do: 'log', text: `Support is asked to expire the license: ${cause}` },
  );

const supportAdvised = (facts: CaseFacts, reason: string): Decision => {
  if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'handed to Support');
  if (!facts.hasLicense)
    return refused('There is no license to expire yet: link the customer, and add the license to the customer, first.');
  return advise(facts, reason);
};

/** The deadline passes on its day. It asks Support, or only reminds: by policy, or because there is no license to expire. */
const due = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): Decision => {
  if (
    (facts.state !== 'retrying' && facts.state !== 'failed') ||
    facts.nextActionOn === undefined ||
    today < facts.nextActionOn
  )
    return nothing(facts);
  const isPassed = facts.deadlineOn !== undefined && today >= facts.deadlineOn;
  if (isPassed && policy.deadlineActs && facts.hasLicense) {
    return advise(facts, `The deadline of ${formatDay(facts.deadlineOn ?? today)} passed without payment.`);
  }
  // A snooze that ends while no deadline runs reminds once.
  const next = isPassed
    ? { ...facts, nextActionOn: addDays(today, policy.reminderDays) }
    : without(facts, 'nextActionOn');
  const why = !isPassed
    ? 'The snooze is over.'
    : facts.hasLicense
      ? 'The deadline has passed: advise Support, or update the card.'
      : 'The deadline has passed, but there is no license that Support could expire: link the customer or add the license.';
  return went(next, { do: 'tell_accounting', text: why });
};

const paid = (facts: CaseFacts): Decision => {
  if (facts.state === 'recovered') return nothing(facts);
  const next: CaseFacts = { ...without(facts, 'nextActionOn'), state: 'recovered', stateBefore: facts.state };
  const withdraw: readonly Effect[] =
    facts.state === 'advised' ? [{ do: 'withdraw_expiry', reason: 'The payment arrived.' }] : [];
  return went(next, ...withdraw, { do: 'log', text: 'Recovered: the payment arrived.' });
};

/** Back to failed with time to act: the old deadline if it still lies ahead, else a new one. */
const failAgain = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): CaseFacts => {
  const isAhead = facts.deadlineOn !== undefined && facts.deadlineOn > today;
  const deadlineOn = isAhead && facts.deadlineOn !== undefined ? facts.deadlineOn : addDays(today, policy.deadlineDays);
  return { ...facts, state: 'failed', failedOn: facts.failedOn ?? today, deadlineOn, nextActionOn: deadlineOn };
};

/**
 * The case is what it was; where Support had been asked, that request was withdrawn, so accounting decides anew; and a
 * license that is active again by now is not called expired.
 */
const paymentReversed = (facts: CaseFacts, isLicensed: boolean, policy: CollectionsPolicy, today: Day): Decision => {
  if (facts.state !== 'recovered') return nothing(facts);
  const before = facts.stateBefore ?? 'failed';
  const base = without(facts, 'stateBefore');
  const tell: Effect = { do: 'tell_accounting', text: 'The payment was reversed: this case is open again.' };
  if (before === 'expired' && !isLicensed) {
    return went(
      { ...base, state: 'expired' },
      { ...tell, text: 'The payment was reversed: the license stays expired.' },
    );
  }
  if (before === 'retrying') {
    const due = base.deadlineOn === undefined ? {} : { nextActionOn: later(base.deadlineOn, today) };
    return went({ ...base, state: 'retrying', ...due }, tell);
  }
  return went(failAgain(base, policy, today), tell);
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
      return cardUpdated(facts, event.nextAttemptOn, policy, today);
    case 'snoozed':
      return snoozed(facts, event.until, event.reason, policy, today);
    case 'support_advised':
      return supportAdvised(facts, event.reason);
    case 'due':
      return due(facts, policy, today);
    case 'paid':
      return paid(facts);
    case 'payment_reversed':
      return paymentReversed(facts, event.isLicensed, policy, today);
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
