import { formatMoney, isCurrency, type Money, parseAmount } from '../../core/money/money.ts';
import { plainCell } from '../../core/text/cells.ts';
import { plural } from '../../core/text/text.ts';
import type { Columns } from './columns.ts';
import type { NumberedRecord } from './records.ts';
import { refuseCell } from './refuse-cell.ts';

/** What was read, to compare a totals line with. */
export interface Sums {
  readonly rows: number;
  /** By currency, minor units. */
  readonly amounts: ReadonlyMap<string, bigint>;
  /** The first row whose amount cannot be read (those of ignored rows need not be readable). */
  readonly unreadRow: number | undefined;
}

/**
 * An amount that may be negative, as accountants write it too: `-480.00`, `($480.00)`, `480.00-`; minor units.
 * @returns undefined when it is none
 */
export const signedAmount = (text: string, currency: string): bigint | undefined => {
  const [, before = '', figures = '', after = ''] = /^(\D*)(\d(?:.*\d)?)(\D*)$/s.exec(text.normalize('NFKC')) ?? [];
  const signs = /[-−–()]/gu;
  const parsed = parseAmount(before.replace(signs, '') + figures + after.replace(signs, ''), currency);
  if (!parsed.ok) return undefined;
  return /[-−–(]/u.test(before + after) ? -parsed.value.amount : parsed.value.amount;
};

const label = /^(?:grand |report )?(?:totals?|count|sum)\b|^(?:number of |\d+ )?(?:records|transactions|rows)\b/i;

interface Filled {
  readonly at: number;
  readonly text: string;
}

const filledCells = (cells: readonly string[]): readonly Filled[] =>
  cells.map((cell, at) => ({ at, text: plainCell(cell) })).filter(({ text }) => text !== '');

const isFigure = (text: string): boolean => signedAmount(text, 'USD') !== undefined || isCurrency(text.toUpperCase());

/**
 * Whether a record that is no transaction is the line of totals: its first filled cell says so, figures follow, and nothing else.
 * Half a row of a customer whose name begins with “Total” is none.
 */
export const isTotals = ({ cells }: NumberedRecord): boolean => {
  const name = plainCell(cells.find((cell) => cell.trim() !== '') ?? '');
  if (!label.test(name)) return false;
  const others = filledCells(cells).slice(1);
  return others.every(({ text }) => isFigure(text)) && (others.length > 0 || /\d/.test(name));
};

/**
 * Whether a record that is no transaction is a note, such as `*** End of report ***`: words in one cell of a whole line. Half a row
 * is none: the file ends within it.
 */
export const isNote = ({ cells, isCut }: NumberedRecord): boolean => {
  const [only, ...others] = filledCells(cells);
  if (isCut || only === undefined || others.length > 0) return false;
  return /\p{L}/u.test(only.text) && /[\s*–—]/u.test(only.text);
};

/**
 * Compares the totals line with what was read. The number of rows is its first plain whole number outside the amount's
 * column, the sum the amount in that column (or, in a line shorter than the table, the other figure).
 * @returns what was compared, and what could not be
 * @throws ReportRefused when they differ: rows are missing, or were changed
 */
export const checkTotals = (
  record: NumberedRecord,
  columns: Columns,
  header: readonly string[],
  fallback: string,
  sums: Sums,
): string => {
  const { cells, row } = record;
  const [first, ...others] = filledCells(cells);
  const isFull = cells.length >= columns.width;
  const figures = others.filter(({ text }) => /\d/.test(text));
  const inLabel = first && /\d+/.exec(first.text)?.[0];
  const counted = figures.find(({ at, text }) => /^\d+$/.test(text) && !(isFull && at === columns.amount));
  const count = inLabel ?? counted?.text;
  const sum = isFull
    ? figures.find(({ at }) => at === columns.amount)
    : figures.find(({ text }) => !/^\d+$/.test(text));
  if (count !== undefined && Number(count) !== sums.rows) {
    const text = `the totals line counts ${plural(Number(count), 'row')}, but the file has ${sums.rows}. Is it complete?`;
    refuseCell(row, header, (inLabel === undefined ? counted : first)?.at ?? 0, text);
  }
  const rows = count === undefined ? [] : [plural(sums.rows, 'row')];
  const stated = currencyOf(record, columns) ?? (sums.amounts.size > 1 ? undefined : [...sums.amounts.keys()][0]);
  const currency = stated ?? fallback;
  if (sum === undefined) return told(row, rows, 'it states no amount');
  if (sums.unreadRow !== undefined) return told(row, rows, `the amount in row ${sums.unreadRow} cannot be read`);
  if (stated === undefined && sums.amounts.size > 1)
    return told(row, rows, `the rows are in ${plural(sums.amounts.size, 'currency', 'currencies')}`);
  const total: Money = { amount: sums.amounts.get(currency) ?? 0n, currency };
  const read = signedAmount(sum.text, currency);
  if (read === undefined) refuseCell(row, header, sum.at, 'the totals line’s amount cannot be read.');
  if (read !== total.amount)
    refuseCell(
      row,
      header,
      sum.at,
      `the totals line’s amount is not the sum of the rows (${formatMoney(total)}). Is the file complete?`,
    );
  return told(row, [...rows, formatMoney(total)]);
};

const currencyOf = ({ cells }: NumberedRecord, { currency, width }: Columns): string | undefined => {
  const text = currency === undefined || cells.length < width ? '' : plainCell(cells[currency] ?? '').toUpperCase();
  return isCurrency(text) ? text : undefined;
};

/** What the import's answer says of the totals line. */
const told = (row: number, checked: readonly string[], unchecked?: string): string =>
  [
    ...(checked.length > 0 ? [`The totals line (row ${row}) was checked: ${checked.join(', ')}.`] : []),
    ...(unchecked === undefined ? [] : [`The amount of the totals line (row ${row}) was not checked: ${unchecked}.`]),
  ].join(' ');
