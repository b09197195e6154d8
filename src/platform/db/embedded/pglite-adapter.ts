import type { PGlite, Transaction as PGliteTransaction } from '@electric-sql/pglite';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { sqlStateOf } from '../failures/sql-state.ts';

/**
 * Prisma's driver adapter for the embedded engine. Reading and writing of values is left to pglite-prisma-adapter;
 * transactions and scripts are done here, because its version 0.7.2 acknowledges transactions whose COMMIT failed, does
 * not wait for scripts, and sets the isolation level outside the transaction.
 *
 * @param openShadow opens the scratch database that the schema engine compares against (development only)
 */
export const pgliteAdapter = (
  db: PGlite,
  openShadow?: () => Promise<PGlite>,
): SqlMigrationAwareDriverAdapterFactory => ({
  provider: 'postgres',
  adapterName: 'baton-pglite',
  connect: () => connectTo(db, async () => {}),
  async connectToShadowDb() {
    if (!openShadow) throw new Error('No shadow database was given to pgliteAdapter.');
    const shadow = await openShadow();
    return connectTo(shadow, () => shadow.close());
  },
});

const connectTo = async (db: PGlite, dispose: () => Promise<void>): Promise<SqlDriverAdapter> => {
  const queryable = await new PrismaPGlite(db).connect();
  return {
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    queryRaw: (query) => queryable.queryRaw(query),
    executeRaw: (query) => queryable.executeRaw(query),
    executeScript: async (script) => {
      await translated(db.exec(script));
    },
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    startTransaction: (isolation) => startTransaction(db, isolation),
    dispose,
  };
};

/**
 * Holds PGlite's own transaction (and with it the one connection) open until Prisma commits or rolls back. Resolves
 * once BEGIN has succeeded; the outcome of COMMIT is awaited before it is acknowledged.
 */
const startTransaction = (db: PGlite, isolation: IsolationLevel | undefined): Promise<Transaction> => {
  return new Promise((resolve, reject) => {
    let release: () => void = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const finished = db.transaction(async (tx) => {
      if (isolation) await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
      resolve(await asPrismaTransaction(tx, release, () => finished));
      await held;
    });
    // Before the transaction stands this is the answer; afterwards commit() and rollback() report it.
    finished.catch((error: unknown) => reject(translate(error)));
  });
};

const asPrismaTransaction = async (
  tx: PGliteTransaction,
  release: () => void,
  finished: () => Promise<void>,
): Promise<Transaction> => {
  // The published adapter only ever calls `query` on what it is given, which a transaction has too.
  const queryable = await new PrismaPGlite(tx as unknown as PGlite).connect();
  const run = async (sql: string) => {
    await translated(tx.exec(sql));
  };
  return {
    provider: 'postgres',
    adapterName: queryable.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => queryable.queryRaw(query),
    executeRaw: (query) => queryable.executeRaw(query),
    async commit() {
      release();
      await translated(finished());
    },
    async rollback() {
      try {
        await translated(tx.rollback());
      } finally {
        release();
      }
      await translated(finished());
    },
    createSavepoint: (name) => run(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => run(`ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (name) => run(`RELEASE SAVEPOINT ${name}`),
  };
};

/** Prisma's statements on a connection that Baton holds. */
export const queryableOn = (held: Pick<PGlite, 'query'>): Pick<SqlQueryable, 'queryRaw' | 'executeRaw'> => {
  // The published adapter only ever calls `query` on what it is given.
  const queryable = new PrismaPGlite(held as unknown as PGlite).connect();
  return {
    queryRaw: async (query) => (await queryable).queryRaw(query),
    executeRaw: async (query) => (await queryable).executeRaw(query),
  };
};

export const translated = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw translate(error);
  }
};

/** Database errors in the shape that Prisma maps to its own codes; anything else unchanged. */
const translate = (error: unknown): unknown => {
  const code = sqlStateOf(error);
  if (error instanceof DriverAdapterError || code === undefined || !(error instanceof Error)) return error;
  const original = { originalCode: code, originalMessage: error.message };
  if (code === '40001' || code === '40P01')
    return new DriverAdapterError({ kind: 'TransactionWriteConflict', ...original });
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  return new DriverAdapterError({
    kind: 'postgres',
    code,
    severity: text('severity') ?? 'ERROR',
    message: error.message,
    detail: text('detail'),
    column: text('column'),
    hint: text('hint'),
    ...original,
  });
};
