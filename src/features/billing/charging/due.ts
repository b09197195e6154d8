/** What is due: what every item should cost, less what was billed for it. Decision 0034 */
import { isZero, type Money, subtract, sum, zero } from '../../../core/money/money.ts';
import { lineAmount, type UnitPrice } from '../../../core/money/unit-price.ts';
import { ratio, times } from '../../../core/ratio.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { dayBefore, type Period } from '../../../core/time/spans.ts';
import { type AssignedAsset, byAsset } from './assets.ts';
import { type Item, priceOn } from './item.ts';
import { type DuePeriod, duePeriods, type Schedule } from './schedule.ts';
import {
  afterFlatPrices,
  chargedDays,
  isRecurring,
  longerPeriod,
  type RecurringItem,
  timesThePrice,
} from './served.ts';
import { aboveIncluded, type UnitCount } from './units.ts';
import { whyOf } from './why.ts';

/** What a line of an issued invoice or credit said for an item and period; credits are negative. */
export interface Billed {
  readonly itemId: string;
  readonly assetId?: string | undefined;
  readonly period: Period;
  readonly net: Money;
}

/** All that decides what a customer's subscription costs. */
export interface Account {
  readonly currency: string;
  readonly items: readonly Item[];
  readonly assets: readonly AssignedAsset[];
  /** What other subscriptions of its billing group charge for the same assets. CUS-4 */
  readonly rivals?: readonly Item[] | undefined;
  /** Of metered plans. */
  readonly counts: readonly UnitCount[];
  /** One; or one after another, where the frequency was changed. */
  readonly schedules: readonly Schedule[];
  readonly billed: readonly Billed[];
  /** Periods that began before this day are settled: they are not looked at, and need not be handed over. */
  readonly since?: Day | undefined;
}

/** A line to bill; negative where less is owed than was billed. */
export interface DueLine {
  readonly itemId: string;
  readonly assetId?: string | undefined;
  readonly description: string;
  readonly period: Period;
  readonly quantity: number;
  readonly unitPrice: UnitPrice;
  readonly net: Money;
  /** For people: `April 8 – 30: 23 of 30 days`. */
  readonly why: string;
  /** The day on which a bill for this period is issued, past for what was forgotten; what is charged once has none. */
  readonly issueOn?: Day | undefined;
}

/**
 * The lines that are due as of a day: for each item and period what it should cost, less what was billed for both, so that
 * asking again after billing gives nothing, and whatever changed in a paid period is a line with the difference.
 *
 * A price that changes holds from the next period on: the first day served in a period decides (of the price's own period,
 * where that is longer than the bill's: a year's price holds for its year). Who changes the item itself, in quantity or
 * plan, begins a new row, and with it the price of that day. Parts of a longer period sum to its price: twelve months of
 * 100.00 a year are 100.00.
 *
 * Example (N08): 3,950.00 a month from April 8, billed on April 8: one line, 3,028.33, “April 8 – 30: 23 of 30 days”.
 * @throws UserError where an item has no price for a day, or two plans of one level reach an asset (CUS-4)
 */
export const dueLines = (given: Account, asOf: Day): readonly DueLine[] => {
  const account = withUnits(given);
  const billed = billedByKey(account);
  const should = shouldBe(account, asOf);
  const seen = new Set(should.map(keyOf));
  const gone = [...billed].filter(([key]) => !seen.has(key)).flatMap(([, lines]) => noMore(account, lines));
  return [...should, ...gone].flatMap((each) => {
    const before = sum(billed.get(keyOf(each))?.map(({ net }) => net) ?? [], account.currency);
    const net = subtract(each.net, before);
    return isZero(net) ? [] : [lineOf(each, net, before)];
  });
};

const withUnits = (account: Account): Account => ({
  ...account,
  items: [...account.items, ...aboveIncluded(account, account.counts)],
});

/** Lines as they are once a bill with them is issued. */
export const asBilled = (lines: readonly DueLine[]): readonly Billed[] =>
  lines.map(({ itemId, assetId, period, net }) => ({ itemId, assetId, period, net }));

/**
 * BIL-16: the periods of which something was billed. The day of what is charged once is none of them, although a period may begin
 * on it.
 *
 * Example: a set-up fee billed on January 1 does not make the year that begins then, billed at its end, due.
 */
