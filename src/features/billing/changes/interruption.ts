/** Services that are stopped, started again, or paused. BIL-6 */
import { UserError } from '../../../core/errors.ts';
import { plural } from '../../../core/text/text.ts';
import { addDays, type Day, day, formatDay } from '../../../core/time/calendar.ts';
import { dayBefore, daysOf, isWithin, overlap, type Period, within } from '../../../core/time/spans.ts';
import { type Interruption, type Item, serviceOf } from '../charging/index.ts';
import type { Changing } from './change.ts';
import { type Change, continuedFrom } from './service.ts';

/** What the terms say of pauses. */
export interface PauseTerms {
  readonly daysPerYear: number;
  /** How many pauses may begin in a calendar year. */
  readonly timesPerYear: number;
  /** The end moves by the days paused. */
  readonly movesEnd: boolean;
}

/**
 * BIL-6: stopped from a day on, until it is started again.
 * @throws UserError where it is stopped or paused already, or will be
 */
export const stop = ({ items, itemId, on }: Changing): Change => {
  const { row, rows, dropped } = continuedFrom(items, itemId, on);
  return { rows: [interrupted(row, { kind: 'stop', first: on }), ...rows], dropped };
};

/**
 * BIL-6: served again from a day on: a stop ends, or a pause ends earlier; an end that the pause moved comes back by as much.
 * @throws UserError where it is neither stopped nor paused on that day
 */
export const startAgain = ({ items, itemId, on }: Changing): Change => {
  const { row, rows, dropped } = continuedFrom(items, itemId, on);
  const ending = row.interruptions.find((each) => isWithin(on, each));
  if (!ending) {
    throw new UserError(
      `“${row.description}” is neither stopped nor paused on ${formatDay(on)}. Choose a day on which it is.`,
    );
  }
  const rest = on > ending.first ? [{ ...ending, last: dayBefore(on) }] : [];
  const saved = ending.movedEnd && ending.last ? daysOf({ first: on, last: ending.last }) : 0;
  return {
    rows: [
      {
        ...row,
        last: row.last && addDays(row.last, -saved),
        interruptions: [...row.interruptions.filter((each) => each !== ending), ...rest],
      },
      ...rows,
    ],
    dropped,
  };
};

/**
 * BIL-6: paused from one day to another; it goes on by itself. The days of a calendar year are capped, how many pauses begin in
 * it likewise, and the terms may move the end by the days paused.
 *
 * Example: 60 days a year: after 40 in spring, 20 are left, and 21 are refused.
 * @throws UserError for an end before the beginning, too many days or pauses, or where it is stopped or paused already
 */
export const pause = ({
  items,
  itemId,
  days,
  terms,
}: Omit<Changing, 'on'> & { days: Period; terms: PauseTerms }): Change => {
  if (days.last < days.first) {
    throw new UserError(
      `The pause would end on ${formatDay(days.last)}, before it begins. Choose ${formatDay(days.first)} or later.`,
    );
  }
  const { row, rows, dropped } = continuedFrom(items, itemId, days.first);
  const before = pausesOf(serviceOf(items, itemId));
  refuseTooOften(before, row, days, terms);
  refuseTooMany(before, row, days, terms);
  const paused = interrupted(row, { kind: 'pause', ...days, movedEnd: terms.movesEnd });
  const last = row.last && addDays(row.last, terms.movesEnd ? daysOf(days) : 0);
  return { rows: [{ ...paused, last }, ...rows], dropped };
};

const interrupted = (row: Item, interruption: Interruption): Item => {
  const other = row.interruptions.find((each) => overlap(each, interruption));
  if (other) {
    const until = other.last ? ` until ${formatDay(other.last)}` : '';
    throw new UserError(
      `“${row.description}” has a ${other.kind} from ${formatDay(other.first)}${until} already. Start it again first, or choose other days.`,
    );
  }
  return { ...row, interruptions: [...row.interruptions, interruption] };
};

/** A row that took over from another has its pause too: each counts once. */
const pausesOf = (service: readonly Item[]): readonly Interruption[] => {
  const pauses = service.flatMap(({ interruptions }) => interruptions).filter(({ kind }) => kind === 'pause');
  return [...new Map(pauses.map((each) => [each.first, each])).values()];
};

const yearOf = (on: Day): string => on.slice(0, 4);

const refuseTooOften = (
  pauses: readonly Interruption[],
  row: Item,
  { first }: Period,
  { timesPerYear }: PauseTerms,
): void => {
  const begun = pauses.filter((each) => yearOf(each.first) === yearOf(first));
  if (begun.length < timesPerYear) return;
  const when =
    begun.length > 0
      ? `: in ${yearOf(first)} it was from ${begun.map((each) => formatDay(each.first)).join(', ')}`
      : '';
  throw new UserError(
    `“${row.description}” may be paused ${plural(timesPerYear, 'time')} a year${when}. Stop it instead.`,
  );
};

const refuseTooMany = (pauses: readonly Interruption[], row: Item, days: Period, { daysPerYear }: PauseTerms): void => {
  for (const year of yearsOf(days)) {
    const used = pauses.reduce((total, each) => total + daysIn(each, year), 0);
    const asked = daysIn(days, year);
    if (used + asked > daysPerYear) {
      const left = Math.max(daysPerYear - used, 0);
      throw new UserError(
        `“${row.description}” may be paused for ${daysPerYear} days a year: ${left} of ${year.first.slice(0, 4)} are left, and these are ${asked}. Choose fewer days.`,
      );
    }
  }
};

const daysIn = (span: Interruption | Period, year: Period): number => {
  const common = within(span, year);
  return common ? daysOf(common) : 0;
};

/** The calendar years that a period touches. */
const yearsOf = ({ first, last }: Period): readonly Period[] => {
  const start = Number(first.slice(0, 4));
  return Array.from({ length: Number(last.slice(0, 4)) - start + 1 }, (_, index) => ({
    first: day(`${start + index}-01-01`),
    last: day(`${start + index}-12-31`),
  }));
};
