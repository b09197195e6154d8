/** The rows that a measurement wrote, kept as PostgreSQL takes them, so that its floor writes the very same. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { TestDatabase } from '../../test/support/database.ts';

export interface CopiedTable {
  readonly name: string;
  readonly columns: string;
  readonly file: string;
}

/** All rows of these tables, but for the log's numbers, which it makes. */
export const copyRows = async (
  db: TestDatabase,
  dir: string,
  names: readonly string[],
): Promise<readonly CopiedTable[]> => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const tables: CopiedTable[] = [];
  for (const name of names) {
    const [row] = await db.prisma.$queryRaw<{ columns: string }[]>`
      SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = ${name} AND is_generated = 'NEVER' AND NOT (table_name = 'audit_log' AND column_name = 'id')`;
    const file = join(dir, name);
    const columns = row?.columns ?? '';
    await pipeline(client.query(copyTo(`COPY (SELECT ${columns} FROM ${name}) TO STDOUT`)), createWriteStream(file));
    tables.push({ name, columns, file });
  }
  await client.end();
  return tables;
};
