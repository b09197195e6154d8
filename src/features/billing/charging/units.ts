/** Metered plans: units that somebody counted, above those that the price includes. CUS-4, BIL-11 */
import { formatUnitPrice } from '../../../core/money/unit-price.ts';
import { nothing, plus, type Ratio, ratio, times } from '../../../core/ratio.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { isWithin, type Period, within } from '../../../core/time/spans.ts';
import type { Account } from './due.ts';
import { type Item, type Metering, pricedOn } from './item.ts';
import type { Schedule } from './schedule.ts';
import { afterFlatPrices, chargedDays, isRecurring, timesThePrice } from './served.ts';
import { serviceOf } from './service.ts';
import { spanWords } from './why.ts';

/** How many units a service used in a period of its price. It is never changed: one entered anew takes its place. */
export interface UnitCount {
  readonly id: string;
  /** Any row of the service. */
  readonly itemId: string;
  readonly period: Period;
  /** Whole. */
  readonly units: number;
  /** Taken back: what was billed for it is credited. */
  readonly withdrawn?: boolean | undefined;
}

/** A stretch of days with one price, and how many units that price includes of them. */
interface Stretch {
  readonly row: Item;
  readonly metering: Metering;
  readonly included: Ratio;
}

/**
 * Each count as a row that is charged once: its units above the included ones, at the price of the last day that is charged in
 * its period. The included units are those of the quantity; where a part of the price is charged, that part of them, rounded up.
 *
 * Example: $45.00 a month, 1,000 included, $0.0035 above, 2,250 counted in April: 1,250 at $0.0035, $4.38. From April 16: 500 included.
 */
export const aboveIncluded = (
  { items, schedules, currency }: Pick<Account, 'items' | 'schedules' | 'currency'>,
  counts: readonly UnitCount[],
): readonly Item[] =>
  counts.flatMap((count) => {
    const schedule =
      schedules.find((each) => isWithin(count.period.last, each)) ??
      schedules.findLast((each) => within(each, count.period)) ??
      schedules[0];
    const named = items.find(({ id }) => id === count.itemId);
    return schedule && named ? [countRow(count, named, stretchesOf(items, count, schedule), currency)] : [];
  });

const countRow = (
  { id, period, units, withdrawn }: UnitCount,
  named: Item,
  stretches: readonly Stretch[],
  currency: string,
): Item => {
  const last = stretches.at(-1);
  const included = wholeUp(stretches.map((each) => each.included).reduce(plus, nothing));
  const price = last?.metering.above ?? { tenThousandths: 0n, currency };
  const terms = last ? `, ${figure(included)} included, ${formatUnitPrice(price)} above` : '';
  return {
    id,
    sold: { kind: 'charge', id: `units:${named.sold.id}` },
    description: `${(last?.row ?? named).description}, ${spanWords(period)}: ${figure(units)} units${terms}`,
    quantity: Math.max(units - included, 0),
    first: period.first,
    last: period.first,
    prices: [{ from: period.first, price }],
    per: 'once',
    prorated: 'never',
    interruptions: [],
    withdrawn: withdrawn || !last,
  };
};

const stretchesOf = (items: readonly Item[], { itemId, period }: UnitCount, schedule: Schedule): readonly Stretch[] => {
  const billed = within(schedule, period);
  if (!billed) return [];
  return serviceOf(afterFlatPrices(items, schedule), itemId).flatMap((row) => {
    const [day] = chargedDays(row, billed);
    const metering = day && pricedOn(row, day.first).metering;
    if (!metering || !isRecurring(row)) return [];
    const share = timesThePrice(row, { months: row.per, anchor: schedule.anchor }, billed);
    return [{ row, metering, included: times(share, ratio(metering.included * row.quantity)) }];
  });
};

const wholeUp = ({ above, below }: Ratio): number => Number((above + below - 1n) / below);

const figure = (units: number): string => units.toLocaleString('en-US');

/** The counts that hold, of one service and the period that has a day. */
export const countsOn = (
  items: readonly Item[],
  counts: readonly UnitCount[],
  { itemId, on }: { readonly itemId: string; readonly on: Day },
): readonly UnitCount[] => {
  const rows = new Set(serviceOf(items, itemId).map(({ id }) => id));
  return counts.filter((count) => !count.withdrawn && rows.has(count.itemId) && isWithin(on, count.period));
};
