import { type Reading, type ReportFormat, ReportRefused, type ReportRow } from '../../features/collections/index.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { findColumns } from './columns.ts';
import { type AxiaPolicy, axiaMapping, axiaPolicy } from './policy.ts';
import { type NumberedRecord, readRecords } from './records.ts';
import { checkCells, type ReadRow, rowReader } from './row-reader.ts';
import { checkTotals, isTotals } from './trailer.ts';

export { axiaPolicy } from './policy.ts';

/** Reads the records behind the header, and compares them with the totals line if there is one. */
const bodyReader = (header: readonly string[], policy: AxiaPolicy, { now, note, ignored }: Reading) => {
  const columns = findColumns(header, policy);
  const reader = rowReader(policy, columns, header, now);
  const amounts = new Map<string, bigint>();
  let rows = 0;
  let unreadRow: number | undefined;
  let totalsAt: number | undefined;

  const count = (result: ReadRow, at: number): void => {
    const { currency, amount } = result.kind === 'row' ? result.row : result;
    rows++;
    if (amount === undefined) unreadRow ??= at;
    else amounts.set(currency, (amounts.get(currency) ?? 0n) + amount);
  };

  const one = (record: NumberedRecord): ReportRow | undefined => {
    checkCells(record, header);
    if (totalsAt !== undefined)
      throw new ReportRefused(`Row ${record.row}: there are rows behind the totals line (row ${totalsAt}).`);
    if (isTotals(record) && !reader.isTransaction(record)) {
      note(checkTotals(record, columns, header, policy.defaultCurrency, { rows, amounts, unreadRow }));
      totalsAt = record.row;
      return undefined;
    }
    if (record.cells.length !== columns.width) {
      throw new ReportRefused(
        `Row ${record.row} has ${record.cells.length} of ${columns.width} columns. Is the file cut off, or a separator inside a text without quotes?`,
      );
    }
    const result = reader.read(record);
    count(result, record.row);
    if (result.kind === 'row') return result.row;
    ignored(result.row);
    return undefined;
  };

  return {
    batch: (records: readonly NumberedRecord[]): ReportRow[] => {
      const found: ReportRow[] = [];
      for (const record of records) {
        const row = one(record);
        if (row) found.push(row);
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
    for await (const records of readRecords(body, policy.maxMegabytes * 1_000_000)) {
      let rest = records;
      if (!reader) {
        const [header, ...others] = records;
        if (!header) continue;
        checkCells(header, []);
        reader = bodyReader(header.cells, policy, reading);
        rest = others;
      }
      const rows = reader.batch(rest);
      if (rows.length > 0) yield rows;
    }
    if (!reader) throw new ReportRefused('The file is empty.');
    if (reader.rows() === 0)
      throw new ReportRefused('The file has a header but no rows. If nothing failed, there is nothing to import.');
  },
};
