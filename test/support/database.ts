/**
 * Databases for tests: fresh, migrated, and quick to get. The embedded one is restored from a dump made once per set of
 * migrations; on PostgreSQL each is copied from a template database made likewise.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { describe, test } from 'vitest';
import { openEmbedded } from '../../src/platform/db/embedded/embedded.ts';
import { migrateDatabase, migrationsDir } from '../../src/platform/db/migrate.ts';
import { type Database, type Engine, openDatabase } from '../../src/platform/db/open.ts';
import { assemble } from '../../src/platform/db/transaction/database.ts';
import { embeddedTemplate, fingerprint } from './embedded-template.ts';

export interface TestDatabase extends Database {
  /** PostgreSQL only: for child processes and further connections. */
  readonly url: string | undefined;
}

/** The server on which tests may create databases. */
export const testServerUrl = process.env.TEST_DATABASE_URL || 'postgres://postgres@127.0.0.1:5432/postgres';
export const silent = pino({ level: 'silent' });

/**
 * A fresh, migrated database of the test's own; `close()` also removes it.
 * Take one per test file (in `beforeAll`), and give that hook 30 seconds: the first run makes the template.
 */
export const testDatabase = (engine: Engine, dir: string = migrationsDir): Promise<TestDatabase> =>
  engine === 'embedded' ? embeddedDatabase(dir) : postgresDatabase(dir);

/** Whether a PostgreSQL server answers at `testServerUrl`. */
export const postgresAvailable = async (): Promise<boolean> => {
  const client = new pg.Client({ connectionString: testServerUrl, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
};

const isPostgresThere = await postgresAvailable();

/** A suite that runs on both engines. Without a server its PostgreSQL half is skipped aloud; in CI it fails. */
export const describeEachEngine = (name: string, suite: (engine: Engine) => void): void => {
  describe(`${name} (embedded)`, () => suite('embedded'));
  describePostgres(`${name} (postgres)`, () => suite('postgres'));
};

/** A suite that needs a PostgreSQL server. Without one it is skipped aloud; in CI it fails. */
export const describePostgres = (name: string, suite: () => void): void => {
  if (isPostgresThere) {
    describe(name, suite);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(`No PostgreSQL server answers at ${testServerUrl}; in CI these tests must run.`);
    });
  } else {
    console.warn(`\n*** SKIPPED: "${name}": no PostgreSQL server answers at TEST_DATABASE_URL ***\n`);
    describe.skip(name, suite);
  }
};

const embeddedDatabase = async (dir: string): Promise<TestDatabase> => {
  const template = await embeddedTemplate(dir);
  return Object.assign(assemble(await openEmbedded({ dir: ':memory:', template })), { url: undefined });
};

const postgresDatabase = async (dir: string): Promise<TestDatabase> => {
  const template = `baton_template_${fingerprint(dir)}`;
  const name = `baton_test_${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
  await onServer(async (server) => {
    // One at a time: a template cannot be copied while somebody makes it.
    await server.query("SELECT pg_advisory_lock(hashtext('baton tests'))");
    const { rows } = await server.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'baton\\_%'",
    );
    const existing = rows.map((row) => row.datname);
    if (!existing.includes(template)) await makeTemplate(server, template, dir);
    await server.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    for (const old of existing.filter(isForgotten)) await server.query(`DROP DATABASE IF EXISTS ${old} WITH (FORCE)`);
  });
  const url = urlOf(name);
  const db = await openDatabase({ url, log: silent });
  return {
    ...db,
    url,
    async close() {
      await db.close();
      await onServer((server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
};

const makeTemplate = async (server: pg.Client, template: string, dir: string): Promise<void> => {
  const unfinished = `${template}_unfinished`;
  await server.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${unfinished}`);
  await migrateDatabase({ url: urlOf(unfinished), log: silent, dir });
  await server.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
};

/** Databases of test runs that were killed. */
const isForgotten = (name: string): boolean => {
  const made = /^baton_test_(\d+)_/.exec(name)?.[1];
  return made !== undefined && Date.now() / 1000 - Number(made) > 6 * 3600;
};

const urlOf = (database: string): string => {
  const url = new URL(testServerUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const onServer = async <T>(work: (server: pg.Client) => Promise<T>): Promise<T> => {
  const server = new pg.Client({ connectionString: testServerUrl });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
};
