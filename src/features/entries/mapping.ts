/** A file whose columns are called otherwise: which of them is what, as a person said, and the same file as Baton knows it. BIL-15 */
import Papa from 'papaparse';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { cleanLine } from '../../core/text/clean-text.ts';
import { isWebPage, webPageRefused } from '../../core/text/web-page.ts';
import { textOf } from './csv-rows.ts';

/** In which order a day's parts are written; it is not guessed, since March 4 may be April 3. */
export const dayOrders = ['ymd', 'dmy', 'mdy'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** What a kind of file needs to be mapped: the column that holds a day, and the one that may be the same for all rows. */
export interface Mappable {
  readonly day: string;
  readonly same: string;
}

export const mappingSchema = z.object({
  /** The line of the header; 0 is the first. */
  header: z.int().min(0),
  /** Which column of the file each of ours is; from 0. */
  columns: z.record(z.string(), z.int().min(0)),
  /** What is the same for all rows, such as the currency. */
  same: z.string().optional(),
  dayOrder: z.enum(dayOrders),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Titles stand above a header, never more than this. */
const mostTitles = 20;

/** The one that makes the most cells: a title has none, and a decimal comma few. */
const delimiters = [',', ';', '\t', '|'] as const;

const parsed = (text: string, delimiter: string): readonly (readonly string[])[] =>
  Papa.parse<string[]>(text, { header: false, skipEmptyLines: false, delimiter }).data;

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

const linesOf = (bytes: Uint8Array): readonly (readonly string[])[] => {
  const text = textOf(bytes);
  if (isWebPage(text)) throw new UserError(webPageRefused('list'));
  const beginning = text.split(/\r\n|\r|\n/, mostTitles).join('\n');
  const cellsBy = (delimiter: string): number =>
    parsed(beginning, delimiter)
      .filter((cells) => cells.length > 1)
      .reduce((sum, cells) => sum + cells.length, 0);
  const [delimiter = ','] = [...delimiters].sort((a, b) => cellsBy(b) - cellsBy(a));
  return parsed(text, delimiter);
};

export interface FileHeader {
  readonly at: number;
  readonly names: readonly string[];
}

/**
 * The line that names the columns: of the first twenty the first that has as many cells as any.
 *
 * Example: a title line, a blank one and `Date;Details;Amount` give line 2.
 * @throws UserError where no line has two cells
 */
export const headerOf = (bytes: Uint8Array): FileHeader => {
  const lines = linesOf(bytes).slice(0, mostTitles);
  const most = Math.max(0, ...lines.map(filled));
  const at = lines.findIndex((line) => filled(line) === most);
  if (most < 2) throw new UserError('No line of this file has columns. Export it as CSV, with a line that names them.');
  return { at, names: (lines[at] ?? []).map(cleanLine) };
};

/** `02.03.2026`, day first, is `2026-03-02`; what is no day stays as it is, and is refused where it is read. */
export const readDayText = (text: string, order: DayOrder): string => {
  const parts = /^\s*(\d{1,4})[./ -](\d{1,2})[./ -](\d{2,4})\b/.exec(text)?.slice(1);
  if (!parts) return text;
  const of = (part: string): string => parts[order.indexOf(part)] ?? '';
  const year = of('y').length === 2 ? `20${of('y')}` : of('y');
  return `${year}-${of('m').padStart(2, '0')}-${of('d').padStart(2, '0')}`;
};

/** The file with our columns; its rows keep their numbers. */
export const mapFile = (bytes: Uint8Array, { day, same }: Mappable, mapping: Mapping): Uint8Array => {
  const names = [...Object.keys(mapping.columns), ...(mapping.same === undefined ? [] : [same])];
  const rows = linesOf(bytes)
    .slice(mapping.header + 1)
    .map((cells) => {
      if (filled(cells) === 0) return [];
      return names.map((name) => {
        const at = mapping.columns[name];
        const cell = at === undefined ? (mapping.same ?? '') : (cells[at] ?? '');
        return name === day ? readDayText(cell, mapping.dayOrder) : cell;
      });
    });
  const titles = Array.from({ length: mapping.header }, () => []);
  return new TextEncoder().encode(Papa.unparse([names, ...titles, ...rows], { newline: '\n' }));
};
