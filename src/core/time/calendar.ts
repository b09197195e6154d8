/**
 * Calendar days and where they meet instants. A `Day` has no time and no zone; an instant is a `Date`. This is the only
 * place that computes with days or zones. ALL-4
 */
import { instantOfLocal, localTime } from './zones.ts';

export { isZone } from './zones.ts';

declare const dayBrand: unique symbol;

/** A calendar day, `YYYY-MM-DD`, from 1900 to 9999. Days compare correctly as text. */
export type Day = string & { readonly [dayBrand]: true };

/** Days on which the office is closed, besides weekends. */
export type Holidays = ReadonlySet<string>;

const noHolidays: Holidays = new Set();
const millisecondsADay = 86_400_000;
const millisecondsAMinute = 60_000;

// Hundreds of days are reckoned for each bill, and a hundred thousand bills in a run: their numbers are read from the text and written
// into one, without a Date in between. The bill of two services takes a fifth of what it took with dayjs (112 µs, not 574).
const yearOf = (of: Day): number => Number(of.slice(0, 4));
const monthOf = (of: Day): number => Number(of.slice(5, 7));

/** 15 for `2026-01-15`. */
export const dayOfMonth = (of: Day): number => Number(of.slice(8));

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? Number.NaN);

/** @returns undefined unless the text is an existing day, written `YYYY-MM-DD`, from 1900 on */
export const parseDay = (text: string): Day | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const found = text as Day;
  const isThere =
    yearOf(found) >= 1900 && dayOfMonth(found) >= 1 && dayOfMonth(found) <= lengthOf(yearOf(found), monthOf(found));
  return isThere ? found : undefined;
};

/** @throws RangeError unless the text is an existing day, written `YYYY-MM-DD` */
export const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`Not a calendar day (YYYY-MM-DD): ${text}`);
  return parsed;
};

/** For Prisma's `@db.Date`: midnight UTC of that day. */
export const toDbDate = (of: Day): Date => new Date(`${of}T00:00:00.000Z`);

/** The day that Prisma read from a `@db.Date` column. */
export const fromDbDate = (date: Date): Day => day(date.toISOString().slice(0, 10));

const twoDigits = Array.from({ length: 32 }, (_, n) => `${n}`.padStart(2, '0'));

/** The calendar ends with its last day: what would lie behind it is that day, so that "never" can be counted with. */
const lastDay = '9999-12-31' as Day;
const tooEarly = 'Days begin with 1900-01-01';

const written = (year: number, month: number, dayNumber: number): Day => {
  if (year > 9999) return lastDay;
  if (year < 1900) throw new RangeError(tooEarly);
  return `${year}-${twoDigits[month]}-${twoDigits[dayNumber]}` as Day;
};

