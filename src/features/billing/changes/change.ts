/** Services that begin, and that go on otherwise. BIL-6 */
import { UserError } from '../../../core/errors.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import type { Item } from '../charging/index.ts';
import { type Change, continuedFrom, endedBefore } from './service.ts';

/** A change of a service, now or for a day that is yet to come. */
export interface Changing {
  /** All rows of the subscription. */
  readonly items: readonly Item[];
  /** Any row of the service. */
  readonly itemId: string;
  /** The first day of the new state. BIL-22 */
  readonly on: Day;
}

/** What another plan or charge brings along. */
export type Sold = Pick<Item, 'sold' | 'description' | 'prices' | 'per' | 'prorated' | 'eachAsset'>;

/**
 * A service begins.
 * @throws UserError for an end before the beginning, or less than one
 */
export const begin = (row: Item): Change => {
  refuseQuantity(row.quantity);
  if (row.last !== undefined && row.last < row.first) {
    throw new UserError(
      `“${row.description}” would end on ${formatDay(row.last)}, before it begins on ${formatDay(row.first)}. Choose that day or a later one.`,
    );
  }
  return { rows: [row], dropped: [] };
};

/**
 * Another quantity from a day on: one row ends the day before, another begins. The end stays; what was planned for later falls away.
 *
 * Example: ten since January 1 become twelve on April 15: ten until April 14, twelve from then on.
 * @param id of the row that begins
 */
export const changeQuantity = ({ quantity, id, ...changing }: Changing & { quantity: number; id: string }): Change => {
  refuseQuantity(quantity);
  return takeOver(changing, { id, quantity });
};

/** Another plan from a day on, in the same quantity. */
export const swap = ({ to, id, ...changing }: Changing & { to: Sold; id: string }): Change =>
  takeOver(changing, { id, ...to });

const takeOver = ({ items, itemId, on }: Changing, state: Partial<Item> & { readonly id: string }): Change => {
  const { row, rows, dropped } = continuedFrom(items, itemId, on);
  // A service that is stopped or paused stays so.
  const interruptions = row.interruptions.filter(({ last }) => last === undefined || on <= last);
  const next: Item = { ...row, ...state, replaces: row.id, first: on, addedOn: undefined, interruptions };
  return { rows: [endedBefore(row, on), next, ...rows], dropped };
};

const refuseQuantity = (quantity: number): void => {
  if (Number.isSafeInteger(quantity) && quantity > 0) return;
  throw new UserError('Enter a whole number from 1 on. What is no longer wanted at all is removed instead.');
};
