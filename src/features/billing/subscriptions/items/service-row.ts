/** A service's dated row as the bills are reckoned from it, with what its lines are booked and taxed by. Decision 0034 */
import { type Money, sum } from '../../../../core/money/money.ts';
import { lineAmount, type UnitPrice } from '../../../../core/money/unit-price.ts';
import { ratio } from '../../../../core/ratio.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { isWithin } from '../../../../core/time/spans.ts';
import type { DatedPrice, Item } from '../../charging/index.ts';

export interface ServiceRow extends Item {
  /** The customer's own price; the list's holds where there is none. */
  readonly ownPrice?: UnitPrice | undefined;
  /** In the table of taxes; services of before have none. */
  readonly taxCategory?: string | undefined;
  readonly account?: string | undefined;
}

/** The price of one that a row has on a day, or will have first. */
export const priceAround = (row: Pick<Item, 'prices'>, on: Day): UnitPrice | undefined => pricedAround(row, on)?.price;

/** … with the units that it includes. */
export const pricedAround = ({ prices }: Pick<Item, 'prices'>, on: Day): DatedPrice | undefined =>
  prices.filter(({ from }) => from <= on).at(-1) ?? prices[0];

/** Whether a row is served on a day, and goes on being charged: what is charged once, stopped or taken back is not. */
const isCharged = (row: Item, on: Day): boolean =>
  row.per !== 'once' &&
  !row.withdrawn &&
  !row.free &&
  isWithin(on, row) &&
  !row.interruptions.some((each) => isWithin(on, each));

/**
 * What the services that are charged on a day cost a month, before tax.
 *
 * Example: ten at $45.00 a month, and one at $1,200.00 a year: $550.00.
 */
export const monthlyOn = (rows: readonly Item[], on: Day, currency: string): Money =>
  sum(
    rows.flatMap((row) => {
      const price = priceAround(row, on);
      if (!isCharged(row, on) || !price || row.per === 'once') return [];
      return [lineAmount(price, ratio(row.quantity, row.per))];
    }),
    currency,
  );

/** The rows that stand on a day or begin later: what has ended or was taken back is history. */
export const standingRows = <T extends Item>(rows: readonly T[], on: Day): readonly T[] =>
  rows.filter((row) => !row.withdrawn && (row.last === undefined || row.last >= on));
