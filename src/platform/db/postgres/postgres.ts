import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { answered, looking, probing } from '../failures/condition.ts';
import { isStalePlan } from '../failures/failures.ts';
import type { EngineParts, Log, RawClient } from '../transaction/database.ts';
import { limits } from '../transaction/transaction.ts';
import { beginOn, rawClient, run } from './postgres-session.ts';
import { type StatementNames, statementNames } from './statement-names.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  readonly log: Log;
}

/** Waiting this long for a connection (a new one, or a turn in the pool) means that the database is away; ms. */
const patience = 5_000;
/** How long a transaction may last unless it says otherwise, and a statement outside of any; ms. */
const ordinary = 15_000;
/** The server ends a statement by itself; one that is still not heard of then has no server any more. */
const silence = ordinary + 2_000;

/**
 * A pool of connections to a PostgreSQL server. Connections that break (server restarted, terminated by an
 * administrator, network gone) fail the work they carried and are replaced with the next use; the process stays.
 */
export const openPostgres = ({ url, poolSize = 10, log }: PostgresOptions): EngineParts => {
  const connection = { connectionString: url, idleTimeoutMillis: 30_000, keepAlive: true, application_name: 'baton' };
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    connectionTimeoutMillis: patience,
    onConnect: prepareConnection,
    // Statements that do not wait for one another travel together.
    pipeline: true,
  });
  // Whoever asks how the database is must not wait behind those who wait for it.
  const own = new pg.Pool({
    ...connection,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  for (const each of [pool, own]) {
    // One listener for as long as a connection lives: it may be lost in the moment in which it changes hands, when nobody else has
    // one yet, and what nobody listens to ends the process. The pool says the same of those that are idle.
    each.on('connect', (client) => client.on('error', (error) => logLoss(log, error)));
    each.on('error', () => undefined);
  }
  const names = statementNames();
  const outside = outsideOf(pool, names);
  const adapter = new PrismaPg(outside, {
    onConnectionError: (error) => logLoss(log, error),
    statementNameGenerator: names.nameOf,
  });
  const queryable = adapter.connect();
  return {
    engine: 'postgres',
    adapter,
    timeout: ordinary,
    query: (sql, values) => run(outside, names.nameOf, sql, values),
    begin: async (timeout, isolation) => {
      const client = await pool.connect();
      return beginOn(client, names.nameOf, await queryable, timeout, isolation);
    },
    forgetPlans: names.renew,
    look: async () => (await answered(own.query(looking)))?.rows[0]?.writable ?? undefined,
    probe: async () => void (await own.query(probing)),
    dedicated: (body) => lend(pool, body),
    close: async () => void (await Promise.all([pool.end(), own.end()])),
  };
};

/**
 * For statements outside of transactions: one that met a stale plan is repeated, and none waits for a server that has fallen
 * silent.
 */
const outsideOf = (pool: pg.Pool, names: StatementNames): pg.Pool =>
  Object.create(pool, {
    query: {
      value: async (config: pg.QueryConfig) => {
        const once = () => {
          const name = names.nameOf({ sql: config.text, args: config.values ?? [] });
          const bounded = { ...config, name, query_timeout: silence };
          return pool.query(bounded);
        };
        try {
          return await once();
        } catch (error) {
          if (!isStalePlan(error)) throw error;
          names.renew();
          return once();
        }
      },
    },
  });

/**
 * The adapter writes instants without a zone and reads them as UTC, so the session must be in UTC whatever the server's
 * setting. A replica that freezes in the middle of a transaction must not hold its locks for long.
 */
const prepareConnection = async (client: pg.ClientBase): Promise<void> => {
  const { statement, lock } = limits(ordinary);
  await client.query(
    `SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = '30s';
     SET statement_timeout = ${statement}; SET lock_timeout = ${lock}`,
  );
};

const logLoss = (log: Log, error: Error): void => {
  log.warn({ err: error }, 'a database connection was lost');
};

const lend = async <T>(pool: pg.Pool, body: (client: RawClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    // What is done here is bulk, and takes as long as it takes.
    await client.query('SET statement_timeout = 0');
    return await body(rawClient(client));
  } finally {
    // Closed, not reused: its session locks, temporary tables and settings end with it, whatever the body left.
    client.release(true);
  }
};
