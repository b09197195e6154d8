import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { type Database, type OpenOptions, openDatabase, type RawClient } from './open.ts';

/** The project's own migrations. */
export const migrationsDir = join(packageRoot, 'prisma/migrations');

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, as `prisma migrate deploy` records it. */
  readonly checksum: string;
}

/** Something that a person has to look into before the database can be used; nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The key that `prisma migrate` itself locks: neither runs while the other does. */
const lockKey = 72707369;

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The migrations of a folder, in the order in which they apply (by name). */
export function readMigrations(dir: string = migrationsDir): Migration[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Applies what is not applied yet, with the bookkeeping of `prisma migrate deploy` (whose engine is a binary that cannot
 * be downloaded everywhere). Each migration is one transaction together with its record, so none is ever half applied;
 * hence no `CREATE INDEX CONCURRENTLY` in a migration. Replicas that start together wait for each other.
 *
 * @returns the names of the migrations that were applied now
 * @throws MigrationError when an applied migration was edited, or one failed
 */
export function migrate(db: Pick<Database, 'dedicated'>, dir: string = migrationsDir): Promise<string[]> {
  const migrations = readMigrations(dir);
  return db.dedicated(async (client) => {
    // The embedded engine belongs to one process. On a server the lock ends with the connection.
    if (client.engine === 'postgres') await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.exec(bookkeeping);
    const missing = await notYetApplied(client, migrations);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  });
}

async function notYetApplied(client: RawClient, migrations: readonly Migration[]): Promise<Migration[]> {
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
}

async function apply(client: RawClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.exec('BEGIN');
    await client.exec(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.exec('COMMIT');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The connection may be what failed; it is closed and its transaction rolled back in any case.
    await client.exec('ROLLBACK').catch(() => {});
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
}

/** Opens the database, migrates it and closes it again. */
export async function migrateDatabase(options: OpenOptions & { readonly dir?: string }): Promise<string[]> {
  const db = await openDatabase(options);
  try {
    return await migrate(db, options.dir);
  } finally {
    await db.close();
  }
}
