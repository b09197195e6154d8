/** Files of what exists already: entered whole or not at all, and every wrong row named with its reason. BIL-21 */

import { newId } from '../../core/ids.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import { type Cells, type CsvColumn, type CsvRows, type Entry, type RowProblem, readRows } from './csv-rows.ts';
import type { Mappable } from './mapping.ts';

export interface CsvSpec<T> {
  /** What is shown of an entry before it is stored, where a file of other columns can be mapped; plain text. */
  readonly mappable?: Mappable & { readonly says: (value: T) => string };
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

/** What a file says, without having entered it. */
export interface CsvLook extends Pick<CsvRows<unknown>, 'count' | 'problems'> {
  readonly said: readonly { readonly row: number; readonly text: string }[];
}

export interface CsvFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A kind of CSV file by which what exists already is entered. BIL-21 */
export interface CsvKind {
  readonly kind: string;
  /** A file of it whose columns are called otherwise can be mapped. */
  readonly mappable?: Mappable | undefined;
  /** Its rows as they would be read; nothing is stored. @throws UserError for what is no such file */
  readonly look: (bytes: Uint8Array) => Promise<CsvLook>;
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

/** Writes every row, and says what is wrong with which: then the caller has all of it rolled back. */
const writeRows = async <T>(
  spec: CsvSpec<T>,
  work: Work,
  fileName: string,
  { count: rows, entries, problems: unreadable }: CsvRows<T>,
): Promise<CsvOutcome> => {
  work.require(spec.roles, `import ${spec.kind}`);
  // Two files of a kind one after the other: what the first entered, the second finds there. ALL-3
  await work.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`entry ${spec.kind}`}))::text`;
  const refused = await spec.store(work, entries);
  const problems = [...unreadable, ...refused].sort((a, b) => a.row - b.row);
  if (problems.length === 0) {
    work.audit({
      action: 'entries.imported',
      subject: { type: 'import', id: newId() },
      after: { kind: spec.kind, file: fileName, rows },
    });
  }
  return { rows, problems };
};

export const csvKind = <T>(spec: CsvSpec<T>): CsvKind => ({
  kind: spec.kind,
  ...(spec.mappable ? { mappable: { day: spec.mappable.day, same: spec.mappable.same } } : {}),
  look: async (bytes) => {
    const { count, problems, entries } = await readRows(bytes, spec.columns, spec.read);
    const said = entries.map(({ row, value }) => ({ row, text: spec.mappable?.says(value) ?? '' }));
    return { count, problems, said };
  },
  columns: spec.columns,
  roles: spec.roles,
  write: async (work, { name, bytes }) => writeRows(spec, work, name, await readRows(bytes, spec.columns, spec.read)),
  enter: async (deps, by, { name, bytes }, { dryRun }) => {
    const rows = await readRows(bytes, spec.columns, spec.read);
    const entering = deps.transact(
      by,
      async (work) => {
        const outcome = await writeRows(spec, work, name, rows);
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
