import { type ReportFormat, ReportRefused, type ReportRow } from '../../features/collections/index.ts';
import type { PolicyDefinition } from '../../platform/policies.ts';
import { findColumns } from './columns.ts';
import { type AxiaPolicy, axiaMapping, axiaPolicy } from './policy.ts';
import { type NumberedRecord, readRecords } from './records.ts';
import { checkCells, type ReadRow, rowReader } from './row-reader.ts';
import { checkTotals, isTotals } from './trailer.ts';

export { axiaPolicy } from './policy.ts';

/** Reads the records behind the header, and compares them with the totals line if there is one. */
const bodyReader = (header: readonly string[], policy: AxiaPolicy) => {
  const columns = findColumns(header, policy);
  const read = rowReader(policy, columns);
  const amounts = new Map<string, bigint>();
  let rows = 0;
  let isComplete = true;
  let totalsAt: number | undefined;

  const count = (result: ReadRow): void => {
    const { currency, amount } = result.kind === 'row' ? result.row : result;
    rows++;
    if (amount === undefined) isComplete = false;
    else amounts.set(currency, (amounts.get(currency) ?? 0n) + amount);
  };

  const one = (record: NumberedRecord): ReportRow | undefined => {
    checkCells(record, header);
    if (totalsAt !== undefined)
      throw new ReportRefused(`Row ${record.row}: there are rows behind the totals line (row ${totalsAt}).`);
    if (isTotals(record.cells)) {
      checkTotals(record, columns.width, columns.amount, policy.defaultCurrency, { rows, amounts, isComplete });
      totalsAt = record.row;
      return undefined;
    }
    if (record.cells.length !== columns.width) {
      throw new ReportRefused(
        `Row ${record.row} has ${record.cells.length} of ${columns.width} columns. Is the file cut off, or a separator inside a text without quotes?`,
      );
    }
    const result = read(record);
    count(result);
    return result.kind === 'row' ? result.row : undefined;
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
  async *read(policyOf, body) {
    const policy = await policyOf(axiaPolicy);
    let reader: ReturnType<typeof bodyReader> | undefined;
    for await (const records of readRecords(body, policy.maxMegabytes * 1_000_000)) {
      let rest = records;
      if (!reader) {
        const [header, ...others] = records;
        if (!header) continue;
        checkCells(header, []);
        reader = bodyReader(header.cells, policy);
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
