/** Services that are taken back or end: undo, regret, remove. BIL-6 */
import { UserError } from '../../../core/errors.ts';
import { formatMoney, sum } from '../../../core/money/money.ts';
import type { UnitPrice } from '../../../core/money/unit-price.ts';
import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { type Billed, type Item, serviceOf } from '../charging/index.ts';
import type { Changing } from './change.ts';
import { asDropped, type Change, continuedFrom, type Dropped, endedBefore, endOf, takenBack } from './service.ts';

type TakingBack = Omit<Changing, 'on'>;

/**
 * BIL-6, undo: what was never billed is taken back, as if it had never begun. After a swap, what it replaced goes on.
 * @throws UserError once something was billed for it
 */
export const undo = ({
  billed,
  currency,
  ...taking
}: TakingBack & { billed: readonly Billed[]; currency: string }): Change => {
  const part = partOf(taking);
  const lines = billed.filter(({ itemId }) => part.some(({ id }) => id === itemId));
  if (lines.length > 0) {
    const net = sum(
      lines.map((line) => line.net),
      currency,
    );
    throw new UserError(
      `${named(part)} was billed already, ${formatMoney(net)} before tax. Regret or remove it instead.`,
    );
  }
  return takeBack(taking, part);
};

/**
 * BIL-6, regret: within so many days after it was added, whenever it begins, everything billed for it is credited. After a swap,
 * what it replaced goes on. Of what another system billed before, its first day counts.
 *
 * Example: added on April 8, 14 days: until April 22.
 * @throws UserError when that time has passed
 */
export const regret = ({ today, days, ...taking }: TakingBack & { today: Day; days: number }): Change => {
  const part = partOf(taking);
  const [begun] = part;
  const { addedOn } = addedAs(taking.items, begun);
  const from = addedOn ?? begun.first;
  const until = addDays(from, days);
  if (today > until) {
    throw new UserError(
      `${named(part)} ${addedOn === undefined ? 'began' : 'was added'} on ${formatDay(from)} and could be regretted until ${formatDay(until)}. Remove it instead.`,
    );
  }
  return takeBack(taking, part);
};

/**
 * BIL-6, remove: it ends the day before; the days from then on are credited, less a penalty where the terms have one, which
 * is a charge of its own. What was planned for later falls away.
 */
export const remove = ({ penalty, ...changing }: Changing & { penalty?: Penalty | undefined }): Change => {
  const { items, itemId, on } = changing;
  const { row, rows, dropped } = continuedFrom(items, itemId, on);
  const ended = endedBefore({ ...row, interruptions: row.interruptions.filter(({ first }) => first < on) }, on);
  return {
    rows: [ended, ...rows, ...(penalty ? [penaltyRow(row, on, penalty)] : [])],
    dropped: [...dropped, ...plannedOf(row, on)],
  };
};

/** What ending early costs by the terms. */
export interface Penalty {
  /** Of the row that it makes. */
  readonly id: string;
  readonly price: UnitPrice;
}

const penaltyRow = (row: Item, on: Day, { id, price }: Penalty): Item => ({
  id,
  sold: { kind: 'charge', id: 'early-end' },
  description: `Early end of ${row.description}`,
  quantity: 1,
  first: on,
  last: on,
  prices: [{ from: on, price }],
  per: 'once',
  prorated: 'never',
  interruptions: [],
});

/** Stops, pauses and an end that were planned for the day or later. */
const plannedOf = ({ id, description, interruptions, last }: Item, on: Day): readonly Dropped[] => [
  ...interruptions
    .filter(({ first }) => first >= on)
    .map(({ kind, first }) => ({ itemId: id, on: first, what: `${kind} of ${description} from ${formatDay(first)}` })),
  ...(last === undefined ? [] : [{ itemId: id, on: last, what: `end of ${description} on ${formatDay(last)}` }]),
];

/** The rows that sell the same as this one, one after another: what was added, or swapped in. */
const partOf = ({ items, itemId }: TakingBack): readonly [Item, ...Item[]] => {
  const service = serviceOf(items, itemId);
  const own = service.findIndex(({ id }) => id === itemId);
  const sold = service[own]?.sold.id;
  const before = service.slice(0, own).findLastIndex((row) => row.sold.id !== sold);
  const [first, ...others] = service.slice(before + 1);
  if (own < 0 || !first) throw new UserError('This service was taken back already. Add it anew.');
  return [first, ...others];
};

const takeBack = ({ items }: TakingBack, part: readonly [Item, ...Item[]]): Change => {
  const [begun, ...later] = part;
  const before = swappedFrom(items, begun);
  const goesOn = before ? [{ ...before, withdrawn: undefined, last: endOf(part) }] : [];
  return { rows: [...part.map(takenBack), ...goesOn], dropped: later.map(asDropped) };
};

/** The row with which somebody added it, also where another quantity took its place on its first day. */
const addedAs = (items: readonly Item[], row: Item): Item => {
  const before = items.find(({ id }) => id === row.replaces);
  return before?.sold.id === row.sold.id ? addedAs(items, before) : row;
};

/** The row of another plan or charge that a row took over from, perhaps by way of others that were taken back. */
const swappedFrom = (items: readonly Item[], row: Item): Item | undefined => {
  const before = items.find(({ id }) => id === row.replaces);
  return before?.sold.id === row.sold.id ? swappedFrom(items, before) : before;
};

const named = ([{ description }]: readonly [Item, ...Item[]]): string => `“${description}”`;
