import Papa from 'papaparse';
import { FieldErrors, UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { containsCardNumber } from '../../core/text/card-numbers.ts';
import { isSpoiledId, plainCell, textCell } from '../../core/text/cells.ts';
import { cleanLine } from '../../core/text/clean-text.ts';
import { isWebPage, webPageRefused } from '../../core/text/web-page.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';

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

export interface CsvSpec<T> {
  /** What the file holds, such as `customers`. */
  readonly kind: string;
  readonly columns: readonly CsvColumn[];
  readonly roles: readonly Role[];
  /** @throws FieldErrors by column for cells that cannot be right */
  readonly read: (cells: Cells) => T;
  /** Writes them all, and says what is wrong with which; then nothing is kept. */
  readonly store: (work: Work, entries: readonly Entry<T>[]) => Promise<readonly RowProblem[]>;
}

export interface CsvOutcome {
  readonly rows: number;
  readonly problems: readonly RowProblem[];
}

export interface CsvFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A kind of CSV file by which what exists already is entered. BIL-21 */
export interface CsvKind {
  readonly kind: string;
  readonly columns: readonly CsvColumn[];
  /** Who may. */
  readonly roles: readonly Role[];
  /**
   * Within a transaction, which must not be committed where something is wrong.
   * @throws UserError for what is no such file
   */
  readonly write: (work: Work, file: CsvFile) => Promise<CsvOutcome>;
  /**
   * Enters every row or, where one is wrong, none. A dry run does the same and keeps nothing.
   * @throws UserError for what is no such file
   */
  readonly enter: (deps: Deps, by: By, file: CsvFile, options: { readonly dryRun: boolean }) => Promise<CsvOutcome>;
}

/** Bulk work takes longer than a click may; milliseconds. */
export const timeout = 10 * 60_000;

/** Undoes what a transaction wrote, and carries out what was found. */
class NothingKept extends Error {
  readonly outcome: CsvOutcome;

  constructor(outcome: CsvOutcome) {
    super('nothing is kept');
    this.outcome = outcome;
  }
}

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.');
  }
};

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

const checkHeader = (header: readonly string[], columns: readonly CsvColumn[]): void => {
  if (header.every((name) => name === ''))
    throw new UserError('The file does not begin with the names of its columns.');
  // A name that is not known would be repeated.
  if (header.some(containsCardNumber))
    throw new UserError(
      'The header looks like it has a card number. Baton must never hold one: take it out of the file.',
    );
  const known = columns.map((column) => column.name);
  const unknown = header.filter((name) => !known.includes(name));
  const doubled = header.filter((name, at) => header.indexOf(name) !== at);
  const missing = columns.filter(({ name, required }) => required && !header.includes(name));
  if (doubled.length > 0) throw new UserError(`The header has ${quoted(doubled)} twice.`);
  // An unknown column is refused, not left out: nobody would notice what was not read.
  if (unknown.length > 0)
    throw new UserError(`The header has ${quoted(unknown)}, which Baton does not know. It knows ${quoted(known)}.`);
  if (missing.length > 0) throw new UserError(`The header lacks ${quoted(missing.map(({ name }) => name))}.`);
};

/** The rows with their numbers; a row of another length than the header is a problem of its own. */
const rowsOf = (bytes: Uint8Array, columns: readonly CsvColumn[]) => {
  const text = textOf(bytes);
  if (isWebPage(text)) throw new UserError(webPageRefused('list'));
  const { data, errors } = Papa.parse<string[]>(text, { header: false, skipEmptyLines: false });
  const broken = errors.find((error) => error.type === 'Quotes');
  if (broken) throw new UserError(`Row ${(broken.row ?? 0) + 1}: a quote is not closed or stands in the wrong place.`);
  const header = (data[0] ?? []).map((name) => cleanLine(name).toLowerCase());
  checkHeader(header, columns);
  const rows = data
    .map((cells, at) => ({ row: at + 1, cells: cells.map(textCell) }))
    .slice(1)
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  return { header, rows };
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

const readRow = <T>(
  { columns, read }: CsvSpec<T>,
  header: readonly string[],
  row: number,
  cells: readonly string[],
): Entry<T> | readonly RowProblem[] => {
  if (cells.length !== header.length)
    return [{ row, text: `The row has ${cells.length} cells, the header ${header.length}.` }];
  const given = columns.map((column) => {
    const cell = cells[header.indexOf(column.name)] ?? '';
    return { column, cell: column.id ? plainCell(cell) : cell };
  });
  const refused = given.flatMap(({ column, cell }) => {
    const text = cellProblem(column, cell);
    return text ? [{ row, column: column.name, text }] : [];
  });
  if (refused.length > 0) return refused;
  const byColumn: Cells = Object.fromEntries(given.map(({ column, cell }) => [column.name, cell || undefined]));
  const blank = columns.filter(({ name, required }) => required && byColumn[name] === undefined);
  if (blank.length > 0)
    return blank.map(({ name, example }) => ({ row, column: name, text: `Fill it in, such as ${example}.` }));
  try {
    return { row, value: read(byColumn) };
  } catch (error) {
    if (isFieldErrors(error)) return problemsOf(row, error);
    throw error;
  }
};

/** Writes every row, and says what is wrong with which: then the caller has all of it rolled back. */
const writeRows = async <T>(spec: CsvSpec<T>, work: Work, file: CsvFile): Promise<CsvOutcome> => {
  work.require(spec.roles, `import ${spec.kind}`);
  const { header, rows } = rowsOf(file.bytes, spec.columns);
  if (rows.length === 0) throw new UserError('The file has a header and nothing else.');
  const read = rows.map(({ row, cells }) => readRow(spec, header, row, cells));
  const entries = read.flatMap((each) => ('value' in each ? [each] : []));
  const unreadable = read.flatMap((each) => ('value' in each ? [] : each));
  // Two files of a kind one after the other: what the first entered, the second finds there. ALL-3
  await work.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`entry ${spec.kind}`}))::text`;
  const refused = await spec.store(work, entries);
  const problems = [...unreadable, ...refused].sort((a, b) => a.row - b.row);
  if (problems.length === 0) {
    work.audit({
      action: 'entries.imported',
      subject: { type: 'import', id: newId() },
      after: { kind: spec.kind, file: file.name, rows: rows.length },
    });
  }
  return { rows: rows.length, problems };
};

export const csvKind = <T>(spec: CsvSpec<T>): CsvKind => ({
  kind: spec.kind,
  columns: spec.columns,
  roles: spec.roles,
  write: (work, file) => writeRows(spec, work, file),
  enter: async (deps, by, file, { dryRun }) => {
    const entering = deps.transact(
      by,
      async (work) => {
        const outcome = await writeRows(spec, work, file);
        if (outcome.problems.length > 0 || dryRun) throw new NothingKept(outcome);
        return outcome;
      },
      { timeout },
    );
    return entering.catch((error: unknown) => {
      if (error instanceof NothingKept) return error.outcome;
      throw error;
    });
  },
});

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
  store: (value: T) => Promise<unknown>,
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
