import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite, type PGliteOptions, type Results, types } from '@electric-sql/pglite';
import { UserError } from '../../../core/errors.ts';
import { answered, probing } from '../failures/condition.ts';
import { rawParsers, rawValue } from '../rows/raw-values.ts';
import type { EngineParts, RawClient } from '../transaction/database.ts';
import { beginSql, type CopySource, type Session } from '../transaction/transaction.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { pgliteAdapter, queryableOn, translated } from './pglite-adapter.ts';

export interface EmbeddedOptions {
  /** A directory, or `:memory:`. */
  readonly dir: string;
  /** Only with `:memory:`: a dumped data directory to begin with (tests). */
  readonly template?: Blob;
}

export interface EmbeddedParts extends EngineParts {
  /** The data directory as a tar file, for `template`. */
  readonly dump: () => Promise<Blob>;
}

/**
 * PostgreSQL inside this process (PGlite), for trying, developing and testing.
 *
 * Durability: every commit is written to the operating system, so a killed process (kill -9) loses nothing that was
 * acknowledged. PGlite never calls fsync, though: a power failure or kernel crash can lose or corrupt data. Production
 * needs a PostgreSQL server.
 *
 * @throws DataDirInUse when another process works on the directory; UserError when the directory holds something else
 */
export const openEmbedded = async ({ dir, template }: EmbeddedOptions): Promise<EmbeddedParts> => {
  if (dir === ':memory:') return parts(await start(template ? { loadDataDir: template } : {}), () => {});
  const unlock = lockDataDir(dir);
  try {
    await initialise(dir);
    return parts(await start({ dataDir: dir }), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
};

const start = async (options: PGliteOptions): Promise<PGlite> => {
  const db = await PGlite.create(options);
  // The adapter reads instants as UTC.
  await db.exec("SET TIME ZONE 'UTC'");
  return db;
};

/**
 * Creates the data directory under another name first: a process killed while it creates it must not leave a half of
 * one that PGlite would take for whole.
 */
const initialise = async (dir: string): Promise<void> => {
  if (existsSync(join(dir, 'PG_VERSION'))) return;
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new UserError(
      `The directory ${dir} holds something that is not an embedded database. ` +
        'Name an empty or a new directory in EMBEDDED_DATABASE_DIR.',
    );
  }
  const unfinished = `${dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(dir), { recursive: true });
  const db = await PGlite.create({ dataDir: unfinished });
  await db.close();
  renameSync(unfinished, dir);
};

const parts = (db: PGlite, unlock: () => void): EmbeddedParts => {
  return {
    dump: () => db.dumpDataDir('none'),
    engine: 'embedded',
    adapter: pgliteAdapter(db),
    timeout: 30_000,
    query: (sql, values) => run(db, sql, values),
    begin: (_timeout, isolation) => begin(db, isolation),
    // One connection, whose plans follow its own changes.
    forgetPlans: () => undefined,
    look: async () => (db.ready && !db.closed ? answered(db.waitReady.then(() => true)) : undefined),
    probe: () => lend(db, async (held) => void (await held.exec(probing))),
    dedicated: (body) => lend(db, (held) => body(rawClient(held))),
    async close() {
      try {
        if (!db.closed) await db.close();
      } finally {
        unlock();
      }
    },
  };
};

/**
 * Keeps everybody else out by holding PGlite's transaction, but ends that transaction at once: what the body runs
 * behaves as in a session of its own, in which it may begin and end transactions itself.
 */
const lend = <T>(db: PGlite, body: (held: Held) => Promise<T>): Promise<T> =>
  db.transaction(async (session) => {
    await session.exec('COMMIT');
    try {
      return await body(session);
    } finally {
      await session.exec('ROLLBACK');
      await session.exec("SELECT pg_advisory_unlock_all(); DISCARD TEMP; SET TIME ZONE 'UTC'");
    }
  });

const asText = (text: string) => text;
const parsers = { [types.INT8]: BigInt, [types.DATE]: asText, [types.NUMERIC]: asText };

type Held = Pick<PGlite, 'query' | 'exec'>;

/** There is one connection: a transaction waits for all those before it. */
const begin = (db: PGlite, isolation: string | undefined): Promise<Session> =>
  new Promise((resolve, reject) => {
    lend(db, async (held) => {
      await held.exec(beginSql(isolation));
      await new Promise<void>((giveBack) => resolve(sessionOn(held, giveBack)));
    }).catch(reject);
  });

const run = async (held: Held, sql: string, values: readonly unknown[]) => {
  const result = await translated(held.query<object>(sql, values.map(rawValue), { parsers: rawParsers }));
  return { rows: result.rows, count: result.affectedRows || result.rows.length };
};

const sessionOn = (held: Held, giveBack: () => void): Session => ({
  query: (sql, values) => run(held, sql, values),
  copyFrom: (sql, source) => copyInto(held, sql, source),
  queryable: queryableOn(held),
  async commit() {
    try {
      await translated(held.exec('COMMIT'));
    } finally {
      giveBack();
    }
  },
  rollback: () => held.exec('ROLLBACK').then(giveBack, giveBack),
});

const copyInto = async (held: Held, sql: string, source: CopySource): Promise<number> => {
  const chunks: (string | Uint8Array<ArrayBuffer>)[] = [];
  for await (const chunk of source) chunks.push(typeof chunk === 'string' ? chunk : new Uint8Array(chunk));
  const fromBlob = sql.replace(/\bFROM\s+STDIN\b/i, "FROM '/dev/blob'");
  const result = await held.query(fromBlob, [], { blob: new Blob(chunks) });
  return result.affectedRows ?? 0;
};

const rawClient = (session: Held): RawClient => ({
  engine: 'embedded',
  async query<R extends object>(sql: string, params: readonly unknown[] = []) {
    const result: Results<R> = await session.query<R>(sql, [...params], { parsers });
    return { rows: result.rows, count: result.affectedRows || result.rows.length };
  },
  async exec(sql) {
    await session.exec(sql);
  },
  copyFrom: (sql, source) => copyInto(session, sql, source),
});
