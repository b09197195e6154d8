import type { Money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';

/** Money that came in, as a bank's file says. BIL-15 */
export interface BankRow {
  readonly id: string;
  readonly on: Day;
  readonly amount: Money;
  readonly text: string;
  /** The bank's id of it, if it has one. */
  readonly reference?: string | undefined;
  readonly state: 'waiting' | 'booked' | 'set_aside';
  readonly decided?: { readonly by: string; readonly at: Date } | undefined;
}

export type EnteredRow = Pick<BankRow, 'on' | 'amount' | 'text' | 'reference'>;

/**
 * What each row is known by: the bank's id, else its day, amount and text, and which of several alike of one file it is. The same row
 * in another file is the same.
 *
 * Example: two rows of $50.00 with the same text on one day are two; the file given again adds none.
 */
export const keysOf = (rows: readonly EnteredRow[]): readonly string[] => {
  const seen = new Map<string, number>();
  return rows.map(({ on, amount, text, reference }) => {
    if (reference) return `id:${amount.currency}:${reference}`;
    const said = `${on}:${amount.currency}:${amount.amount}:${text.toLowerCase().replace(/\s+/g, ' ')}`;
    const nth = (seen.get(said) ?? 0) + 1;
    seen.set(said, nth);
    return `row:${said}:${nth}`;
  });
};
