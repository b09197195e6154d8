import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Logger } from 'pino';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { createModels } from './models.ts';
import { isRetryable } from './sql-state.ts';
import {
  type Copying,
  type CopySource,
  type RunStatement,
  rawMethods,
  runIn,
  type Session,
  type Tx,
} from './transaction.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

export type Engine = 'postgres' | 'embedded';

export interface TxOptions {
  readonly isolation?: Prisma.TransactionIsolationLevel;
  /** How long the body may take before it is rolled back; milliseconds. */
  readonly timeout?: number;
}

/**
 * One connection of one's own, for what Prisma cannot do: COPY, session advisory locks, temporary tables. The same
 * values come out of both engines: int8 as bigint, numeric as text, date as `YYYY-MM-DD`, timestamptz as Date,
 * json parsed.
 */
export interface RawClient {
  readonly engine: Engine;
  /** One statement with parameters `$1…`. */
  query<R extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ): Promise<{ readonly rows: R[]; readonly count: number }>;
  /** Several statements, without parameters. */
  exec(sql: string): Promise<void>;
  /**
   * `COPY … FROM STDIN` with the bytes of `source`. PostgreSQL streams them; the embedded engine gathers them in memory.
   * @returns the number of rows
   */
  copyFrom(sql: string, source: CopySource): Promise<number>;
}

export interface Database {
  /** Outside of any transaction: each statement is one of its own. */
  readonly prisma: Tx;
  readonly engine: Engine;
  /**
   * Runs the body in a transaction and returns once its COMMIT has succeeded. A lost race (serialization failure,
   * deadlock) runs the body again, three times at most: it must not do anything outside `tx`.
   */
  tx<T>(body: (tx: Tx & Copying) => Promise<T>, options?: TxOptions): Promise<T>;
  /** Whether the database answers, within two seconds. */
  isAlive(): Promise<boolean>;
  /**
   * Lends one connection; afterwards it is reset (its locks, temporary tables and open transaction are gone). On the
   * embedded engine nothing else runs meanwhile, so the body must not touch `prisma` or `tx`.
   */
  dedicated<T>(body: (client: RawClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What an engine provides; `assemble` makes a Database of it. */
export interface EngineParts {
  readonly engine: Engine;
  readonly adapter: SqlDriverAdapterFactory;
  /** How long a transaction may last unless it says otherwise; milliseconds. */
  readonly timeout: number;
  /** One statement outside of any transaction. */
  readonly query: RunStatement;
  /** Waits for a connection and begins a transaction on it. */
  readonly begin: (isolation?: Prisma.TransactionIsolationLevel) => Promise<Session>;
  readonly isAlive: () => Promise<boolean>;
  readonly dedicated: <T>(body: (client: RawClient) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const maxRetries = 3;

export function assemble(parts: EngineParts): Database {
  const prisma = new PrismaClient({
    adapter: parts.adapter,
    // Prisma's longer formats quote arguments, and with them personal values, into messages and logs.
    errorFormat: 'minimal',
  });
  const models = createModels(parts.adapter);
  let closing: Promise<void> | undefined;
  const shut = async (): Promise<void> => {
    try {
      await Promise.all([prisma.$disconnect(), models.close()]);
    } finally {
      await parts.close();
    }
  };
  const raw = rawMethods(parts.query);
  return {
    prisma: new Proxy(prisma, {
      get: (target, name) => (typeof name === 'string' && raw[name]) || Reflect.get(target, name),
    }),
    engine: parts.engine,
    isAlive: parts.isAlive,
    dedicated: parts.dedicated,
    async tx(body, options = {}) {
      for (let attempt = 0; ; attempt++) {
        try {
          const session = await parts.begin(options.isolation);
          return await runIn(session, models, options.timeout ?? parts.timeout, body);
        } catch (error) {
          if (attempt >= maxRetries || !isRetryable(error)) throw error;
          // Those who collided must not march in step into the next collision.
          await sleep(Math.random() * 20 * 2 ** attempt);
        }
      }
    },
    close() {
      closing ??= shut();
      return closing;
    },
  };
}

/** Whether `work` succeeds within two seconds. */
export async function answers(work: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  try {
    const late = sleep(2000, false, { signal: stop.signal, ref: false });
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    stop.abort();
  }
}
