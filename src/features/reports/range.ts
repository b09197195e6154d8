/** Which days a report is about: as somebody writes or chooses them. CUS-8 */
import { UserError } from '../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { addDays, addMonths, addYears, type Day, firstOfMonth, formatDay, parseDay } from '../../core/time/calendar.ts';
import { readDay } from '../../core/time/day-text.ts';
import type { Range, RangeKind } from './report.ts';

const mostYears = 10;
const monthsAhead = 3;

/** What a report is about unless somebody says otherwise: today, this month so far, or the next three months. */
export const usualRange = (kind: RangeKind, today: Day): Range => {
  if (kind === 'as_of' || kind === 'now') return { first: today, last: today };
  return kind === 'past'
    ? { first: firstOfMonth(today), last: today }
    : { first: today, last: addMonths(today, monthsAhead) };
};

/**
 * Why a report cannot be about these days, and which of both is to be changed; undefined where it can.
 *
 * Example: from 1926-01-01 to 2026-01-01 → `to`: it covers ten years at most.
 */
export const rangeProblem = (
  kind: RangeKind,
  { first, last }: Range,
  today: Day,
): { readonly at: 'from' | 'to'; readonly text: string } | undefined => {
  if (kind === 'now') return undefined;
  if (kind === 'as_of') {
    if (last > today)
      return { at: 'to', text: 'How it will be on that day is not known yet. Choose today, or a day before.' };
    const earliest = addYears(today, -mostYears);
    return last < earliest
      ? { at: 'to', text: `That lies too far back. Choose a day from ${formatDay(earliest)} on.` }
      : undefined;
  }
  if (last < first)
    return { at: 'to', text: 'It ends before it begins. Choose a later last day, or an earlier first one.' };
  const latest = addDays(addYears(first, mostYears), -1);
  return last > latest
    ? { at: 'to', text: `It covers ${mostYears} years at most. Choose a last day up to ${formatDay(latest)}.` }
    : undefined;
};

const unreadable = (text: string): UserError =>
  new UserError(
    `“${escapeMrkdwn(clip(text, 60))}” is no range of days. Write a month such as 2026-02, a year, a day, or two days: 2026-01-01 to 2026-03-31.`,
  );

/** `2026`, `2026-02`, or a day as people write it. */
const readSpan = (text: string): Range => {
  const [, year, month] = /^(\d{4})(?:-(\d{2}))?$/.exec(text) ?? [];
  if (year !== undefined) {
    const first = parseDay(`${year}-${month ?? '01'}-01`);
    if (first === undefined) throw unreadable(text);
    return { first, last: addDays(addMonths(first, month === undefined ? 12 : 1), -1) };
  }
  const written = readDay(text);
  if (!written || 'unclear' in written) throw unreadable(text);
  return { first: written.day, last: written.day };
};

/**
 * The days that a command names; the usual ones where it names none.
 *
 * Example: `2026-02` → Feb 1 to Feb 28; `2026-01-01 to 2026-03-31`, `2026-01 2026-03`, `as of Mar 1, 2026`.
 * @throws UserError for what is no range, ends before it begins, or is too long
 */
export const readRange = (text: string, kind: RangeKind, today: Day): Range => {
  const written = text.trim().replace(/^as\s+of\s+/i, '');
  if (written === '') return usualRange(kind, today);
  if (kind === 'now') throw new UserError('This report shows how things are now: ask for it without any days.');
  const two = /^(\S+)\s+(\S+)$/
    .exec(written)
    ?.slice(1)
    .every((part) => /^\d{4}[-\d]*$/.test(part));
  const [from = '', to = from] = written.split(two ? /\s+/ : /\s+(?:to|until|–)\s+|\s*(?:\.\.|…)\s*/i);
  const range = { first: readSpan(from).first, last: readSpan(to).last };
  const asked = kind === 'as_of' ? { first: range.last, last: range.last } : range;
  const problem = rangeProblem(kind, asked, today);
  if (problem) throw new UserError(problem.text);
  return asked;
};

/** `as it is now`, `as of Mar 2, 2026`, `Jan 1, 2026 – Mar 31, 2026`. */
export const rangeText = (kind: RangeKind, { first, last }: Range): string => {
  if (kind === 'now') return 'as it is now';
  if (kind === 'as_of') return `as of ${formatDay(last)}`;
  return first === last ? formatDay(first) : `${formatDay(first)} – ${formatDay(last)}`;
};
