import type { Day } from '../../../core/time/calendar.ts';
import { type Account, asBilled, type DueLine, dueLines } from '../charging/index.ts';
import { afterChange, type Change } from './service.ts';

/**
 * BIL-6: what a change credits and charges as of a day, by the same function that makes the bills: what would be due after
 * it if all that is due without it were billed.
 *
 * Example: removed on April 16 after April was billed at $3,950.00: one line of −$1,975.00.
 * @param asOf the day of the change or later, so that its period counts as due
 */
export const effectOf = (account: Account, change: Change, asOf: Day): readonly DueLine[] => {
  const billed = [...account.billed, ...asBilled(dueLines(account, asOf))];
  return dueLines({ ...account, billed, items: afterChange(account.items, change) }, asOf);
};
