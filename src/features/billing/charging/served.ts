/** On which days an item is served and costs something, and how many times its price that is. BIL-6, BIL-22 */

import { nothing, plus, type Ratio, ratio, times } from '../../../core/ratio.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type PeriodMonths, periodOf, periodsWithin, type Rhythm } from '../../../core/time/periods.ts';
import { daysOf, type Period, within, without } from '../../../core/time/spans.ts';
import type { Item } from './item.ts';

/** An item with a price for so many months. */
export type RecurringItem = Item & { readonly per: PeriodMonths };

export const isRecurring = (item: Item): item is RecurringItem => item.per !== 'once';

/** The days of a period on which an item is charged, in order: none where it is free or was taken back. */
export const chargedDays = (item: Item, period: Period): readonly Period[] => {
  const days = item.withdrawn || item.free ? undefined : within(item, period);
  return days ? without(days, item.interruptions).flatMap((part) => within(part, days) ?? []) : [];
};

/**
 * How many times its price an item costs in a period of a schedule, exactly. By months, every whole month counts as one,
 * whatever its length, and a broken one by its days; by days, the days of the whole period; a price that is never prorated
 * counts in full for each of its periods with a day served.
 *
 * Example (N08): a month's price from April 8 to June 30 is 23/30 + 1 + 1; a year's price in a month is 1/12.
 */
export const timesThePrice = (item: RecurringItem, rhythm: Rhythm, period: Period): Ratio => {
  const priced = ratio(1, item.per);
  switch (item.prorated) {
    case 'never':
      return times(ratio(flatPeriods(item, rhythm, period).length * flatMonths(item, rhythm)), priced);
    case 'by months':
      return times(monthsOf(item, rhythm, period), priced);
    case 'by days': {
      const whole = longerPeriod(item, rhythm, period);
      return times(ratio(daysCharged(item, period) * Math.max(item.per, rhythm.months), daysOf(whole)), priced);
    }
  }
};

/** The period of the price, or that of the bill where it is longer. */
export const longerPeriod = (item: RecurringItem, { months, anchor }: Rhythm, { first }: Period): Period =>
  periodOf({ months: item.per > months ? item.per : months, anchor }, first);

const monthsOf = (item: Item, { anchor }: Rhythm, period: Period): Ratio =>
  periodsWithin({ months: 1, anchor }, period)
    .map((month) => ratio(daysCharged(item, within(month, period) ?? month), daysOf(month)))
    .reduce(plus, nothing);

export const daysCharged = (item: Item, period: Period): number =>
  chargedDays(item, period).reduce((total, days) => total + daysOf(days), 0);

/** The periods that a price which is never prorated pays for in full: those with a day served. */
const flatPeriods = (item: RecurringItem, rhythm: Rhythm, period: Period): readonly Period[] =>
  periodsWithin({ months: flatMonths(item, rhythm), anchor: rhythm.anchor }, period).filter(
    (each) => daysCharged(item, within(each, period) ?? each) > 0,
  );

const flatMonths = (item: RecurringItem, { months }: Rhythm): PeriodMonths => (item.per < months ? item.per : months);

/**
 * A price that is never prorated has paid for its period. What replaces it within that period begins to cost when it is
 * over: the days until then are left out of the items returned here.
 *
 * Example: ten at a flat price become twelve on April 15: April stays ten, and May is twelve.
 */
export const afterFlatPrices = (items: readonly Item[], rhythm: Rhythm): readonly Item[] => {
  const rows = new Map(items.map((item) => [item.id, item]));
  const paidUntil = (item: Item): Day | undefined => {
    const before = rows.get(item.replaces ?? '');
    return before && (flatEnd(before, rhythm) ?? paidUntil(before));
  };
  return items.map((item) => {
    const last = paidUntil(item);
    if (last === undefined) return item;
    return { ...item, interruptions: [...item.interruptions, { kind: 'elsewhere', first: item.first, last }] };
  });
};

/** The end of the flat period in which the row ends. */
const flatEnd = (item: Item, rhythm: Rhythm): Day | undefined => {
  if (item.prorated !== 'never' || !isRecurring(item) || !item.last) return undefined;
  const period = periodOf({ months: flatMonths(item, rhythm), anchor: rhythm.anchor }, item.last);
  return daysCharged(item, period) > 0 ? period.last : undefined;
};
