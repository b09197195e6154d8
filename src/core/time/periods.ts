/** Service periods: months, quarters and years that follow one another without gap or drift. BIL-9, BIL-20, BIL-22 */
import { addMonths, type Day, day } from './calendar.ts';
import { dayBefore, type Period } from './spans.ts';

/** How many months a period has. */
export type PeriodMonths = 1 | 3 | 12;

/**
 * How periods follow one another: each begins so many whole months after (or before) the anchor, on its day of the month,
 * or on the month's last where there is no such day. Each is counted from the anchor itself, so the 31st never drifts:
 * January 31, February 28, March 31.
 */
export interface Rhythm {
  readonly months: PeriodMonths;
  /** The first day of some period: that on which a customer began, or `calendarAnchor`. */
  readonly anchor: Day;
}

/** Periods of the calendar: months from the 1st, quarters from January, April, July and October, years from January 1. */
export const calendarAnchor: Day = day('2000-01-01');

/** The n-th period: 0 is the one that begins with the anchor, −1 that before it. */
export const nthPeriod = ({ months, anchor }: Rhythm, n: number): Period => ({
  first: addMonths(anchor, n * months),
  last: dayBefore(addMonths(anchor, (n + 1) * months)),
});

/** Which period a day lies in: 0 for the anchor. */
export const periodNumber = ({ months, anchor }: Rhythm, on: Day): number => {
  const apart = monthsSinceZero(on) - monthsSinceZero(anchor);
  const n = Math.floor(apart / months);
  return on < addMonths(anchor, n * months) ? n - 1 : n;
};

/** The period that contains a day. Example: every 3 months from 2026-01-31, the one of 2026-05-01 ends with 2026-07-30. */
export const periodOf = (rhythm: Rhythm, on: Day): Period => nthPeriod(rhythm, periodNumber(rhythm, on));

/** All periods that have a day in common with these days, in order, each whole. */
export const periodsWithin = (rhythm: Rhythm, days: Period): readonly Period[] => {
  if (days.last < days.first) return [];
  const start = periodNumber(rhythm, days.first);
  const count = periodNumber(rhythm, days.last) - start + 1;
  return Array.from({ length: count }, (_, index) => nthPeriod(rhythm, start + index));
};

const monthsSinceZero = (of: Day): number => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
