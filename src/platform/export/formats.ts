import { csvLines, guardedCell } from './csv-lines.ts';
import type { Column, Row, Table } from './tables.ts';

/** A table's file, piece by piece. */
export type Format = (table: Table, batches: AsyncIterable<readonly Row[]>) => AsyncGenerator<string>;

/** A number is no formula, also when it is negative. */
const csvCell = ({ kind }: Column, text: string | null | undefined): string | null =>
  text && kind !== 'integer' && kind !== 'bigint' ? guardedCell(text) : (text ?? null);

async function* csv(table: Table, batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  yield csvLines([table.columns.map((column) => column.name)]);
  for await (const rows of batches) {
    yield csvLines(rows.map((row) => table.columns.map((column) => csvCell(column, row[column.name]))));
  }
}

const jsonValue = ({ kind }: Column, text: string | null | undefined): string => {
  if (text === null || text === undefined) return 'null';
  // The database's own notation: nothing is lost by reading and writing it again.
  return kind === 'text' || kind === 'bigint' ? JSON.stringify(text) : text;
};

async function* json(table: Table, batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of batches) {
    const objects = rows.map((row) => {
      const members = table.columns.map(
        (column) => `${JSON.stringify(column.name)}:${jsonValue(column, row[column.name])}`,
      );
      return `{${members.join(',')}}`;
    });
    yield before + objects.join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

export const formats = { csv, json } as const satisfies Readonly<Record<string, Format>>;
export type FormatName = keyof typeof formats;
