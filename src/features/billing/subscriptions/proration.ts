import { compare, formatMoney, isZero, type Money, multiplyRatio, subtract, zero } from '../../../core/money/money.ts';
import { type Day, dayOfMonth, daysInMonth, firstOfNextMonth, formatDay } from '../../../core/time/calendar.ts';
import type { CreditRule } from './schedules/template.ts';

export interface GoLiveCredit {
  readonly credit: Money;
  readonly rule: CreditRule;
  /** The rule with its figures, for people. */
  readonly text: string;
}

/**
 * BIL-9: what the first bill is credited with, because the prepaid month was used in part only. Going live on day d of a
 * month with n days credits base × (d − 1) / n, rounded half up once; on one of `midMonthDays`, exactly half.
 *
 * Example: $2,000.00 and January 7 is $387.10 (6 of 31 days); January 15 is $1,000.00; January 1 is nothing.
 * @param base what was paid, and not refunded, for the first month before tax; minor units, not negative
 */
export const goLiveCredit = (input: {
  readonly base: Money;
  readonly wentLiveOn: Day;
  readonly midMonthDays: readonly number[];
}): GoLiveCredit => {
  const { base, wentLiveOn } = input;
  if (base.amount < 0n) throw new RangeError('BIL-9: what was paid is never negative');
  const used = dayOfMonth(wentLiveOn);
  const days = daysInMonth(wentLiveOn);
  const live = `Live on ${formatDay(wentLiveOn)}`;
  if (isZero(base))
    return { credit: zero(base.currency), rule: 'none', text: `${live}; nothing was prepaid, so nothing is credited.` };
  if (used === 1) {
    return {
      credit: zero(base.currency),
      rule: 'full month',
      text: `${live}: the prepaid month is used in full, so nothing is credited.`,
    };
  }
  if (input.midMonthDays.includes(used)) {
    const credit = multiplyRatio(base, 1, 2);
    return {
      credit,
      rule: 'mid-month half',
      text: `${live}, mid-month: half of the prepaid ${formatMoney(base)} is credited, ${formatMoney(credit)}.`,
    };
  }
  const credit = multiplyRatio(base, used - 1, days);
  return {
    credit,
    rule: 'days',
    text: `${live}: ${used - 1} of ${days} days of the prepaid ${formatMoney(base)} are credited, ${formatMoney(credit)}.`,
  };
};

export interface FirstBill {
  /** The first day of the month after go-live. */
  readonly nextOn: Day;
  /** That day has come or is past: the bill is due now. */
  readonly dueNow: boolean;
  readonly monthly: Money;
  readonly credit: Money;
  /** Monthly less credit, never below zero. */
  readonly due: Money;
  /** What of the credit exceeds the first bill and goes to the next one. */
  readonly carriedOver: Money;
  readonly rule: CreditRule;
  readonly text: string;
}

/**
 * ONB-16: the first recurring bill. The preview and the arming both take it from here.
 *
 * Example: $2,000.00 a month, prepaid, live on January 15: February 1, credit $1,000.00, due $1,000.00.
 * @param prepaidNet undefined when the first month was never paid (gone live by override): no credit
 */
export const firstBill = (input: {
  readonly monthly: Money;
  readonly prepaidNet: Money | undefined;
  readonly wentLiveOn: Day;
  readonly today: Day;
  readonly midMonthDays: readonly number[];
}): FirstBill => {
  const { monthly, wentLiveOn, midMonthDays } = input;
  const { credit, rule, text } = goLiveCredit({
    base: input.prepaidNet ?? zero(monthly.currency),
    wentLiveOn,
    midMonthDays,
  });
  const rest = subtract(monthly, credit);
  const covered = compare(credit, monthly) > 0;
  const nextOn = firstOfNextMonth(wentLiveOn);
  return {
    nextOn,
    dueNow: nextOn <= input.today,
    monthly,
    credit,
    due: covered ? zero(monthly.currency) : rest,
    carriedOver: covered ? subtract(credit, monthly) : zero(monthly.currency),
    rule,
    text,
  };
};
