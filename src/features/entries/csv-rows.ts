/** A CSV file as rows that can be right: what is checked of it by itself, before the database is asked. */
import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import { FieldErrors, UserError } from '../../core/errors.ts';
import { containsCardNumber } from '../../core/text/card-numbers.ts';
import { isSpoiledId, plainCell, textCell } from '../../core/text/cells.ts';
import { cleanLine } from '../../core/text/clean-text.ts';
import { isWebPage, webPageRefused } from '../../core/text/web-page.ts';

export interface CsvColumn {
  readonly name: string;
  readonly required?: boolean;
  /** What a cell of it looks like. */
  readonly example: string;
  /** Machines read it: what guards it from spreadsheets is no part of it, and what one has shortened is refused. */
  readonly id?: true;
  /** How many characters it may have, as in the form for the same; 200 when left out. */
  readonly most?: number;
}

/** The clean cells of a row by column; blank ones are undefined. */
export type Cells = Readonly<Record<string, string | undefined>>;

export interface Entry<T> {
  /** As a spreadsheet numbers it; the header is 1. */
  readonly row: number;
  readonly value: T;
}

export interface RowProblem {
  readonly row: number;
  readonly column?: string | undefined;
  readonly text: string;
}

/** What a file says, row by row. */
export interface CsvRows<T> {
  readonly count: number;
  readonly entries: readonly Entry<T>[];
  readonly problems: readonly RowProblem[];
}

export const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.');
  }
};

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** The header is not the one that is known: whoever gave the file may say which of its columns is what. */
export class UnknownHeader extends UserError {}

const checkHeader = (header: readonly string[], columns: readonly CsvColumn[]): void => {
  if (header.every((name) => name === ''))
    throw new UnknownHeader('The file does not begin with the names of its columns.');
  // A name that is not known would be repeated.
  if (header.some(containsCardNumber))
    throw new UserError(
      'The header looks like it has a card number. Baton must never hold one: take it out of the file.',
    );
  const known = columns.map((column) => column.name);
  const unknown = header.filter((name) => !known.includes(name));
  const doubled = header.filter((name, at) => header.indexOf(name) !== at);
  const missing = columns.filter(({ name, required }) => required && !header.includes(name));
  if (doubled.length > 0) throw new UnknownHeader(`The header has ${quoted(doubled)} twice.`);
  // An unknown column is refused, not left out: nobody would notice what was not read.
  if (unknown.length > 0)
    throw new UnknownHeader(`The header has ${quoted(unknown)}, which Baton does not know. It knows ${quoted(known)}.`);
  if (missing.length > 0) throw new UnknownHeader(`The header lacks ${quoted(missing.map(({ name }) => name))}.`);
};

const isFieldErrors = (error: unknown): error is FieldErrors => error instanceof FieldErrors;

const problemsOf = (row: number, { fields }: FieldErrors): RowProblem[] =>
  Object.entries(fields).map(([column, text]) => ({ row, column, text }));

/** What no form would take, or what a spreadsheet has done to it. */
const cellProblem = ({ id, most = 200 }: CsvColumn, cell: string): string | undefined => {
  if (containsCardNumber(cell)) return 'This looks like a card number. Baton must never hold one.';
  if (id && isSpoiledId(cell))
    return `This was shortened by a spreadsheet (${cell}): export it again without opening it in one.`;
  return cell.length > most ? `Shorten this to ${most} characters.` : undefined;
};

/** How the rows under this header are read: an entry, or what is wrong with it. */
const rowReader = <T>(header: readonly string[], columns: readonly CsvColumn[], read: (cells: Cells) => T) => {
  const given = header.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const needed = columns.filter(({ required }) => required);
  return (row: number, raw: readonly string[]): Entry<T> | readonly RowProblem[] => {
    if (raw.length !== header.length)
      return [{ row, text: `The row has ${raw.length} cells, the header ${header.length}.` }];
    const cells: Record<string, string> = {};
    const refused: RowProblem[] = [];
    given.forEach((column, at) => {
      const text = textCell(raw[at] ?? '');
      const cell = column.id ? plainCell(text) : text;
      if (cell === '') return;
      const problem = cellProblem(column, cell);
      if (problem) refused.push({ row, column: column.name, text: problem });
      cells[column.name] = cell;
    });
    if (refused.length > 0) return refused;
    const blank = needed.filter(({ name }) => cells[name] === undefined);
    if (blank.length > 0)
      return blank.map(({ name, example }) => ({ row, column: name, text: `Fill it in, such as ${example}.` }));
    try {
      return { row, value: read(cells) };
    } catch (error) {
      if (isFieldErrors(error)) return problemsOf(row, error);
      throw error;
    }
  };
};

/** So many rows are read before others have their turn. */
const atOnce = 1000;

/**
 * Reads all of it, outside of any transaction: one that stands idle meanwhile would be ended.
 * @throws UserError for what is no such file
 */
export const readRows = async <T>(
  bytes: Uint8Array,
  columns: readonly CsvColumn[],
  read: (cells: Cells) => T,
): Promise<CsvRows<T>> => {
  const text = textOf(bytes);
  if (isWebPage(text)) throw new UserError(webPageRefused('list'));
  const { data, errors } = Papa.parse<string[]>(text, { header: false, skipEmptyLines: false });
  const broken = errors.find((error) => error.type === 'Quotes');
  if (broken) throw new UserError(`Row ${(broken.row ?? 0) + 1}: a quote is not closed or stands in the wrong place.`);
  const header = (data[0] ?? []).map((name) => cleanLine(name).toLowerCase());
  checkHeader(header, columns);
  const readRow = rowReader(header, columns, read);
  const entries: Entry<T>[] = [];
  const problems: RowProblem[] = [];
  let count = 0;
  for (let at = 1; at < data.length; at++) {
    if (at % atOnce === 0) await setImmediate();
    const raw = data[at] ?? [];
    if (raw.every((cell) => textCell(cell) === '')) continue;
    count += 1;
    const found = readRow(at + 1, raw);
    if ('value' in found) entries.push(found);
    else problems.push(...found);
  }
  if (count === 0) throw new UserError('The file has a header and nothing else.');
  return { count, entries, problems };
};

/** What makes a row wrong beside the others of its file: the second of two with the same key, by row. */
export const repeatedIn = <T>(
  entries: readonly Entry<T>[],
  column: string,
  keyOf: (value: T) => string | undefined,
): readonly RowProblem[] => {
  const first = new Map<string, number>();
  return entries.flatMap(({ row, value }) => {
    const key = keyOf(value);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    return earlier === undefined ? [] : [{ row, column, text: `This is in row ${earlier} already.` }];
  });
};

/** The entries, each through what may refuse it at its fields. */
export const eachEntry = async <T>(
  entries: readonly Entry<T>[],
  store: (value: T) => unknown,
): Promise<readonly RowProblem[]> => {
  const problems: RowProblem[] = [];
  for (const { row, value } of entries) {
    try {
      await store(value);
    } catch (error) {
      if (!isFieldErrors(error)) throw error;
      problems.push(...problemsOf(row, error));
    }
  }
  return problems;
};
