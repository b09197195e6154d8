/** Why a line costs what it does, in words for whoever reads the bill. */
import { formatMoney, isZero, type Money } from '../../../core/money/money.ts';
import { type Day, dayOfMonth, daysInMonth, toDbDate } from '../../../core/time/calendar.ts';
import { periodsWithin } from '../../../core/time/periods.ts';
import { daysOf, type Period, within } from '../../../core/time/spans.ts';
import type { Item } from './item.ts';
import type { Schedule } from './schedule.ts';
import { chargedDays, daysCharged } from './served.ts';

/**
 * Which days are charged, and what was billed already.
 *
 * Example: `April 8 – 30: 23 of 30 days; May – June`, or `April 1 – 14: 14 of 30 days; less $3,950.00 billed before`.
 */
export const whyOf = ({
  part,
  period,
  schedule,
  before,
}: {
  readonly part: Item;
  readonly period: Period;
  readonly schedule?: Schedule | undefined;
  readonly before: Money;
}): string => {
  const charged = schedule ? recurringWords(part, schedule, period) : onceWords(part, period);
  return isZero(before) ? charged : `${charged}; less ${formatMoney(before)} billed before`;
};

const onceWords = (part: Item, period: Period): string =>
  chargedDays(part, period).length > 0 ? `once, ${spanWords(period)}` : `${spanWords(period)}: taken back`;

const recurringWords = (part: Item, schedule: Schedule, period: Period): string => {
  const days = chargedDays(part, period);
  const count = daysCharged(part, period);
  if (count === 0) return `${spanWords(period)}: not charged`;
  if (count === daysOf(period)) return wholeWords(part, schedule, period);
  if (part.prorated === 'never') return `${spanWords(period)}: in full, it is never prorated`;
  if (part.prorated === 'by days') return `${days.map(spanWords).join(', ')}: ${count} of ${daysOf(period)} days`;
  return monthWords(part, schedule, period).join('; ');
};

const wholeWords = ({ per }: Item, { months }: Schedule, period: Period): string =>
  per === 'once' || per <= months ? spanWords(period) : `${spanWords(period)}: ${months} of ${per} months`;

/** Each broken month with its days, and whole months that follow one another as one. */
const monthWords = (part: Item, { anchor }: Schedule, period: Period): readonly string[] => {
  const words: string[] = [];
  let whole: Period | undefined;
  const closeWhole = () => {
    if (whole) words.push(spanWords(whole));
    whole = undefined;
  };
  for (const month of periodsWithin({ months: 1, anchor }, period)) {
    const days = chargedDays(part, within(month, period) ?? month);
    const count = days.reduce((total, each) => total + daysOf(each), 0);
    if (count === daysOf(month)) {
      whole = { first: whole?.first ?? month.first, last: month.last };
      continue;
    }
    closeWhole();
    if (count > 0) words.push(`${days.map(spanWords).join(', ')}: ${count} of ${daysOf(month)} days`);
  }
  closeWhole();
  return words;
};

const monthName = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });
const monthOf = (on: Day): string => monthName.format(toDbDate(on));

/** `April`, `May – June`, `April 8 – 30`, `April 8 – May 7`, `April 8`. */
export const spanWords = ({ first, last }: Period): string => {
  const isSameMonth = first.slice(0, 7) === last.slice(0, 7);
  if (dayOfMonth(first) === 1 && dayOfMonth(last) === daysInMonth(last)) {
    return isSameMonth ? monthOf(first) : `${monthOf(first)} – ${monthOf(last)}`;
  }
  const begin = `${monthOf(first)} ${dayOfMonth(first)}`;
  if (first === last) return begin;
  return `${begin} – ${isSameMonth ? '' : `${monthOf(last)} `}${dayOfMonth(last)}`;
};
