/** What a customer has, as dated rows. A row is never rewritten: what changes ends one and begins another. CUS-4, BIL-6, BIL-22 */
import { UserError } from '../../../core/errors.ts';
import type { UnitPrice } from '../../../core/money/unit-price.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../core/time/periods.ts';
import type { Span } from '../../../core/time/spans.ts';

/** A price that holds from a day on, until the next one. */
export interface DatedPrice {
  readonly from: Day;
  readonly price: UnitPrice;
  /** Of a metered plan. */
  readonly metering?: Metering | undefined;
}

/** How many units a price includes, for one and its whole period, and what each above them costs. */
export interface Metering {
  readonly included: number;
  readonly above: UnitPrice;
}

/** Days on which an item costs nothing, and why: stopped, paused, or what it is for is charged elsewhere on these days. */
export interface Interruption extends Span {
  readonly kind: 'stop' | 'pause' | 'elsewhere';
  /** The pause moved the item's end by its days. */
  readonly movedEnd?: boolean | undefined;
}

/** What a plan that is charged for each asset is assigned to; of two that reach an asset the narrower one holds. */
export interface Scope {
  readonly level: 'group' | 'server' | 'site' | 'asset';
  /** Of the group, server, site or asset. */
  readonly id: string;
}

/**
 * How a broken month (or, by days, a broken period) is charged. By months: whole months, and the days of each broken one.
 * By days: the days of the period, as a license's yearly fee is (BIL-10). Never: in full where any day is served.
 */
export type Prorated = 'by months' | 'by days' | 'never';

/** A row: its first day, and the last day served where one is known. */
export interface Item extends Span {
  readonly id: string;
  /** The customer's day on which somebody added it; unknown of what another system billed before. */
  readonly addedOn?: Day | undefined;
  /** The row that this one took over from, with another quantity or another plan. */
  readonly replaces?: string | undefined;
  readonly sold: { readonly kind: 'plan' | 'charge'; readonly id: string };
  /** As the bill prints it. */
  readonly description: string;
  /** Whole. */
  readonly quantity: number;
  /** The list's prices, or the customer's own as the only one. */
  readonly prices: readonly DatedPrice[];
  /** How many months the price is for; or it is charged once, on the first day. */
  readonly per: PeriodMonths | 'once';
  readonly prorated: Prorated;
  readonly interruptions: readonly Interruption[];
  readonly free?: boolean | undefined;
  /** Taken back: it counts as never served, and what was billed for it is credited. */
  readonly withdrawn?: boolean | undefined;
  /** Charged for each asset that this reaches; left out where the quantity says how many. */
  readonly eachAsset?: Scope | undefined;
  /** The one asset that this part of such a row is for. */
  readonly asset?: { readonly id: string; readonly name: string } | undefined;
}

/** The price that holds on a day. @throws UserError when there is none yet */
export const priceOn = (item: Pick<Item, 'description' | 'prices'>, on: Day): UnitPrice => pricedOn(item, on).price;

/** … with what it includes. */
export const pricedOn = (item: Pick<Item, 'description' | 'prices'>, on: Day): DatedPrice => {
  const begun = item.prices.filter(({ from }) => from <= on);
  const [first, ...others] = begun;
  if (!first) {
    throw new UserError(`“${item.description}” has no price on ${formatDay(on)}. Add one from that day or earlier.`);
  }
  return others.reduce((latest, each) => (each.from > latest.from ? each : latest), first);
};