export const periodsBilled = ({ items, counts, billed }: Account): readonly Period[] => {
  const once = new Set([...items.filter((item) => !isRecurring(item)), ...counts].map(({ id }) => id));
  return billed.filter(({ itemId }) => !once.has(itemId)).map(({ period }) => period);
};

/** What an item, or its part for one asset, costs in a period. */
interface Should {
  readonly part: Item;
  readonly period: Period;
  readonly net: Money;
  /** The day whose price it is. */
  readonly pricedOn: Day;
  readonly due?: DuePeriod;
}

const shouldBe = (account: Account, asOf: Day): readonly Should[] => {
  const { items, assets, rivals, currency, since } = account;
  const once = byAsset(items, assets, rivals)
    .filter((item) => !isRecurring(item) && item.first <= asOf && (since === undefined || since <= item.first))
    .map((item) => onceOf(item, currency));
  const known = periodsBilled(account);
  const recurring = account.schedules.flatMap((schedule) => {
    const parts = byAsset(afterFlatPrices(items, schedule), assets, rivals).filter(isRecurring);
    const periods = duePeriods(schedule, asOf, known, since);
    return periods.flatMap((due) => parts.map((part) => recurringOf(part, due, currency)));
  });
  return [...once, ...recurring];
};

const onceOf = (part: Item, currency: string): Should => {
  const period = { first: part.first, last: part.first };
  const isCharged = chargedDays(part, period).length > 0;
  const net = isCharged ? lineAmount(priceOn(part, part.first), part.quantity) : zero(currency);
  return { part, period, net, pricedOn: part.first };
};

const recurringOf = (part: RecurringItem, due: DuePeriod, currency: string): Should => {
  const { schedule, period } = due;
  // Reckoned from the beginning of the price's own period, so that the parts of a year sum to the year.
  const from = later(schedule.first, longerPeriod(part, schedule, period).first);
  const [served] = chargedDays(part, { first: from, last: period.last });
  if (!served) return { part, period, net: zero(currency), pricedOn: later(part.first, period.first), due };
  const price = priceOn(part, served.first);
  const upTo = (last: Day): Money =>
    lineAmount(price, times(timesThePrice(part, schedule, { first: from, last }), ratio(part.quantity)));
  return { part, period, net: subtract(upTo(period.last), upTo(dayBefore(period.first))), pricedOn: served.first, due };
};

/** What was billed for a period that is none any more, such as one after the end that a schedule was given since. */
const noMore = ({ items, assets, currency }: Account, [line]: readonly Billed[]): readonly Should[] => {
  const item = items.find(({ id }) => id === line?.itemId);
  if (!item || !line) return [];
  const id = line.assetId;
  const asset =
    id === undefined ? undefined : { id, name: assets.find((each) => each.id === id)?.name ?? 'no longer there' };
  return [
    {
      part: { ...item, asset, withdrawn: true },
      period: line.period,
      net: zero(currency),
      pricedOn: later(item.first, line.period.first),
    },
  ];
};

const later = (a: Day, b: Day): Day => (a < b ? b : a);

const lineOf = ({ part, period, pricedOn, due }: Should, net: Money, before: Money): DueLine => ({
  itemId: part.id,
  assetId: part.asset?.id,
  description: part.asset ? `${part.description}: ${part.asset.name}` : part.description,
  period,
  quantity: part.quantity,
  unitPrice: priceOn(part, pricedOn),
  net,
  why: whyOf({ part, period, schedule: due?.schedule, before }),
  issueOn: due?.issueOn,
});

/** What was billed in periods that are not settled, by item, asset and period. */
const billedByKey = ({ billed, since }: Account): ReadonlyMap<string, readonly Billed[]> => {
  const found = new Map<string, Billed[]>();
  for (const line of billed.filter(({ period }) => since === undefined || since <= period.first)) {
    const key = keyFor(line.itemId, line.assetId, line.period);
    const list = found.get(key);
    if (list) list.push(line);
    else found.set(key, [line]);
  }
  return found;
};

const keyOf = ({ part, period }: Should): string => keyFor(part.id, part.asset?.id, period);

const keyFor = (item: string, asset: string | undefined, { first }: Period): string =>
  JSON.stringify([item, asset, first]);
