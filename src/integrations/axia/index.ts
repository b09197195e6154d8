import { type Reading, type ReportFormat, ReportRefused, type ReportRow } from '../../features/collections/index.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { type Header, headerAmong, namesOf, repeatsHeader, wordsOf } from './header.ts';
import { axiaMapping } from './mapping.ts';
import { type AxiaPolicy, axiaPolicy } from './policy.ts';
import { headerWithin, type NumberedRecord, readRecords } from './records.ts';
import { checkCells, type ReadRow, rowReader } from './row-reader.ts';
import { checkTotals, isNote, isTotals } from './trailer.ts';

export { axiaPolicy } from './policy.ts';

/** What ends a table: its totals, or a note; and no row may follow. */
interface Ending {
  readonly row: number;
  readonly what: string;
}

/** Reads the records behind the header, and compares them with the totals line if there is one. */
const bodyReader = (header: Header, policy: AxiaPolicy, { now, note, ignored }: Reading) => {
  const { columns, cells: names } = header;
  const { width } = columns;
  const reader = rowReader(policy, columns, names, now);
  if (columns.period === undefined)
    note(
      'The report names no periods: the tries since an approval were put together, and their period is called expected.',
    );
  const amounts = new Map<string, bigint>();
  let rows = 0;
  let unreadRow: number | undefined;
  let ending: Ending | undefined;

  const count = (result: ReadRow, at: number): void => {
    const { currency, amount } = result.kind === 'row' ? result.row : result;
    rows++;
    if (amount === undefined) unreadRow ??= at;
    else amounts.set(currency, (amounts.get(currency) ?? 0n) + amount);
  };

  const isBlank = (cell: string | undefined): boolean => (cell ?? '').trim() === '';

  /** Totals and notes, which stand behind the rows, and the header once more; each is told. Most rows are none by one look. */
  const isBesides = (record: NumberedRecord): boolean => {
    const { row, cells } = record;
    if (isTotals(record) && !reader.isTransaction(record)) {
      note(checkTotals(record, columns, names, policy.defaultCurrency, { rows, amounts, unreadRow }));
      ending = { row, what: 'totals line' };
      return true;
    }
    if (cells.length < width || isBlank(cells[columns.transaction]) || isBlank(cells[columns.amount])) {
      if (cells.every(isBlank)) return true;
      if (!isNote(record)) return false;
      note(`Row ${row} is no transaction, and was not read: “${wordsOf(cells)}”.`);
      ending ??= { row, what: 'closing note' };
      return true;
    }
    if (cells[columns.amount] !== names[columns.amount] || !repeatsHeader(record, header)) return false;
    note(`Row ${row} repeats the header, and was left out.`);
    return true;
  };

  /** A spreadsheet adds empty cells to the right. */
  const hasWidth = ({ cells }: NumberedRecord): boolean =>
    cells.length === width || (cells.length > width && cells.slice(width).every(isBlank));

  const one = (record: NumberedRecord): ReportRow | undefined => {
    checkCells(record, names);
    const { row, cells } = record;
    const before = ending;
    if (isBesides(record)) return undefined;
    if (before) throw new ReportRefused(`Row ${row}: there are rows behind the ${before.what} (row ${before.row}).`);
    if (!hasWidth(record)) {
      throw new ReportRefused(
        `Row ${row} has ${cells.length} of ${width} columns. Is the file cut off, or a separator inside a text without quotes?`,
      );
    }
    const result = reader.read(record);
    count(result, row);
    if (result.kind === 'row') return result.row;
    ignored(result.row);
    return undefined;
  };

  return {
    batch: (records: readonly NumberedRecord[]): ReportRow[] => {
      const found: ReportRow[] = [];
      try {
        for (const record of records) {
          const row = one(record);
          if (row) found.push(row);
        }
      } catch (error) {
        // What a mapping cannot read, it can be changed to read.
        if (header.isMapped && error instanceof ReportRefused) throw new ReportRefused(error.message, namesOf(names));
        throw error;
      }
      return found;
    },
    rows: () => rows,
  };
};

/** Axia's Recurring Billing Report, read by the mapping in `axiaPolicy`. COL-1 */
export const axiaReport: ReportFormat = {
  gateway: 'axia',
  title: 'Axia Recurring Billing Report',
  policies: [axiaPolicy as PolicyDefinition<never>],
  mapping: axiaMapping,
  async *read(reading, body) {
    const policy = await reading.policy(axiaPolicy);
    let reader: ReturnType<typeof bodyReader> | undefined;
    // Until the lines among which the header stands are all there.
    let held: readonly NumberedRecord[] = [];
    const begin = (): ReportRow[] => {
      const { header, policy: by, rest } = headerAmong(held, policy, reading);
      reader = bodyReader(header, by, reading);
      held = [];
      return reader.batch(rest);
    };
    for await (const records of readRecords(body, policy.maxMegabytes * 1_000_000)) {
      let rows: ReportRow[];
      if (reader) rows = reader.batch(records);
      else {
        held = [...held, ...records];
        if ((held.at(-1)?.row ?? 0) < headerWithin) continue;
        rows = begin();
      }
      if (rows.length > 0) yield rows;
    }
    if (!reader) {
      const rows = begin();
      if (rows.length > 0) yield rows;
    }
    if (reader?.rows() === 0)
      throw new ReportRefused('The file has a header but no rows. If nothing failed, there is nothing to import.');
  },
};
