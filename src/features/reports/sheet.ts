/** A report's rows as a file. CUS-8 */
import writeXlsx, { type Cell } from 'write-excel-file/node';
import { UserError } from '../../core/errors.ts';
import { amountText, type Money, minorDigits } from '../../core/money/money.ts';
import { csvLines, guardedCell } from '../../platform/export/csv-lines.ts';
import type { ReportField, ReportRow, ReportValue } from './report.ts';

export const sheetFormats = { csv: 'CSV', xlsx: 'XLSX' } as const;
export type SheetFormat = keyof typeof sheetFormats;

export const mediaTypes: Readonly<Record<SheetFormat, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** All of it is in memory at once. */
const mostXlsxRows = 50_000;

/** Amounts with their decimals and days as ISO 8601: read by machines as well. */
const csvCell = ({ kind }: ReportField, value: ReportValue): string => {
  if (value === undefined) return '';
  if (typeof value === 'object') return amountText(value);
  return kind === 'text' ? guardedCell(String(value)) : String(value);
};

async function* csv(
  fields: readonly ReportField[],
  rows: AsyncIterable<readonly ReportRow[]>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvLines([fields.map(({ name }) => name)]));
  for await (const batch of rows) {
    if (batch.length > 0)
      yield Buffer.from(csvLines(batch.map((row) => fields.map((field) => csvCell(field, row[field.key])))));
  }
}

/** Beyond this a spreadsheet’s figures are not exact: it gets the amount as a text. */
const figureOf = (value: Money): Cell => {
  const text = amountText(value);
  if (value.amount > Number.MAX_SAFE_INTEGER || value.amount < Number.MIN_SAFE_INTEGER) return text;
  const digits = minorDigits(value.currency);
  return { type: Number, value: Number(text), format: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` };
};

/** A text is none of a spreadsheet’s formulas here, whatever it begins with: its cell says that it is a text. */
const xlsxCell = ({ kind }: ReportField, value: ReportValue): Cell => {
  if (value === undefined || value === '') return null;
  if (typeof value === 'object') return figureOf(value);
  if (kind === 'day') return { type: Date, value: new Date(`${value}T00:00:00.000Z`), format: 'yyyy-mm-dd' };
  return typeof value === 'number' ? { type: Number, value } : { type: String, value };
};

async function* xlsx(
  fields: readonly ReportField[],
  rows: AsyncIterable<readonly ReportRow[]>,
): AsyncGenerator<Uint8Array> {
  const sheet: Cell[][] = [fields.map(({ name }): Cell => ({ type: String, value: name, fontWeight: 'bold' }))];
  for await (const batch of rows) {
    if (sheet.length + batch.length > mostXlsxRows)
      throw new UserError(
        `It has more than ${mostXlsxRows.toLocaleString('en-US')} rows, too many for XLSX. Ask for CSV, or for a shorter range.`,
      );
    for (const row of batch) sheet.push(fields.map((field) => xlsxCell(field, row[field.key])));
  }
  yield await writeXlsx(sheet, { stickyRowsCount: 1, columns: fields.map(() => ({ width: 18 })) }).toBuffer();
}

/** @throws UserError where there are more rows than such a file holds */
export const sheet = { csv, xlsx } as const;
