/** When a subscription is billed: the schedule of its recurring template, which has no amounts. BIL-16, BIL-20 */
import { addDays, type Day } from '../../../core/time/calendar.ts';
import { type PeriodMonths, periodsWithin, type Rhythm } from '../../../core/time/periods.ts';
import { dayAfter, type Period, type Span, within } from '../../../core/time/spans.ts';

/** It bills the periods from its first day to its last; with another frequency, another schedule follows. */
export interface Schedule extends Span, Rhythm {
  readonly months: PeriodMonths;
  readonly paid: 'in advance' | 'in arrears';
  /** How many days before its day a bill is issued. */
  readonly daysAhead: number;
}

/** A period to bill, and the day on which its bill is to be issued. */
export interface DuePeriod {
  readonly schedule: Schedule;
  readonly period: Period;
  readonly issueOn: Day;
}

/**
 * BIL-16: the periods whose bill is due as of a day, in order. Paid in advance a bill is due on the first day of its
 * period, in arrears on the day after its last, in both cases so many days ahead. Where the schedule begins or ends within
 * a period, that period is what lies within the schedule.
 *
 * Example: monthly in advance, 30 days ahead: on 2026-01-02 that of February 1 is due.
 * @param known what was billed already, however early: these periods count as due
 */
export const duePeriods = (
  schedule: Schedule,
  asOf: Day,
  known: readonly Period[],
  since: Day = schedule.first,
): readonly DuePeriod[] => {
  const begun = new Set(known.map(({ first }) => first));
  const horizon = [addDays(asOf, schedule.daysAhead), ...begun].reduce((a, b) => (a < b ? b : a));
  const seen = within(schedule, { first: since, last: horizon });
  if (!seen) return [];
  return periodsWithin(schedule, seen)
    .flatMap((whole) => within(schedule, whole) ?? [])
    .map((period) => ({ schedule, period, issueOn: issueDay(schedule, period) }))
    .filter(({ period, issueOn }) => since <= period.first && (issueOn <= asOf || begun.has(period.first)));
};

const issueDay = ({ paid, daysAhead }: Schedule, { first, last }: Period): Day =>
  addDays(paid === 'in advance' ? first : dayAfter(last), -daysAhead);
