import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Logger } from 'pino';
import { type Prisma, PrismaClient } from '../../../generated/prisma/client.ts';
import { answered, type Condition } from '../failures/condition.ts';
import { isStalePlan, type Unwritable, unwritableOf } from '../failures/failures.ts';
import { isRetryable } from '../failures/sql-state.ts';
import { createModels } from './models.ts';
import { asTx, type Copying, type CopySource, type RunStatement, runIn, type Session, type Tx } from './transaction.ts';

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
  /** Whether the database answers within two seconds, and stores what it is given. */
  condition(): Promise<Condition>;
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
  /** Waits for a connection and begins a transaction on it, which may last so many milliseconds. */
  readonly begin: (timeout: number, isolation?: Prisma.TransactionIsolationLevel) => Promise<Session>;
  /** Prepared statements are prepared anew from now on. */
  readonly forgetPlans: () => void;
  /** Whether the database takes writes; undefined when it does not answer. Waits for nobody who works. */
  readonly look: () => Promise<boolean | undefined>;
  /** Fails as a write would. */
  readonly probe: () => Promise<void>;
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
  let refused: Unwritable | undefined;
  const noted = (error: unknown): unknown => {
    refused = unwritableOf(error) ?? refused;
    return error;
  };
  const run: RunStatement = (sql, values) =>
    parts.query(sql, values).catch((error: unknown) => {
      throw noted(error);
    });
  return {
    prisma: asTx(run, (name) => Reflect.get(prisma, name), {}),
    engine: parts.engine,
    async condition() {
      const isWritable = await parts.look();
      if (isWritable === undefined) return 'down';
      if (!isWritable) return 'read-only';
      if (refused && (await answered(parts.probe().then(() => true, noted))) === true) refused = undefined;
      return refused ?? 'up';
    },
    dedicated: parts.dedicated,
    async tx(body, options = {}) {
      const timeout = options.timeout ?? parts.timeout;
      const until = Date.now() + timeout;
      for (let attempt = 0; ; attempt++) {
        const left = Math.max(1, until - Date.now());
        try {
          return await runIn(parts.begin(left, options.isolation), models, left, body);
        } catch (error) {
          noted(error);
          if (isStalePlan(error)) parts.forgetPlans();
          if (attempt >= maxRetries || !(isRetryable(error) || isStalePlan(error))) throw error;
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
