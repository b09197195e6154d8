import { type Day, parseDay } from './calendar.ts';

/** What a text says about a day: which one, or that it is written like one and could be two, or none. */
export type WrittenDay = { readonly day: Day } | { readonly unclear: true };

const languages = ['en', 'it'];

/** Each month's long names, in small letters. */
const months: readonly (readonly string[])[] = Array.from({ length: 12 }, (_, month) =>
  languages.map((language) =>
    new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
      .format(new Date(Date.UTC(2026, month)))
      .toLowerCase(),
  ),
);

/** 1–12, 0 for no month; names may be cut off after three letters. */
const monthOf = (word: string): number =>
  word.length < 3 ? 0 : months.findIndex((names) => names.some((name) => name.startsWith(word))) + 1;

const dayOf = (year: string, month: number, date: string): Day | undefined =>
  parseDay(`${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`);

const onlyOne = (...readings: readonly (Day | undefined)[]): WrittenDay => {
  const [day, other] = new Set(readings.filter((each) => each !== undefined));
  return day === undefined || other !== undefined ? { unclear: true } : { day };
};

const byName = (year: string, name: string, date: string): WrittenDay | undefined => {
  const month = monthOf(name);
  return month === 0 ? undefined : onlyOne(dayOf(year, month, date));
};

const shapes = {
  yearFirst: /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  dayAndName: /^(\d{1,2})(?:st|nd|rd|th|o)?[.\s-]*(\p{L}{3,})\.?[\s,-]*(\d{4})$/u,
  nameAndDay: /^(\p{L}{3,})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})$/u,
  twoNumbers: /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/,
};

/**
 * Reads a day as people write it, where it can be only one: `2027-03-01`, `1 March 2027`, `Mar 1st, 2027`, `31/12/2027`.
 * `03/04/2027` is unclear, since half of the world reads it otherwise; so is `2027-02-30`, which there is not.
 *
 * @returns undefined for what is not written like a day
 */
export const readDay = (text: string): WrittenDay | undefined => {
  const lower = text.trim().toLowerCase();
  const [, year = '', , month = '', date = ''] = shapes.yearFirst.exec(lower) ?? [];
  if (year) return onlyOne(dayOf(year, Number(month), date));
  const [, ownDate = '', name = '', ownYear = ''] = shapes.dayAndName.exec(lower) ?? [];
  if (ownYear) return byName(ownYear, name, ownDate);
  const [, firstName = '', itsDate = '', itsYear = ''] = shapes.nameAndDay.exec(lower) ?? [];
  if (itsYear) return byName(itsYear, firstName, itsDate);
  const [, one = '', , other = '', lastYear = ''] = shapes.twoNumbers.exec(lower) ?? [];
  if (!lastYear) return undefined;
  if (lastYear.length === 2) return { unclear: true };
  return onlyOne(dayOf(lastYear, Number(other), one), dayOf(lastYear, Number(one), other));
};
