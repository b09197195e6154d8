/** Days from one to another, both served. An end that is not known is left out. BIL-22 */
import { addDays, type Day, daysBetween } from './calendar.ts';

export interface Span {
  readonly first: Day;
  /** The last day of it; without one it goes on. */
  readonly last?: Day | undefined;
}

/** A span with an end. */
export interface Period {
  readonly first: Day;
  readonly last: Day;
}

/** Both days count: `2026-04-08` to `2026-04-30` is 23 days. */
export const daysOf = ({ first, last }: Period): number => daysBetween(first, last) + 1;

export const dayBefore = (of: Day): Day => addDays(of, -1);
export const dayAfter = (of: Day): Day => addDays(of, 1);

export const isWithin = (on: Day, { first, last }: Span): boolean => first <= on && (last === undefined || on <= last);

/** The days that both have; undefined for none. */
export const overlap = (a: Span, b: Span): Span | undefined => {
  const first = a.first < b.first ? b.first : a.first;
  const last = earlier(a.last, b.last);
  return last !== undefined && last < first ? undefined : { first, last };
};

/** The days of a period that a span has; undefined for none. */
export const within = (span: Span, period: Period): Period | undefined => {
  const days = overlap(span, period);
  return days && { first: days.first, last: days.last ?? period.last };
};

/** A span without the days of others: what is left of it, in order. Example: January without the 10th is 1–9 and 11–31. */
export const without = (span: Span, holes: readonly Span[]): readonly Span[] =>
  holes.reduce<readonly Span[]>((parts, hole) => parts.flatMap((part) => outside(part, hole)), [span]);

const outside = (span: Span, hole: Span): readonly Span[] => {
  if (!overlap(span, hole)) return [span];
  const before = span.first < hole.first ? [{ first: span.first, last: dayBefore(hole.first) }] : [];
  const isLonger = hole.last !== undefined && (span.last === undefined || hole.last < span.last);
  return isLonger ? [...before, { first: dayAfter(hole.last), last: span.last }] : before;
};

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
};
