import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { packageRoot } from '../process/package-root.ts';
import { sqlStateOf } from './failures/sql-state.ts';
import { type Database, type Log, type OpenOptions, openDatabase, type RawClient } from './open.ts';

/** The project's own migrations. */
export const migrationsDir = join(packageRoot, 'prisma/migrations');

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, as `prisma migrate deploy` records it. */
  readonly checksum: string;
}

/** Something that a person has to look into before the database can be used; nothing was changed. */
export class MigrationError extends UserError {
  override readonly name: string = 'MigrationError';
}

/** The key that `prisma migrate` itself locks: neither runs while the other does. */
const lockKey = 72707369;

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The migrations of a folder, in the order in which they apply (by name). */
export const readMigrations = (dir: string = migrationsDir): Migration[] => {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
};

/** Everybody who wants the table waits behind a migration that waits for it: well within a click's patience. */
const lockMs = 200;
/** How long locks are tried for; a backup may hold some for minutes. */
const patienceMs = 10 * 60_000;

export interface MigrateOptions {
  readonly dir?: string | undefined;
  readonly log?: Log | undefined;
  /** How long a migration tries to get its locks before it is given up. */
  readonly patienceMs?: number | undefined;
}

/**
 * Applies what is not applied yet, with the bookkeeping of `prisma migrate deploy` (whose engine is a binary that cannot
 * be downloaded everywhere). Each migration is one transaction together with its record, so none is ever half applied. A
 * `CREATE INDEX CONCURRENTLY` is a migration of its own, outside of transactions; what a crash left of it is built anew.
 * Replicas that start together wait for each other, and nobody who works meanwhile waits for a migration: it takes its locks
 * at once or lets go and tries again.
 *
 * @returns the names of the migrations that were applied now
 * @throws MigrationError when an applied migration was edited, one failed, or one did not get its locks
 */
export const migrate = (db: Pick<Database, 'dedicated'>, options: MigrateOptions = {}): Promise<string[]> => {
  const migrations = readMigrations(options.dir);
  return db.dedicated(async (client) => {
    await waitForTurn(client, options.log);
    await client.exec(bookkeeping);
    const missing = await notYetApplied(client, migrations);
    for (const migration of missing) await applyWithPatience(client, migration, options);
    return missing.map((migration) => migration.name);
  });
};

/**
 * Asks again and again instead of waiting in a statement: an index that is built concurrently waits for all statements that are
 * under way, and so would wait for those who wait for it.
 */
const waitForTurn = async (client: RawClient, log?: Log): Promise<void> => {
  // The embedded engine belongs to one process. On a server the lock ends with the connection.
  if (client.engine === 'embedded') return;
  for (let asked = 0; ; asked++) {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [lockKey]);
    if (rows[0]?.mine) return;
    if (asked === 0) log?.info('another process brings the database up to date; waiting for it');
    await sleep(200);
  }
};

const notYetApplied = async (client: RawClient, migrations: readonly Migration[]): Promise<Migration[]> => {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const applied = new Map(rows.map((row) => [row.name, row]));
  const failed = rows.find((row) => !row.finished);
  if (failed) {
    throw new MigrationError(
      `Migration ${failed.name} failed earlier (prisma migrate). Repair the database, then mark it as applied or ` +
        'rolled back in _prisma_migrations.',
    );
  }
  const edited = migrations.find(({ name, checksum }) => (applied.get(name)?.checksum ?? checksum) !== checksum);
  if (edited) {
    throw new MigrationError(
      `Migration ${edited.name} was edited after it was applied to this database. Restore the file, and put the ` +
        'change into a new migration.',
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
};

/** A lock that was not had in time, or a deadlock: a later try may succeed. */
const isHeldUp = (error: unknown): boolean => ['55P03', '40P01'].includes(sqlStateOf(error) ?? '');

const applyWithPatience = async (client: RawClient, migration: Migration, options: MigrateOptions): Promise<void> => {
  const until = Date.now() + (options.patienceMs ?? patienceMs);
  for (let tries = 1; ; tries++) {
    try {
      return await apply(client, migration);
    } catch (error) {
      // The connection may be what failed; it is closed and its transaction rolled back in any case.
      await client.exec('ROLLBACK').catch(() => {});
      if (error instanceof MigrationError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (!isHeldUp(error))
        throw new MigrationError(`Migration ${migration.name} failed and is not applied: ${reason}`, { cause: error });
      if (Date.now() > until)
        throw new MigrationError(
          `Migration ${migration.name} did not get its locks: somebody keeps a transaction open on what it changes. ` +
            'Look for it in pg_stat_activity, end it, and start again; nothing was changed.',
          { cause: error },
        );
      if (tries === 1) options.log?.warn({ migration: migration.name }, 'a migration waits for a lock; trying again');
      await sleep(Math.min(2000, 50 * 2 ** tries) * (0.5 + Math.random()));
    }
  }
};

const apply = async (client: RawClient, migration: Migration): Promise<void> => {
  const index = concurrentIndex(migration);
  if (index) {
    await buildIndex(client, index, migration.sql);
    return record(client, migration);
  }
  await client.exec(`BEGIN; SET LOCAL lock_timeout = ${lockMs}; SET LOCAL statement_timeout = 0`);
  await client.exec(migration.sql);
  await record(client, migration);
  await client.exec('COMMIT');
};

const record = async (client: RawClient, { name, checksum }: Migration): Promise<void> => {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
};

/** @returns the name of the index, as written, of a migration that builds one concurrently; undefined for all others */
const concurrentIndex = ({ name, sql }: Migration): string | undefined => {
  const statements = sql.replace(/--.*$/gm, '').trim();
  if (!/\bINDEX\s+CONCURRENTLY\b/i.test(statements)) return undefined;
  const index = /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+("?\w+"?)\s+ON\b[^;]*;?$/i.exec(statements)?.[1];
  if (index) return index;
  throw new MigrationError(
    `Migration ${name} must hold one statement, CREATE INDEX CONCURRENTLY name ON …, and nothing else: ` +
      'it cannot be part of a transaction. Put the rest into a migration of its own.',
  );
};

/** An index whose building was broken off stays, is kept up by every write, and is used by nobody: it is built anew. */
const buildIndex = async (client: RawClient, index: string, sql: string): Promise<void> => {
  // It keeps nobody waiting while it waits for those who began before.
  await client.exec('SET lock_timeout = 0');
  await client.exec('SET statement_timeout = 0');
  const { rows } = await client.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [index],
  );
  if (rows[0]?.valid) return;
  if (rows[0]) await client.exec(`DROP INDEX CONCURRENTLY ${index}`);
  await client.exec(sql);
};

/** Opens the database, migrates it and closes it again. */
export const migrateDatabase = async (options: OpenOptions & MigrateOptions): Promise<string[]> => {
  const db = await openDatabase(options);
  try {
    return await migrate(db, options);
  } finally {
    await db.close();
  }
};
