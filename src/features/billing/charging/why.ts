/** Why a line costs what it does, in words for whoever reads the bill. */
import { formatMoney, isZero, type Money } from '../../../core/money/money.ts';
import { type Day, dayOfMonth, daysInMonth, toDbDate } from '../../../core/time/calendar.ts';
import { periodOf, periodsWithin } from '../../../core/time/periods.ts';
import { daysOf, type Period, within } from '../../../core/time/spans.ts';
import type { Item } from './item.ts';
import type { Schedule } from './schedule.ts';
import { chargedDays, daysCharged, isRecurring, longerPeriod, type RecurringItem } from './served.ts';

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
  const charged = schedule && isRecurring(part) ? recurringWords(part, schedule, period) : onceWords(part, period);
  return isZero(before) ? charged : `${charged}; less ${formatMoney(before)} billed before`;
};

const onceWords = (part: Item, period: Period): string =>
  chargedDays(part, period).length > 0 ? `once, ${spanWords(period)}` : `${spanWords(period)}: taken back`;

const recurringWords = (part: RecurringItem, schedule: Schedule, period: Period): string => {
  const days = chargedDays(part, period);
  const count = daysCharged(part, period);
  if (count === 0) return `${spanWords(period)}: not charged`;
  if (count === daysOf(periodOf(schedule, period.first))) return wholeWords(part, schedule, period);
  switch (part.prorated) {
    case 'never':
      return `${spanWords(period)}: in full, it is never prorated`;
    case 'by days':
      return daysWords(days, longerPeriod(part, schedule, period));
    case 'by months':
      return monthWords(part, schedule, period).join('; ');
  }
};

const wholeWords = ({ per }: RecurringItem, { months }: Schedule, period: Period): string =>
  per <= months ? spanWords(period) : `${spanWords(period)}: ${months} of ${per} months`;

const daysWords = (days: readonly Period[], whole: Period): string =>
  `${days.map(spanWords).join(', ')}: ${days.reduce((total, each) => total + daysOf(each), 0)} of ${daysOf(whole)} days`;

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
    if (isWhole(days, month)) {
      whole = { first: whole?.first ?? month.first, last: month.last };
      continue;
    }
    closeWhole();
    if (days.length > 0) words.push(daysWords(days, month));
  }
  closeWhole();
  return words;
};

const isWhole = (days: readonly Period[], month: Period): boolean =>
  days.some((each) => daysOf(each) === daysOf(month));

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
