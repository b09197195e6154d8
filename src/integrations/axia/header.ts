import { plainCell } from '../../core/text/cells.ts';
import { clip, plural } from '../../core/text/text.ts';
import { type Reading, ReportRefused } from '../../features/collections/index.ts';
import { readPolicy } from '../../platform/work/policies.ts';
import { type Columns, findColumns, normal } from './columns.ts';
import { type AxiaPolicy, axiaPolicy } from './policy.ts';
import { headerWithin, type NumberedRecord } from './records.ts';
import { checkCells } from './row-reader.ts';

export interface Header {
  readonly row: number;
  readonly cells: readonly string[];
  readonly columns: Columns;
  /** By a mapping of its own. */
  readonly isMapped: boolean;
}

/** The filled cells of a line, one after the other. */
export const wordsOf = (cells: readonly string[]): string =>
  clip(
    cells
      .map(plainCell)
      .filter((cell) => cell !== '')
      .join(', '),
    80,
  );

const filled = ({ cells }: NumberedRecord): number => cells.filter((cell) => cell.trim() !== '').length;

/** As they are shown to whoever maps them. */
export const namesOf = (cells: readonly string[]): readonly string[] => cells.map((name) => clip(plainCell(name), 100));

const quoted = (names: readonly string[]): string => names.map((name) => `“${clip(name, 60)}”`).join(', ');

/** The line that is most like a header: the first with nearly as many filled cells as any; one or two may have no name. */
export const likeliest = (records: readonly NumberedRecord[]): NumberedRecord | undefined => {
  const first = records.filter(({ row }) => row <= headerWithin);
  const most = Math.max(0, ...first.map(filled));
  return first.find((record) => filled(record) > most * 0.75);
};

/** How a header is compared with others. */
export const headerKey = (cells: readonly string[]): string => cells.map(normal).join('\t');

const told = (titles: readonly NumberedRecord[], row: number): string =>
  `The header was found in row ${row}. Above it ${titles.length === 1 ? 'is a line' : `are ${plural(titles.length, 'line')}`} that ${titles.length === 1 ? 'is' : 'are'} no part of the table: ${titles.map(({ cells }) => `“${wordsOf(cells)}”`).join(', ')}.`;

/**
 * The header among the first lines: one that has a mapping of its own, or the mapped columns. Titles above it are told, never read.
 * @throws ReportRefused that names every missing or doubled column of the line that is most like it
 */
export const headerAmong = (
  records: readonly NumberedRecord[],
  policy: AxiaPolicy,
  { mappings, note }: Pick<Reading, 'mappings' | 'note'>,
): { readonly header: Header; readonly policy: AxiaPolicy; readonly rest: readonly NumberedRecord[] } => {
  const first = records.filter(({ row }) => row <= headerWithin);
  for (const [at, record] of first.entries()) {
    checkCells(record, []);
    const { row, cells } = record;
    const mapping = mappings.find(({ header }) => header === headerKey(cells));
    const by = mapping ? readPolicy(axiaPolicy, mapping.settings) : policy;
    const found = findColumns(cells, by);
    if (found.kind === 'doubled')
      throw new ReportRefused(`The header (row ${row}) has the column ${quoted(found.names)} twice.`);
    if (found.kind === 'found') {
      if (mapping) note(`Read by the mapping “${clip(mapping.name, 60)}”.`);
      if (at > 0) note(told(first.slice(0, at), row));
      const header = { row, cells, columns: found.columns, isMapped: mapping !== undefined };
      return { header, policy: by, rest: records.slice(at + 1) };
    }
  }
  const candidate = likeliest(first);
  if (!candidate) throw new ReportRefused('The file is empty.');
  const { row, cells } = candidate;
  const found = findColumns(cells, policy);
  const missing = found.kind === 'missing' ? found.names : [];
  const names = clip(cells.map((name) => name.trim()).join(', '), 300);
  throw new ReportRefused(
    `The header${row === 1 ? '' : ` (row ${row})`} lacks ${quoted(missing)}. It has: ${names}. An admin can map its columns.`,
    namesOf(cells),
  );
};

/** Whether a line says the header once more, as reports do that were put together of several. */
export const repeatsHeader = ({ cells }: NumberedRecord, header: Header): boolean =>
  cells.length === header.cells.length && cells.every((cell, at) => normal(cell) === normal(header.cells[at] ?? ''));
