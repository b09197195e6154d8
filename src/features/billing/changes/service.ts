/** One service: the rows that took over from one another. What is planned for a day is a row of its own. BIL-6 */
import { UserError } from '../../../core/errors.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { dayBefore, isWithin } from '../../../core/time/spans.ts';
import { type Item, serviceOf } from '../charging/index.ts';

/** Something planned for later that falls away, for people: `12 × Managed services from May 1, 2026`. */
export interface Dropped {
  readonly itemId: string;
  readonly on: Day;
  readonly what: string;
}

/** What a change does to the rows of a subscription. */
export interface Change {
  /** New rows, and those that end, are interrupted or are taken back; all others stay as they are. */
  readonly rows: readonly Item[];
  readonly dropped: readonly Dropped[];
}

/** A service that goes on from a day as it is on that day: what was planned for later fell away, its end did not. */
interface Continued extends Change {
  readonly row: Item;
}

/** The last day of a service, where one is known. */
export const endOf = (service: readonly Item[]): Day | undefined => service.at(-1)?.last;

/**
 * The row that a change acts on, with all that was planned for later out of its way.
 * @param on the first day of the new state
 * @throws UserError for a day before the service begins, or after it ended
 */
export const continuedFrom = (items: readonly Item[], itemId: string, on: Day): Continued => {
  const service = serviceOf(items, itemId);
  const row = service.find((each) => isWithin(on, each));
  if (!row)
    throw new UserError(
      notServed(
        service,
        items.find(({ id }) => id === itemId),
        on,
      ),
    );
  const later = service.filter(({ first }) => first > on);
  return {
    row: { ...row, last: endOf(service) },
    rows: later.map(takenBack),
    dropped: later.map(asDropped),
  };
};

export const takenBack = (row: Item): Item => ({ ...row, withdrawn: true });

export const asDropped = ({ id, first, quantity, description }: Item): Dropped => ({
  itemId: id,
  on: first,
  what: `${quantity} × ${description} from ${formatDay(first)}`,
});

const notServed = (service: readonly Item[], item: Item | undefined, on: Day): string => {
  const [begun] = service;
  if (!item || !begun) return 'This service was taken back. Add it anew.';
  if (on < begun.first) {
    return `“${item.description}” begins on ${formatDay(begun.first)}. Choose that day or a later one.`;
  }
  return `“${item.description}” ends on ${formatDay(endOf(service) ?? on)}: after that nothing of it can change. Add it anew.`;
};

/** A row as it is when another state begins on a day: it ends the day before; where no day is left, it is taken back. */
export const endedBefore = (row: Item, on: Day): Item =>
  on <= row.first ? takenBack(row) : { ...row, last: dayBefore(on) };

/** All rows as they are after a change. */
export const afterChange = (items: readonly Item[], { rows }: Change): readonly Item[] => {
  const changed = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(items.map(({ id }) => id));
  return [...items.map((item) => changed.get(item.id) ?? item), ...rows.filter(({ id }) => !known.has(id))];
};
