import { FieldErrors } from '../errors.ts';
import { addMonths, type Day, formatDay } from './calendar.ts';

/** How many months from today a day may lie, by what it means. What lies further off was mistyped, or means "never". */
const ranges = {
  /** Something that happened: money came, an invoice was sent, a customer agreed. */
  happened: { back: 60, ahead: 0 },
  /** Something that people plan: a target, a meeting, a piece of work. It may be written down afterwards. */
  planned: { back: 12, ahead: 24 },
  /** Something that is waited for: the next try of a card, the end of a snooze. */
  awaited: { back: 0, ahead: 12 },
  /** The day as of which something is billed: each month up to it is reckoned. */
  billed: { back: 60, ahead: 24 },
  /** The last day of a license; it may have lapsed long ago. */
  expiry: { back: 120, ahead: 120 },
} as const;

export type DayMeaning = keyof typeof ranges;

/**
 * Why a day cannot have this meaning: a sentence with the days that can; undefined for one of them.
 *
 * Example: on 2026-03-02 a plan for 2031-01-01 gives "Choose a day from Mar 2, 2025 to Mar 2, 2028."
 */
export const dayProblem = (on: Day, meaning: DayMeaning, today: Day): string | undefined => {
  const { back, ahead } = ranges[meaning];
  const [first, last] = [addMonths(today, -back), addMonths(today, ahead)];
  return on < first || on > last ? `Choose a day from ${formatDay(first)} to ${formatDay(last)}.` : undefined;
};

type Days = Readonly<Record<string, Day | undefined>>;

/** What is wrong with days of one meaning, by field; absent days are left alone. */
export const dayProblems = (days: Days, meaning: DayMeaning, today: Day): Record<string, string> =>
  Object.fromEntries(
    Object.entries(days).flatMap(([field, on]) => {
      const problem = on && dayProblem(on, meaning, today);
      return problem ? [[field, problem] as const] : [];
    }),
  );

/** @throws FieldErrors at each of the fields whose day cannot have this meaning */
export const requireDays = (days: Days, meaning: DayMeaning, today: Day): void => {
  const problems = dayProblems(days, meaning, today);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};
