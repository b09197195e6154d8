import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SqlQueryable } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { from as copyFromStdin } from 'pg-copy-streams';
import { ahead } from '../../../core/ahead.ts';
import { rawParsers, rawValue } from '../rows/raw-values.ts';
import type { RawClient } from '../transaction/database.ts';
import { beginSql, type CopySource, limits, type Session } from '../transaction/transaction.ts';
import type { NameOf } from './statement-names.ts';

/** What Prisma sees of a session: its adapter, whose statements go to one connection instead of to the pool. */
const onConnection = (adapter: SqlQueryable, client: pg.PoolClient): SqlQueryable =>
  Object.create(adapter, { client: { value: client } });

export const run = async (on: pg.Pool | pg.PoolClient, nameOf: NameOf, sql: string, values: readonly unknown[]) => {
  const { rows, rowCount } = await on.query<object>({
    name: nameOf({ sql, args: values }),
    text: sql,
    values: values.map(rawValue),
    types: sessionTypes,
  });
  return { rows, count: rowCount ?? 0 };
};

const streamOf = (client: pg.PoolClient): Duplex => {
  const { stream }: pg.Connection = Reflect.get(client, 'connection');
  return stream;
};

/** What one turn of the event loop asks for travels together: BEGIN with the first statement, audit rows with messages. */
const gathering = (client: pg.PoolClient): void => {
  const stream = streamOf(client);
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
};

/** How long an end is waited for: COMMIT may wait for a standby, ROLLBACK for what still runs; ms. */
const patience = { commit: 10_000, rollback: 5_000 };

/** A connection that does not answer in time never will: it is cut, so that it is of no more harm. */
const orCut = async <T>(client: pg.PoolClient, work: Promise<T>, ms: number): Promise<T> => {
  const timer = setTimeout(() => {
    streamOf(client).destroy(new Error('The database did not answer in time.'));
  }, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
};

export const beginOn = async (
  client: pg.PoolClient,
  nameOf: NameOf,
  adapter: SqlQueryable,
  timeout: number,
  isolation: string | undefined,
): Promise<Session> => {
  const { statement, lock } = limits(timeout);
  gathering(client);
  // Not waited for: it travels with the first statement, and fails only with its connection.
  const begun = client.query(
    `${beginSql(isolation)}; SET LOCAL statement_timeout = ${statement}; SET LOCAL lock_timeout = ${lock}`,
  );
  // That failure is the first statement's too, and COMMIT hears of it here.
  begun.catch(() => undefined);
  return {
    query: (sql, values) => {
      gathering(client);
      return run(client, nameOf, sql, values);
    },
    async copyFrom(sql, source) {
      await begun;
      return copyInto(client, sql, source);
    },
    queryable: onConnection(adapter, client),
    async commit() {
      try {
        await begun;
        await orCut(client, client.query('COMMIT'), patience.commit);
      } finally {
        client.release();
      }
    },
    rollback: () =>
      orCut(client, client.query('ROLLBACK'), patience.rollback).then(
        () => client.release(),
        (error: Error) => client.release(error),
      ),
  };
};

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

const copyInto = async (client: pg.PoolClient, sql: string, source: CopySource): Promise<number> => {
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
};

export const rawClient = (client: pg.PoolClient): RawClient => ({
  engine: 'postgres',
  async query<R extends object>(sql: string, params: readonly unknown[] = []) {
    const { rows, rowCount } = await client.query<R>({ text: sql, values: [...params], types });
    return { rows, count: rowCount ?? 0 };
  },
  async exec(sql) {
    await client.query(sql);
  },
  copyFrom: (sql, source) => copyInto(client, sql, source),
});
