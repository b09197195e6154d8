/** One measurement of entering customers from a file, in a process of its own whose peak memory is read at its end. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { customersCsv } from '../../src/features/customers/index.ts';
import { type Database, openDatabase } from '../../src/platform/db/open.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingDeps } from './billing-deps.ts';
import type { CopiedTable } from './copied-rows.ts';
import { silent } from './deps.ts';
import { answerOnce, outcomeOf } from './outcome.ts';

export type CustomersMeasure =
  /** COPY of the very rows that entering the file wrote, in one transaction. */
  | { readonly what: 'floor'; readonly url: string; readonly tables: readonly CopiedTable[] }
  | { readonly what: 'enter'; readonly url: string; readonly file: string };

const enter = async (db: Database, file: string): Promise<string> => {
  const { deps } = billingDeps(db);
  const outcome = await customersCsv.enter(
    deps,
    system,
    { name: 'customers.csv', bytes: await readFile(file) },
    { dryRun: false },
  );
  return `${outcome.rows} rows, ${outcome.problems.length} wrong`;
};

const copy = async (db: Database, tables: readonly CopiedTable[]): Promise<string> =>
  db.dedicated(async (client) => {
    await client.exec('BEGIN');
    for (const { name, columns, file } of tables)
      await client.copyFrom(`COPY ${name} (${columns}) FROM STDIN`, createReadStream(file, { highWaterMark: 1 << 18 }));
    await client.exec('COMMIT');
    return tables.map(({ name }) => name).join(', ');
  });

answerOnce<CustomersMeasure>(async (of) => {
  const db = await openDatabase({ url: of.url, log: silent });
  const outcome = await outcomeOf(() => (of.what === 'floor' ? copy(db, of.tables) : enter(db, of.file)));
  await db.close();
  return outcome;
});
