import { openPostgres } from './postgres/postgres.ts';
import { assemble, type Database, type Log } from './transaction/database.ts';

export type { Database, Engine, Log, RawClient, TxOptions } from './transaction/database.ts';
export type { Copying, CopySource, Sql, Tx } from './transaction/transaction.ts';

export interface OpenOptions {
  /** A PostgreSQL server (15 or later). Given, it wins. */
  readonly url?: string | undefined;
  /** Otherwise an embedded database in this directory, or `:memory:`. */
  readonly embeddedDir?: string | undefined;
  /** PostgreSQL connections at most; default 10. */
  readonly poolSize?: number | undefined;
  readonly log: Log;
}

/**
 * Opens the database; does not migrate it. A PostgreSQL server need not answer yet: the first use connects.
 * @throws DataDirInUse when another process works on the embedded directory
 */
export const openDatabase = async (options: OpenOptions): Promise<Database> => {
  const { url, embeddedDir, poolSize, log } = options;
  if (url) return assemble(openPostgres({ url, log, ...(poolSize && { poolSize }) }));
  if (embeddedDir) {
    // Loaded only where it is used: a PostgreSQL server in WebAssembly takes some 100 MB.
    const { openEmbedded } = await import('./embedded/embedded.ts');
    return assemble(await openEmbedded({ dir: embeddedDir }));
  }
  throw new Error('openDatabase needs a url or an embeddedDir.');
};
