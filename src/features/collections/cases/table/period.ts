import { addMonths, type Day, parseDay } from '../../../../core/time/calendar.ts';

/** How periods begin that no report named: what follows is the day of the first try. */
export const expectedPrefix = 'expected ';

/** The period of a try in a report that names none: its day, until it is known which tries belong together. COL-1 */
export const expectedPeriod = (on: Day): string => `${expectedPrefix}${on}`;

export const isExpectedPeriod = (period: string): boolean => period.startsWith(expectedPrefix);

/** The day that a period begins on, where it is called by one: `2026-03-01`, `expected 2026-03-01`, `expected 2026-03-01 (2)`. */
export const dayOfPeriod = (period: string): Day | undefined =>
  parseDay(isExpectedPeriod(period) ? period.slice(expectedPrefix.length).slice(0, 10) : period);

/** The days of the period that a charge is for. */
export const termOf = (period: string, on: Day, months: number): { readonly from: Day; readonly before: Day } => {
  const from = dayOfPeriod(period) ?? on;
  return { from, before: addMonths(from, months) };
};