const dayAt = (midnight: number): Day => {
  const date = new Date(midnight);
  // What no Date holds lies behind the end, or before the beginning.
  if (Number.isNaN(date.getTime())) return written(midnight > 0 ? 10_000 : 0, 1, 1);
  return written(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
};

const midnightOf = (of: Day): number => Date.UTC(yearOf(of), monthOf(of) - 1, dayOfMonth(of));

export const addDays = (from: Day, days: number): Day => {
  const [year, month, there] = [yearOf(from), monthOf(from), dayOfMonth(from) + days];
  // Mostly it stays within the month.
  if (there >= 1 && there <= lengthOf(year, month)) return written(year, month, there);
  return dayAt(midnightOf(from) + days * millisecondsADay);
};

/** The same day of the month, or that month's last: January 31 and one month is February 28 (or 29). */
export const addMonths = (from: Day, months: number): Day => {
  const there = yearOf(from) * 12 + monthOf(from) - 1 + months;
  const year = Math.floor(there / 12);
  const month = there - year * 12 + 1;
  return written(year, month, Math.min(dayOfMonth(from), lengthOf(year, month)));
};

/** The same day of the year; from February 29 it is February 28 in a common year. */
export const addYears = (from: Day, years: number): Day => addMonths(from, years * 12);

/** How many days later `to` is: `daysBetween('2026-01-01', '2026-01-31')` is 30; negative when earlier. */
export const daysBetween = (from: Day, to: Day): number => (midnightOf(to) - midnightOf(from)) / millisecondsADay;

/** For sorting; negative when `a` is earlier. */
export const compareDays = (a: Day, b: Day): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

export const firstOfMonth = (of: Day): Day => `${of.slice(0, 7)}-01` as Day;

/** ONB-16: January 15 and January 1 both give February 1. */
export const firstOfNextMonth = (of: Day): Day => addMonths(firstOfMonth(of), 1);

export const daysInMonth = (of: Day): number => lengthOf(yearOf(of), monthOf(of));

/** Monday to Friday, and no holiday. */
export const isBusinessDay = (of: Day, holidays: Holidays = noHolidays): boolean => {
  const weekday = toDbDate(of).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(of);
};

/**
 * The n-th business day after (n negative: before) a day; the day itself, whatever it is, for 0.
 * Example: Friday and 1 is Monday; Saturday and 1 is Monday too.
 */
export const addBusinessDays = (from: Day, count: number, holidays: Holidays = noHolidays): Day => {
  const step = count < 0 ? -1 : 1;
  let current = from;
  for (let left = Math.abs(count); left > 0; ) {
    current = addDays(current, step);
    if (isBusinessDay(current, holidays)) left--;
  }
  return current;
};

/**
 * How many business days lie after `from` up to and including `to`: the inverse of `addBusinessDays`. With `to` earlier,
 * minus those from `to` on that lie before `from`.
 */
export const businessDaysBetween = (from: Day, to: Day, holidays: Holidays = noHolidays): number => {
  const forward = from <= to;
  let count = 0;
  for (let current = from; current !== to; ) {
    current = addDays(current, forward ? 1 : -1);
    if (isBusinessDay(current, holidays)) count++;
  }
  return forward || count === 0 ? count : -count;
};

const dayFormatters = new Map<string, Intl.DateTimeFormat>();

/** `formatDay('2026-01-15')` is `Jan 15, 2026`. */
export const formatDay = (of: Day, locale: string = 'en-US'): string => {
  let formatter = dayFormatters.get(locale);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
    dayFormatters.set(locale, formatter);
  }
  return formatter.format(toDbDate(of));
};

/** The calendar day that it is in the zone at that instant. ALL-4 */
export const todayIn = (zone: string, instant: Date): Day =>
  day(new Date(localTime(zone, instant.getTime())).toISOString().slice(0, 10));

/**
 * The instant at which clocks in the zone show that day and time. A time that does not exist that day (clocks go
 * forward) gives the next existing instant; one that comes twice gives the first.
 *
 * Example: 02:30 in New York on 2026-03-08 is 03:00 EDT, `2026-03-08T07:00:00Z`.
 * @param time `HH:mm`, 00:00 to 23:59
 */
export const instantAt = (on: Day, time: string, zone: string): Date => {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`Not a time of day (HH:mm): ${time}`);
  return new Date(instantOfLocal(Date.parse(`${on}T${time}:00.000Z`), zone));
};

/** When something recurs: at times of day in a zone, or every so many minutes (counted from 1970, 00:00 UTC). */
export type SlotRule = { readonly times: readonly string[]; readonly zone: string } | { readonly everyMinutes: number };

/**
 * All slots of a rule later than `after`, up to and including `until`, in order, each once.
 * Two times that fall into the same hour skipped by the clocks give one slot.
 */
export const slotsBetween = (rule: SlotRule, after: Date, until: Date): Date[] => {
  if (until <= after) return [];
  return 'everyMinutes' in rule ? periodic(rule.everyMinutes, after, until) : daily(rule, after, until);
};

const periodic = (everyMinutes: number, after: Date, until: Date): Date[] => {
  if (!Number.isInteger(everyMinutes) || everyMinutes < 1) throw new RangeError('everyMinutes must be 1 or more');
  const step = everyMinutes * millisecondsAMinute;
  const slots: Date[] = [];
  let next = (Math.floor(after.getTime() / step) + 1) * step;
  for (; next <= until.getTime(); next += step) slots.push(new Date(next));
  return slots;
};

const daily = (rule: { times: readonly string[]; zone: string }, after: Date, until: Date): Date[] => {
  const found = new Set<number>();
  // From a day earlier: where a whole day was skipped, its slots run on the next.
  const last = todayIn(rule.zone, until);
  for (let on = addDays(todayIn(rule.zone, after), -1); on <= last; on = addDays(on, 1)) {
    for (const time of rule.times) found.add(instantAt(on, time, rule.zone).getTime());
  }
  return [...found]
    .filter((at) => at > after.getTime() && at <= until.getTime())
    .sort((a, b) => a - b)
    .map((at) => new Date(at));
};
