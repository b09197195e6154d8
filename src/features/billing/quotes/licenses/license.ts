/** Licenses of a subscription: how many there are, when they are renewed, and how more or fewer of them become rows. BIL-10 */
import type { Day } from '../../../../core/time/calendar.ts';
import { dayAfter, isWithin } from '../../../../core/time/spans.ts';
import { longerPeriod } from '../../charging/index.ts';
import {
  type ServiceChange,
  type ServiceRow,
  type SoldService,
  type Subscription,
  scheduleOf,
} from '../../subscriptions/index.ts';

type RecurringRow = ServiceRow & { readonly per: 1 | 3 | 12 };

/** What is sold by a quantity, of which several rows may tell: one for each time that some were added. */
export interface License {
  /** Of any of its rows. */
  readonly itemId: string;
  readonly description: string;
  readonly quantity: number;
  /** The earliest first. */
  readonly rows: readonly [RecurringRow, ...RecurringRow[]];
  /** The first day of the next term. */
  readonly renewsOn: Day;
}

/** Counted by assets or units it is not sold by a quantity; what is charged once or free is no license. */
const isLicense = (row: ServiceRow): row is RecurringRow =>
  row.per !== 'once' && !row.withdrawn && !row.free && !row.eachAsset && !row.prices.some(({ metering }) => metering);

const sameAs = (a: ServiceRow, b: ServiceRow): boolean =>
  a.sold.kind === b.sold.kind &&
  a.sold.id === b.sold.id &&
  a.per === b.per &&
  a.ownPrice?.tenThousandths === b.ownPrice?.tenThousandths;

/** The rows that sell the same as one, that stand on a day. */
export const rowsLike = (rows: readonly ServiceRow[], like: ServiceRow, on: Day): readonly ServiceRow[] =>
  rows.filter((row) => isLicense(row) && sameAs(row, like) && isWithin(on, row));

export const quantityOf = (rows: readonly ServiceRow[]): number =>
  rows.reduce((total, { quantity }) => total + quantity, 0);

/** What a subscription has on a day, each with all of its rows. */
export const licensesOf = ({ items, template }: Subscription, on: Day): readonly License[] => {
  const standing = items.filter(isLicense).filter((row) => isWithin(on, row));
  const firsts = standing.filter((row, at) => standing.findIndex((each) => sameAs(each, row)) === at);
  return firsts.map((like) => {
    const rows = standing.filter((row) => sameAs(row, like)).sort((a, b) => (a.first < b.first ? -1 : 1));
    const term = longerPeriod(like, scheduleOf(template), { first: on, last: on });
    return {
      itemId: like.id,
      description: like.description,
      quantity: quantityOf(rows),
      rows: [rows[0] ?? like, ...rows.slice(1)],
      renewsOn: dayAfter(term.last),
    };
  });
};

const soldOf = ({ sold, ownPrice, description, per, prorated, taxCategory, account }: RecurringRow): SoldService => ({
  ...(sold.kind === 'plan' ? { plan: sold.id } : sold.id.startsWith('typed:') ? {} : { charge: sold.id }),
  ...(ownPrice ? { own: `${ownPrice.tenThousandths}` } : {}),
  description,
  per,
  // By the days of the running term, whatever a broken month would be. BIL-10
  prorated: prorated === 'never' ? 'never' : 'by days',
  ...(taxCategory ? { taxCategory } : {}),
  ...(account ? { account } : {}),
});

/**
 * BIL-10: more of them from a day on: a row of their own, so that their part of the running term is rounded once, by itself.
 *
 * Example: two more of $1,200.00 a year on July 2, renewed on January 1: 183 of 365 days of $2,400.00, $1,203.29.
 * @param id of the row that begins
 */
export const addition = (
  { rows }: License,
  more: number,
  { on, id }: { readonly on: Day; readonly id: string },
): ServiceChange => ({
  kind: 'start',
  id,
  on,
  quantity: more,
  sold: soldOf(rows[rows.length - 1] ?? rows[0]),
});

/**
 * BIL-10: fewer of them from a day on; those that were added last go first.
 *
 * Example: five, and two that were added; four are left: the two end, and the five become four.
 */
export const reductions = (
  { rows }: License,
  fewer: number,
  on: Day,
  newId: () => string,
): readonly ServiceChange[] => {
  const changes: ServiceChange[] = [];
  let left = fewer;
  for (const { id: itemId, quantity } of [...rows].reverse()) {
    if (left === 0) break;
    const taken = Math.min(left, quantity);
    left -= taken;
    const change = { itemId, id: newId(), on };
    changes.push(
      taken === quantity ? { kind: 'remove', ...change } : { kind: 'quantity', ...change, quantity: quantity - taken },
    );
  }
  return changes;
};

/** `ESILaw: 5 → 7`. */
export const whatOf = ({ description, quantity }: License, wanted: number): string =>
  `${description}: ${quantity} → ${wanted}`;
