/** A database with a town in it, and as many copies of it as there are measurements: each begins with the very same. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from '../../src/platform/db/open.ts';
import { silent, type TestDatabase, testDatabase, testServerUrl } from '../../test/support/database.ts';
import { settleTaxedTown } from './billed-town.ts';

export interface Town {
  inCopy<T>(body: (db: TestDatabase, url: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const onServer = async (...statements: readonly string[]): Promise<void> => {
  const server = new pg.Client({ connectionString: testServerUrl });
  await server.connect();
  try {
    for (const sql of statements) await server.query(sql);
  } finally {
    await server.end();
  }
};

export const buildTown = async (customers: number): Promise<Town> => {
  const original = await testDatabase('postgres');
  await settleTaxedTown(original, customers);
  const url = new URL(original.url ?? '');
  const name = url.pathname.slice(1);
  return {
    inCopy: async (body) => {
      const copy = `baton_test_${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
      // A database in use cannot be copied; who comes back connects anew.
      const leave = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
      await onServer(leave, `CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY file_copy`, 'CHECKPOINT');
      const its = new URL(url);
      its.pathname = `/${copy}`;
      const db = await openDatabase({ url: its.href, log: silent });
      try {
        return await body({ ...db, url: its.href }, its.href);
      } finally {
        await db.close();
        await onServer(`DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
      }
    },
    close: () => original.close(),
  };
};
