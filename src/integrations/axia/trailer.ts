import { type Money, parseAmount } from '../../core/money.ts';
import { ReportRefused } from '../../features/collections/index.ts';

/** What was read, to compare a totals line with. */
export interface Sums {
  readonly rows: number;
  /** By currency, minor units. */
  readonly amounts: ReadonlyMap<string, bigint>;
  /** Whether every row's amount could be read (those of ignored rows need not). */
  readonly isComplete: boolean;
}

const label = /^(?:grand |report )?(?:totals?|count|sum)\b|^(?:number of )?(?:records|transactions|rows)\b/i;

/** Whether a record is a totals line rather than a transaction: its first filled cell says so. */
export const isTotals = (cells: readonly string[]): boolean =>
  label.test(cells.find((cell) => cell.trim() !== '')?.trim() ?? '');

/**
 * Compares the totals line with what was read. The number of rows is its first plain whole number outside the amount's
 * column, the sum the amount in that column (or, in a line shorter than the table, the other figure).
 * @throws ReportRefused when they differ: rows are missing, or were changed
 */
export const checkTotals = (
  record: { readonly row: number; readonly cells: readonly string[] },
  width: number,
  amountAt: number,
  currency: string,
  sums: Sums,
): void => {
  const { cells, row } = record;
  const first = cells.findIndex((cell) => cell.trim() !== '');
  const isFull = cells.length >= width;
  const figures = cells
    .map((cell, at) => ({ at, text: cell.trim() }))
    .filter(({ at, text }) => at > first && /\d/.test(text));
  const inLabel = /(\d+)/.exec(cells[first] ?? '')?.[1];
  const count = inLabel ?? figures.find(({ at, text }) => /^\d+$/.test(text) && !(isFull && at === amountAt))?.text;
  const sum = isFull ? cells[amountAt]?.trim() : figures.find(({ text }) => !/^\d+$/.test(text))?.text;
  if (count !== undefined && Number(count) !== sums.rows) {
    throw new ReportRefused(
      `Row ${row}: the totals line counts ${Number(count)} rows, but the file has ${sums.rows}. Is it complete?`,
    );
  }
  if (sum && sums.isComplete && sums.amounts.size <= 1) checkSum(row, sum, currency, sums);
};

const checkSum = (row: number, text: string, fallback: string, sums: Sums): void => {
  const [currency, amount] = [...sums.amounts][0] ?? [fallback, 0n];
  const stated = parseAmount(text, currency);
  if (!stated.ok) throw new ReportRefused(`Row ${row}: the totals line’s amount cannot be read. ${stated.error}`);
  const read: Money = { amount, currency };
  if (stated.value.amount !== read.amount) {
    throw new ReportRefused(`Row ${row}: the totals line’s amount is not the sum of the rows. Is the file complete?`);
  }
};
