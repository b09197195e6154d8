/** How few licenses a customer may have. BIL-10 */
import { addMonths, type Day } from '../../../../core/time/calendar.ts';

export interface Minimum {
  /** Of the plan or charge, in capital letters. */
  readonly code: string;
  readonly quantity: number;
  /** It holds until the first renewal only. */
  readonly isOfFirstTerm: boolean;
}

/** `LAWYERS: 5`, `USERS: 1 in the first term`. @returns undefined for what is written otherwise */
export const parseMinimum = (text: string): Minimum | undefined => {
  const match = /^\s*([\p{L}\p{N}][\p{L}\p{N}./_-]{0,39})\s*:\s*(\d{1,6})(\s+in the first term)?\s*$/iu.exec(text);
  if (!match?.[1]) return undefined;
  return { code: match[1].toUpperCase(), quantity: Number(match[2]), isOfFirstTerm: match[3] !== undefined };
};

/**
 * The fewest that there may be of a code on a day; 0 where nothing is set.
 *
 * Example: five always and seven in the first term, of a year that began on March 1: seven until the end of February, then five.
 * @param of `since`: the first day of the service; `months`: of its term
 */
export const fewest = (
  minimums: readonly Minimum[],
  code: string,
  { since, months, on }: { readonly since: Day; readonly months: number; readonly on: Day },
): number =>
  minimums
    .filter((each) => each.code === code.toUpperCase() && (!each.isOfFirstTerm || on < addMonths(since, months)))
    .reduce((most, { quantity }) => Math.max(most, quantity), 0);
