import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { from as copyFromStdin } from 'pg-copy-streams';
import { answers, type EngineParts, type Log, type RawClient } from './database.ts';
import { refuseAbortedCommit } from './honest-commit.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  readonly log: Log;
}

/** Waiting this long for a connection (a new one, or a turn in the pool) means that the database is away; ms. */
const patience = 10_000;

/**
 * A pool of connections to a PostgreSQL server. Connections that break (server restarted, terminated by an
 * administrator, network gone) fail the work they carried and are replaced with the next use; the process stays.
 */
export function openPostgres({ url, poolSize = 10, log }: PostgresOptions): EngineParts {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: patience,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'baton',
    onConnect: prepareConnection,
  });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  return {
    engine: 'postgres',
    adapter: honestly(
      new PrismaPg(pool, {
        onConnectionError: (error) => logLoss(log, error),
        statementNameGenerator: statementNames(),
      }),
    ),
    maxWait: patience,
    timeout: 15_000,
    isAlive: () => answers(pool.query('SELECT 1')),
    dedicated: (body) => lend(pool, log, body),
    close: () => pool.end(),
  };
}

/** Statements that a connection keeps prepared at most; what is built for one occasion must not fill its memory. */
const mostPrepared = 500;

/**
 * Names statements, so that each connection parses and plans one once: a third of the cost of a short transaction.
 * Exported for its test.
 */
export function statementNames(
  most = mostPrepared,
): (query: { readonly sql: string; readonly args: readonly unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    // An empty name prepares nothing.
    if (args.length === 0) return '';
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most) return '';
    const name = `baton_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/**
 * The adapter writes instants without a zone and reads them as UTC, so the session must be in UTC whatever the server's
 * setting. A replica that vanishes in the middle of a transaction must not hold its locks for ever.
 */
async function prepareConnection(client: pg.ClientBase): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = '120s'");
}

function logLoss(log: Log, error: Error): void {
  log.warn({ err: error }, 'a database connection was lost while in use');
}

function honestly(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        queryRaw: (query) => adapter.queryRaw(query),
        executeRaw: (query) => adapter.executeRaw(query),
        executeScript: (script) => adapter.executeScript(script),
        getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
        startTransaction: async (isolation) => refuseAbortedCommit(await adapter.startTransaction(isolation)),
        dispose: () => adapter.dispose(),
      };
    },
  };
}

async function lend<T>(pool: pg.Pool, log: Log, body: (client: RawClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const onError = (error: Error) => logLoss(log, error);
  client.on('error', onError);
  try {
    return await body(rawClient(client));
  } finally {
    client.off('error', onError);
    // Closed, not reused: its session locks, temporary tables and settings end with it, whatever the body left.
    client.release(true);
  }
}

const asText = (text: string) => text;

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8) return BigInt;
    // pg would make it midnight in the machine's zone.
    if (oid === pg.types.builtins.DATE || oid === pg.types.builtins.NUMERIC) return asText;
    return pg.types.getTypeParser(oid, format);
  },
};

function rawClient(client: pg.PoolClient): RawClient {
  return {
    engine: 'postgres',
    async query<R extends object>(sql: string, params: readonly unknown[] = []) {
      const { rows, rowCount } = await client.query<R>({ text: sql, values: [...params], types });
      return { rows, count: rowCount ?? 0 };
    },
    async exec(sql) {
      await client.query(sql);
    },
    async copyFrom(sql, source) {
      const target = client.query(copyFromStdin(sql));
      await pipeline(Readable.from(source, { objectMode: true }), target);
      return target.rowCount ?? 0;
    },
  };
}
