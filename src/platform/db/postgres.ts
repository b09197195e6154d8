import { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlQueryable } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { from as copyFromStdin } from 'pg-copy-streams';
import { ahead } from '../../core/ahead.ts';
import { answers, type EngineParts, type Log, type RawClient } from './database.ts';
import { rawParsers, rawValue } from './raw-values.ts';
import { beginSql, type CopySource, type Session } from './transaction.ts';

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
    // Statements that do not wait for one another travel together.
    pipeline: true,
    stream: gatheringSocket,
  });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  const nameOf = statementNames();
  const adapter = new PrismaPg(pool, {
    onConnectionError: (error) => logLoss(log, error),
    statementNameGenerator: nameOf,
  });
  const queryable = adapter.connect();
  return {
    engine: 'postgres',
    adapter,
    timeout: 15_000,
    query: (sql, values) => run(pool, nameOf, sql, values),
    begin: async (isolation) => {
      const client = await pool.connect();
      const onError = (error: Error) => logLoss(log, error);
      client.on('error', onError);
      const giveBack = (error?: Error): void => {
        client.off('error', onError);
        client.release(error);
      };
      return beginOn(client, giveBack, nameOf, await queryable, isolation);
    },
    isAlive: () => answers(pool.query('SELECT 1')),
    dedicated: (body) => lend(pool, log, body),
    close: () => pool.end(),
  };
}

/** A socket that writes all that one turn of the event loop gives it at once: a write costs as much as a statement. */
function gatheringSocket(): Socket {
  const socket = new Socket();
  // Not before: connecting puts a socket's own `write` back.
  socket.once('connect', () => {
    const write: Socket['write'] = socket.write.bind(socket);
    let gathering = false;
    socket.write = ((...args: Parameters<typeof write>) => {
      if (!gathering) {
        gathering = true;
        socket.cork();
        process.nextTick(() => {
          gathering = false;
          socket.uncork();
        });
      }
      return write(...args);
    }) as typeof socket.write;
  });
  return socket;
}

/** Statements that a connection keeps prepared at most; what is built for one occasion must not fill its memory. */
const mostPrepared = 500;

type NameOf = (query: { readonly sql: string; readonly args: readonly unknown[] }) => string;

/**
 * Names statements, so that each connection parses and plans one once: a third of the cost of a short transaction.
 * Exported for its test.
 */
export function statementNames(most = mostPrepared): NameOf {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    // An empty name prepares nothing. What has no parameters (BEGIN, tables of one import, looking for what waits) is planned each
    // time: a plan made while a table was empty would be kept when it no longer is.
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

/** What Prisma sees of a session: its adapter, whose statements go to one connection instead of to the pool. */
const onConnection = (adapter: SqlQueryable, client: pg.PoolClient): SqlQueryable =>
  Object.create(adapter, { client: { value: client } });

async function run(on: pg.Pool | pg.PoolClient, nameOf: NameOf, sql: string, values: readonly unknown[]) {
  const { rows, rowCount } = await on.query<object>({
    name: nameOf({ sql, args: values }),
    text: sql,
    values: values.map(rawValue),
    types: sessionTypes,
  });
  return { rows, count: rowCount ?? 0 };
}

async function beginOn(
  client: pg.PoolClient,
  giveBack: (error?: Error) => void,
  nameOf: NameOf,
  adapter: SqlQueryable,
  isolation: string | undefined,
): Promise<Session> {
  // Not waited for: it travels with the first statement, and fails only with its connection.
  const begun = client.query(beginSql(isolation));
  // That failure is the first statement's too, and COMMIT hears of it here.
  begun.catch(() => undefined);
  return {
    query: (sql, values) => run(client, nameOf, sql, values),
    async copyFrom(sql, source) {
      await begun;
      return copyInto(client, sql, source);
    },
    queryable: onConnection(adapter, client),
    async commit() {
      try {
        await begun;
        await client.query('COMMIT');
      } finally {
        giveBack();
      }
    },
    rollback: () =>
      client.query('ROLLBACK').then(
        () => giveBack(),
        (error: Error) => giveBack(error),
      ),
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

const sessionTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => rawParsers[oid] ?? pg.types.getTypeParser(oid, format),
};

async function copyInto(client: pg.PoolClient, sql: string, source: CopySource): Promise<number> {
  // The driver refuses COPY among statements that do not wait for one another; nothing else is on its way now.
  Reflect.set(client, 'pipeline', false);
  try {
    const target = client.query(copyFromStdin(sql));
    // The server never waits for whoever reads a file, nor the other way round.
    await pipeline(ahead<string | Uint8Array>(source), target);
    return target.rowCount ?? 0;
  } finally {
    Reflect.set(client, 'pipeline', true);
  }
}

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
    copyFrom: (sql, source) => copyInto(client, sql, source),
  };
}
