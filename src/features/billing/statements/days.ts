/** Which days a statement is about: as somebody writes or chooses them. BIL-18 */
import { UserError } from '../../../core/errors.ts';
import { addMonths, type Day, firstOfMonth, parseDay } from '../../../core/time/calendar.ts';
import { rangeProblem, readRange } from '../../reports/index.ts';
import type { Days } from './statement.ts';

const monthsBack = 2;

/** Unless somebody says otherwise: this month and the two before it. */
export const usualDays = (last: Day): Days => ({ first: firstOfMonth(addMonths(last, -monthsBack)), last });

/** Why a statement cannot be about these days, and which of both is to be changed; undefined where it can. */
export const daysProblem = (
  days: Days,
  today: Day,
): { readonly at: 'from' | 'to'; readonly text: string } | undefined => {
  if (days.last >= days.first && days.last > today)
    return { at: 'to', text: 'What will have happened by that day is not known yet. Choose today, or a day before.' };
  return rangeProblem('past', days, today);
};

/** @throws UserError */
export const requireDays = (days: Days, today: Day): Days => {
  const problem = daysProblem(days, today);
  if (problem) throw new UserError(problem.text);
  return days;
};

const aDay = String.raw`\d{4}-\d{2}(?:-\d{2})?`;
const bare = new RegExp(String.raw`^(.*?)\s+(${aDay})(?:\s+(?:(?:to|until|–)\s+)?(${aDay}))?$`, 'i');

/** What is written of customer and days, apart. */
const partsOf = (text: string): readonly (string | undefined)[] => {
  // A name may have these words in it, too: days have digits.
  const between = /^(.*)\s+from\s+(?=.*\d)(.+?)(?:\s+(?:to|until)\s+(.+))?$/is.exec(text);
  if (between) return between.slice(1);
  const [, name, last] = /^(.*)\s+until\s+(?=.*\d)(.+)$/is.exec(text) ?? [];
  const [, first] = name === undefined ? [] : (bare.exec(name) ?? []);
  if (name !== undefined && first === undefined) return [name, undefined, last];
  return bare.exec(text)?.slice(1) ?? [text];
};

const dayOf = (text: string, today: Day, end: keyof Days): Day => readRange(text, 'past', today)[end];

/**
 * The customer and the days that a command names. A month is from its first day, or until its last; the month in hand, until today.
 *
 * Example: `Harbor Dental 2026-01 2026-03`, `Harbor Dental from 1 Feb 2026 until 15 Mar 2026`, `Harbor Dental until 2026-02-28`.
 * @throws UserError for what is no day, ends before it begins, is too long, or is yet to come
 */
export const readAsked = (text: string, today: Day): { readonly name: string; readonly days: Days } => {
  const [name = '', from, to] = partsOf(` ${text.trim()}`);
  const named = name.trim();
  if (from === undefined && to === undefined) return { name: named, days: usualDays(today) };
  const end = to === undefined ? today : dayOf(to, today, 'last');
  const last = to !== undefined && end > today && dayOf(to, today, 'first') <= today ? today : end;
  const first = from === undefined ? usualDays(last).first : dayOf(from, today, 'first');
  return { name: named, days: requireDays({ first, last }, today) };
};

/** `0198… 2026-01-01 2026-03-31`, as a button carries it; without days, the usual ones. */
export const askedText = (customerId: string, { first, last }: Days): string => `${customerId} ${first} ${last}`;

export const readAskedText = (value: string, today: Day): { readonly customerId: string; readonly days: Days } => {
  const [customerId = '', from = '', to = ''] = value.split(' ');
  const [first, last] = [parseDay(from), parseDay(to)];
  return { customerId, days: first && last ? requireDays({ first, last }, today) : usualDays(today) };
};
