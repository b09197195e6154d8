import { plural } from '../../../../core/text/text.ts';
import { addDays, type Day, daysBetween, formatDay } from '../../../../core/time/calendar.ts';
import type { CardUpdated, CaseFacts, Decision, Effect } from './case.ts';
import { refused, refusedIn, went, without } from './decision.ts';
import type { CollectionsPolicy } from './policy.ts';

const later = (a: Day | undefined, b: Day): Day => (a !== undefined && a > b ? a : b);
/** A deadline is the last day to act: it has passed when that day is over. BIL-22 */
const dayAfter = (deadlineOn: Day): Day => addDays(deadlineOn, 1);

/**
 * FAILED: the deadline is some days later, unless a card update has already put it further off. COL-0, COL-4
 *
 * Example: failed on day 29 with 7 days → deadline day 36, looked at on day 37.
 */
export const fail = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): CaseFacts => {
  const deadlineOn = later(facts.deadlineOn, addDays(today, policy.deadlineDays));
  return {
    ...without(facts, 'stateBefore'),
    state: 'failed',
    failedOn: facts.failedOn ?? today,
    deadlineOn,
    nextActionOn: dayAfter(deadlineOn),
  };
};

/** Time to act: the old deadline if it still lies ahead, else a new one. */
export const withTime = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): CaseFacts => {
  const isAhead = facts.deadlineOn !== undefined && facts.deadlineOn > today;
  const deadlineOn = isAhead && facts.deadlineOn !== undefined ? facts.deadlineOn : addDays(today, policy.deadlineDays);
  return { ...facts, deadlineOn, nextActionOn: dayAfter(deadlineOn) };
};

export const failAgain = (facts: CaseFacts, policy: CollectionsPolicy, today: Day): CaseFacts => ({
  ...withTime(facts, policy, today),
  state: 'failed',
  failedOn: facts.failedOn ?? today,
});

export const needsCharge =
  'After FAILED the gateway tries no more: say whether its schedule is enabled again, or the card is charged by hand.';

const cardUpdatedText = ({ charge, nextAttemptOn }: CardUpdated): string => {
  const on = formatDay(nextAttemptOn);
  if (charge === 'by_hand') return `Card updated; it is charged by hand on ${on}.`;
  return charge === 'schedule'
    ? `Card updated; the gateway’s schedule is enabled again, and its next date is ${on}.`
    : `Card updated; the next attempt is expected on ${on}.`;
};

/**
 * While the gateway tries, an update makes no deadline: who cooperates is never worse off than who is silent. After FAILED
 * the gateway tries no more by itself, so that somebody says what does. COL-0
 */
export const cardUpdated = (facts: CaseFacts, event: CardUpdated, policy: CollectionsPolicy, today: Day): Decision => {
  const { nextAttemptOn } = event;
  if (nextAttemptOn < today) return refused('The next attempt can’t lie in the past.');
  const until = addDays(nextAttemptOn, policy.daysAfterCardUpdate);
  const updated = { ...facts, cardUpdatedOn: today, nextAttemptOn };
  const log: Effect = { do: 'log', text: cardUpdatedText(event) };
  if (facts.state === 'advised') return went(updated, log, { do: 'ask_to_wait', until });
  if (facts.state !== 'retrying' && facts.state !== 'failed') return refusedIn(facts.state, 'recorded');
  if (facts.state === 'failed' && event.charge === undefined) return refused(needsCharge);
  if (event.charge === undefined && facts.cardUpdatedOn === today && facts.nextAttemptOn === nextAttemptOn)
    return refused(`This is noted already: the next attempt is expected on ${formatDay(nextAttemptOn)}.`);
  if (facts.deadlineOn === undefined) return went(updated, log);
  const deadlineOn = later(facts.deadlineOn, until);
  return went({ ...updated, deadlineOn, nextActionOn: later(facts.nextActionOn, dayAfter(deadlineOn)) }, log);
};

/**
 * Deadline and reminders move by the days snoozed; all snoozes together are limited. COL-0
 *
 * Example: on day 30 with deadline day 36, snoozed until day 34 → deadline day 40, 4 of 14 days used.
 */
export const snoozed = (
  facts: CaseFacts,
  until: Day,
  reason: string,
  policy: CollectionsPolicy,
  today: Day,
): Decision => {
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
      nextActionOn: later(deadlineOn && dayAfter(deadlineOn), until),
    },
    { do: 'log', text: `Snoozed until ${formatDay(until)}: ${reason}` },
  );
};
