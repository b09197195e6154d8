import type { SqlQuery, Transaction } from '@prisma/driver-adapter-utils';

const probe: SqlQuery = { sql: 'SELECT 1', args: [], argTypes: [] };
const rollback: SqlQuery = { sql: 'ROLLBACK', args: [], argTypes: [] };

/**
 * PostgreSQL answers COMMIT of a transaction in which a statement failed by rolling back, without an error; Prisma then
 * reports success. Code that swallowed the statement's error would lose everything it wrote and be told it is stored.
 * So once a statement has failed, the transaction is probed before its COMMIT: an aborted one throws (25P02) and is
 * rolled back in the open; one that was healed with a savepoint commits as usual. Costs nothing otherwise.
 */
export function refuseAbortedCommit(tx: Transaction): Transaction {
  let suspicious = false;
  const watch = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      suspicious = true;
      throw error;
    }
  };
  // Prisma takes a transaction whose COMMIT failed for ended, so it has to be ended here.
  const check = async (end: () => Promise<unknown>) => {
    if (!suspicious) return;
    try {
      await tx.executeRaw(probe);
    } catch (error) {
      await end();
      throw error;
    }
  };
  return {
    provider: tx.provider,
    adapterName: tx.adapterName,
    options: tx.options,
    queryRaw: (query) => watch(tx.queryRaw(query)),
    async executeRaw(query) {
      if (query.sql === 'COMMIT') await check(() => tx.executeRaw(rollback));
      return watch(tx.executeRaw(query));
    },
    async commit() {
      // With phantom queries (PGlite) this is the COMMIT itself; otherwise only the release of the connection.
      if (tx.options.usePhantomQuery) await check(() => tx.rollback());
      await tx.commit();
    },
    rollback: () => tx.rollback(),
    createSavepoint: async (name) => watch(tx.createSavepoint?.(name) ?? Promise.resolve()),
    rollbackToSavepoint: async (name) => watch(tx.rollbackToSavepoint?.(name) ?? Promise.resolve()),
    releaseSavepoint: async (name) => watch(tx.releaseSavepoint?.(name) ?? Promise.resolve()),
  };
}
