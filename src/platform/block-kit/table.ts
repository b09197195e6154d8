/** Tables as Slack draws them: sorted, filtered and turned over by who reads them. WRK-7 */
import type { DataTableBlock, KnownBlock } from '@slack/types';
import { clip, plural } from '../../core/text/text.ts';

/** A figure as it is read, and as it is sorted. */
export interface Figure {
  readonly text: string;
  readonly value: number;
}

export type TableCell = string | Figure;

export interface Table {
  /** What it is; read out by screen readers. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Each with a cell for every column, the first of which names it. */
  readonly rows: readonly (readonly TableCell[])[];
}

/** Slack's, of a table; its header is one row more. */
const mostRows = 100;
const mostColumns = 20;
/** Of all tables of a message together; Slack refuses more than 10,000. */
const mostCharacters = 9_500;
const rowsOnAPage = 15;
const mostInCell = 150;

export const cellText = (cell: TableCell): string => (typeof cell === 'string' ? cell : cell.text);

const cellOf = (cell: TableCell): DataTableBlock['rows'][number][number] => {
  // Slack takes no empty cell.
  const text = clip(cellText(cell), mostInCell) || '–';
  if (typeof cell === 'string' || !Number.isFinite(cell.value)) return { type: 'raw_text', text };
  return { type: 'raw_number', text, value: cell.value };
};

const lengthOf = (cells: DataTableBlock['rows'][number]): number =>
  cells.reduce((sum, cell) => sum + ('text' in cell ? cell.text.length : 0), 0);

/** The rows that there is room for. */
const fitting = ({ rows }: Table, columns: number, room: number): DataTableBlock['rows'] => {
  const shown: DataTableBlock['rows'] = [];
  let left = room;
  for (const row of rows.slice(0, mostRows)) {
    const cells = Array.from({ length: columns }, (_, at) => cellOf(row[at] ?? ''));
    left -= lengthOf(cells);
    if (left < 0) break;
    shown.push(cells);
  }
  return shown;
};

const contextOf = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text, emoji: true }],
});

/** @param room characters */
const tableOf = (table: Table, room: number): readonly KnownBlock[] => {
  const { caption, columns, rows } = table;
  if (rows.length === 0) return [contextOf(clip(`${caption}: nothing.`, 300))];
  const head: DataTableBlock['rows'][number] = columns.slice(0, mostColumns).map((name) => cellOf(name));
  const shown = fitting(table, head.length, room - lengthOf(head));
  const left = rows.length - shown.length;
  const more = left > 0 ? [contextOf(`… and ${plural(left, 'row')} more than fit here.`)] : [];
  if (shown.length === 0) return more;
  return [{ type: 'data_table', caption: clip(caption, 150), page_size: rowsOnAPage, rows: [head, ...shown] }, ...more];
};

/** The tables of one message, which share the room that Slack gives it; one without rows says so. */
export const tables = (all: readonly Table[]): readonly KnownBlock[] =>
  all.flatMap((table) => tableOf(table, Math.floor(mostCharacters / all.length)));

/**
 * The same for who cannot see it: notifications and screen readers.
 *
 * Example: `Receivables. Larkspur Legal: not due $10.00, total $10.00; …`
 */
export const tableText = ({ caption, columns, rows }: Table, max = 3_000): string => {
  const [, ...names] = columns;
  const lines = rows.map(([name = '', ...cells]) => {
    const facts = cells.map((cell, at) => `${names[at] ?? ''} ${cellText(cell)}`.trim());
    return facts.length > 0 ? `${cellText(name)}: ${facts.join(', ')}` : cellText(name);
  });
  return clip(`${caption}. ${lines.length > 0 ? lines.join('; ') : 'Nothing'}.`, max);
};
