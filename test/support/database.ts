/**
 * Databases for tests: fresh, migrated, and quick to get. The embedded one is restored from a dump made once per set of
 * migrations; on PostgreSQL each is copied from a template database made likewise.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { describe, test } from 'vitest';
import { DataDirInUse, lockDataDir } from '../../src/platform/db/embedded/data-dir-lock.ts';
import { openEmbedded } from '../../src/platform/db/embedded/embedded.ts';
import { migrate, migrateDatabase, migrationsDir, readMigrations } from '../../src/platform/db/migrate.ts';
import { type Database, type Engine, openDatabase } from '../../src/platform/db/open.ts';
import { assemble } from '../../src/platform/db/transaction/database.ts';

export interface TestDatabase extends Database {
  /** PostgreSQL only: for child processes and further connections. */
  readonly url: string | undefined;
}

/** The server on which tests may create databases. */
export const testServerUrl = process.env.TEST_DATABASE_URL || 'postgres://postgres@127.0.0.1:5432/postgres';
export const silent = pino({ level: 'silent' });

const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/baton', import.meta.url));

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
  const template = new Blob([new Uint8Array(await embeddedTemplate(dir))]);
  return Object.assign(assemble(await openEmbedded({ dir: ':memory:', template })), { url: undefined });
};

const embeddedTemplate = async (dir: string): Promise<Buffer> => {
  const file = join(cacheDir, `embedded-${fingerprint(dir)}.tar`);
  // The first of several workers makes it, the others wait for the file.
  for (const end = Date.now() + 60_000; !existsSync(file); ) {
    const unlock = tryLock(file);
    if (unlock) {
      try {
        if (!existsSync(file)) await dumpTemplate(dir, file);
      } finally {
        unlock();
      }
    } else if (Date.now() > end) {
      throw new Error(`Waited a minute for another process to make ${file}`);
    } else {
      await sleep(100);
    }
  }
  return readFileSync(file);
};

const tryLock = (file: string): (() => void) | undefined => {
  try {
    return lockDataDir(file);
  } catch (error) {
    if (error instanceof DataDirInUse) return undefined;
    throw error;
  }
};

const dumpTemplate = async (dir: string, file: string): Promise<void> => {
  const db = await openEmbedded({ dir: ':memory:' });
  try {
    await migrate(db, { dir });
    mkdirSync(cacheDir, { recursive: true });
    const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
    writeFileSync(unfinished, Buffer.from(await (await db.dump()).arrayBuffer()));
    renameSync(unfinished, file);
  } finally {
    await db.close();
  }
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

/** Changes with the migrations, and with PGlite, whose dumps another version may not read. */
const fingerprint = (dir: string): string => {
  const hash = createHash('sha256');
  for (const { name, checksum } of readMigrations(dir)) hash.update(`${name}\n${checksum}\n`);
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  hash.update(readFileSync(join(entry, '../../package.json')));
  return hash.digest('hex').slice(0, 16);
};
