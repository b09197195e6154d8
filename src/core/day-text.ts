import { type Day, parseDay } from './calendar.ts';

/** What a text says about a day: which one, or that it could be two. */
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

const dayOf = (year: string, month: number, date: string): WrittenDay | undefined => {
  const found = parseDay(`${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`);
  return found && { day: found };
};

const shapes = {
  yearFirst: /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  dayAndName: /^(\d{1,2})(?:st|nd|rd|th|o)?[.\s-]*(\p{L}{3,})\.?[\s,-]*(\d{4})$/u,
  nameAndDay: /^(\p{L}{3,})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})$/u,
  twoNumbers: /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/,
};

/**
 * Reads a day as people write it, where it can be only one: `2027-03-01`, `1 March 2027`, `Mar 1st, 2027`, `31/12/2027`.
 * `03/04/2027` is unclear, since half of the world reads it otherwise.
 *
 * @returns undefined for what is no day
 */
export const readDay = (text: string): WrittenDay | undefined => {
  const lower = text.trim().toLowerCase();
  const [, year = '', , month = '', date = ''] = shapes.yearFirst.exec(lower) ?? [];
  if (year) return dayOf(year, Number(month), date);
  const [, ownDate = '', name = '', ownYear = ''] = shapes.dayAndName.exec(lower) ?? [];
  if (ownYear) return dayOf(ownYear, monthOf(name), ownDate);
  const [, firstName = '', itsDate = '', itsYear = ''] = shapes.nameAndDay.exec(lower) ?? [];
  if (itsYear) return dayOf(itsYear, monthOf(firstName), itsDate);
  const [, one = '', , other = '', lastYear = ''] = shapes.twoNumbers.exec(lower) ?? [];
  if (!lastYear) return undefined;
  if (lastYear.length === 2) return { unclear: true };
  const readings = [dayOf(lastYear, Number(other), one), dayOf(lastYear, Number(one), other)];
  const days = new Set(readings.flatMap((each) => (each && 'day' in each ? [each.day] : [])));
  const [only] = days;
  return days.size > 1 ? { unclear: true } : only && { day: only };
};
