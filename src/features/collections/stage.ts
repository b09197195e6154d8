import type { Database } from '../../platform/db/open.ts';
import type { ReportRow } from './report.ts';

/** The table that one run of an import reads its file into: no log, no index, dropped afterwards. */
export const stagingTable = (run: string): string => `import_rows_${run.replaceAll('-', '')}`;

const columns =
  'row, transaction_id, subscription, period, customer, name, at, currency, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number';

const createSql = (table: string): string => `
  DROP TABLE IF EXISTS ${table};
  CREATE UNLOGGED TABLE ${table} (
    row int NOT NULL, transaction_id text COLLATE "C" NOT NULL, subscription text NOT NULL, period text NOT NULL, customer text NOT NULL,
    name text NOT NULL, at timestamptz NOT NULL, currency text NOT NULL, amount bigint NOT NULL, outcome text NOT NULL,
    decline text, reason text, card_brand text, card_last4 text, next_attempt_on date, number int)`;

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text in COPY's own format. */
const text = (value: string): string =>
  special.test(value) ? value.replace(/[\\\t\n\r]/g, (mark) => escapes[mark] ?? mark) : value;
const optional = (value: string | undefined): string => (value === undefined ? '\\N' : text(value));

const line = (row: ReportRow): string =>
  `${row.row}\t${text(row.transactionId)}\t${text(row.subscription)}\t${text(row.period)}\t${text(row.customer)}\t${text(row.customerName)}\t${new Date(row.at).toISOString()}\t${row.currency}\t${row.amount}\t${row.outcome}\t${row.decline ?? '\\N'}\t${optional(row.reason)}\t${optional(row.cardBrand)}\t${row.cardLast4 ?? '\\N'}\t${row.nextAttemptOn ?? '\\N'}\t${row.number ?? '\\N'}\n`;

/** The rows in COPY's text format, batch by batch. */
export async function* copyLines(batches: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) {
    let lines = '';
    for (const row of batch) lines += line(row);
    yield lines;
  }
}

const gathered = async (source: AsyncIterable<string>): Promise<string[]> => {
  const chunks: string[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return chunks;
};

/**
 * Reads a whole report into its staging table, outside of any transaction: what is refused or breaks off leaves nothing
 * but a table that is dropped. @returns the number of rows
 */
export const stageRows = async (
  db: Database,
  run: string,
  batches: AsyncIterable<readonly ReportRow[]>,
): Promise<number> => {
  const table = stagingTable(run);
  const lines = copyLines(batches);
  // The embedded engine has one connection: the file is read before it is taken.
  const source = db.engine === 'embedded' ? await gathered(lines) : lines;
  return db.dedicated(async (client) => {
    await client.exec(createSql(table));
    const count = await client.copyFrom(`COPY ${table} (${columns}) FROM STDIN`, source);
    await client.exec(`ANALYZE ${table}`);
    return count;
  });
};

export const dropStaging = async (db: Database, run: string): Promise<void> => {
  await db.prisma.$executeRawUnsafe(`DROP TABLE IF EXISTS ${stagingTable(run)}`);
};
