import { OutcomeUnknown } from '../../../core/errors.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { isCertain, TransactionLate } from '../failures/failures.ts';
import { sqlStateOf } from '../failures/sql-state.ts';
import type { Models, Statements } from './models.ts';

/** Each chunk is written while the next is made: its memory is its maker's again when the next but one is asked for. */
export type CopySource = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Prisma's models and raw statements: outside of transactions, or all on the one connection of a transaction. */
export type Tx = Prisma.TransactionClient;

/** A piece of a statement with its values. */
export type Sql = Prisma.Sql;

/** What a transaction can do besides. */
export interface Copying {
  /** `COPY … FROM STDIN` within the transaction. @returns the number of rows */
  $copyFrom(sql: string, source: CopySource): Promise<number>;
}

export type RunStatement = (
  sql: string,
  values: readonly unknown[],
) => Promise<{ readonly rows: object[]; readonly count: number }>;

/** A connection on which a transaction was begun. */
export interface Session {
  /** One statement; values come out as Prisma's raw queries give them. */
  readonly query: RunStatement;
  /** Nothing else is asked for until it is through. */
  copyFrom(sql: string, source: CopySource): Promise<number>;
  /** The same connection, as Prisma's models want it. */
  readonly queryable: Statements;
  /** COMMIT, and gives the connection back whatever the outcome. */
  commit(): Promise<void>;
  /** ROLLBACK behind what is still running, and gives the connection back. Never throws. */
  rollback(): Promise<void>;
}

/** Each statement may take as long as all of its transaction, and wait for a lock half as long; milliseconds. */
export const limits = (timeout: number) => ({ statement: timeout, lock: Math.ceil(timeout / 2) });

/** @param isolation as Prisma names it: `RepeatableRead` */
export const beginSql = (isolation: string | undefined): string =>
  isolation === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolation.replace(/(?=[A-Z])/g, ' ')}`;

export class TransactionOver extends Error {
  override readonly name = 'TransactionOver';
}

type Template = TemplateStringsArray | Prisma.Sql;

const texts = new WeakMap<TemplateStringsArray, string>();

/** Text with `$1…` and its values. */
const statement = (query: Template, values: readonly unknown[]): readonly [string, readonly unknown[]] => {
  if (query instanceof Prisma.Sql) return [query.text, query.values];
  if (values.some((value) => value instanceof Prisma.Sql)) return statement(Prisma.sql(query, ...values), []);
  let text = texts.get(query);
  if (text === undefined) {
    text = query.reduce((sum, part, n) => `${sum}$${n}${part}`);
    texts.set(query, text);
  }
  return [text, values];
};

/** Prisma's four methods for raw statements, straight to the driver: its own way there costs three times the statement. */
const rawMethods = (run: RunStatement): Readonly<Record<string, unknown>> => ({
  $queryRaw: async (query: Template, ...values: unknown[]) => (await run(...statement(query, values))).rows,
  $executeRaw: async (query: Template, ...values: unknown[]) => (await run(...statement(query, values))).count,
  $queryRawUnsafe: async (sql: string, ...values: unknown[]) => (await run(sql, values)).rows,
  $executeRawUnsafe: async (sql: string, ...values: unknown[]) => (await run(sql, values)).count,
});

/** Statements by the driver, models by Prisma, in one object. @param model undefined for what is no model */
export const asTx = <More extends object>(
  run: RunStatement,
  model: (name: string) => unknown,
  more: More,
): Tx & More => {
  const own: Readonly<Record<string, unknown>> = { ...rawMethods(run), ...more };
  return new Proxy(own, {
    get: (target, name) => (typeof name === 'string' ? (target[name] ?? model(name)) : undefined),
  }) as unknown as Tx & More;
};

/**
 * Statements go out as they come. What must be alone (COPY: what followed it would be taken for its data) waits for all before
 * it, and all behind wait for it.
 */
const turns = () => {
  const settled = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      () => undefined,
    );
  // A connection answers in order: when the last is done, so are those before it.
  let last: Promise<unknown> = Promise.resolve();
  let lonely: Promise<unknown> | undefined;
  return {
    together: <T>(work: () => Promise<T>): Promise<T> => {
      const mine = lonely ? lonely.then(work) : work();
      last = settled(mine);
      return mine;
    },
    alone: <T>(work: () => Promise<T>): Promise<T> => {
      const mine = last.then(work);
      const done = settled(mine);
      last = done;
      lonely = done;
      void done.then(() => {
        if (lonely === done) lonely = undefined;
      });
      return mine;
    },
  };
};

/** The transaction is aborted: what aborted it was said before. */
const isAborted = (error: unknown): boolean => sqlStateOf(error) === '25P02';

/**
 * Runs the body on a connection whose transaction is Baton's own: raw statements go straight to the driver, models through
 * Prisma on the same connection, and once it has ended, nothing reaches the connection any more (docs/decisions/0011, 0033).
 * Whoever waits hears of its end after `timeout` milliseconds, even when the database says nothing at all.
 *
 * @throws TransactionLate when the time is up before COMMIT; OutcomeUnknown when COMMIT was sent and not answered
 */
export const runIn = async <T>(
  begun: Promise<Session>,
  models: Models,
  timeout: number,
  body: (tx: Tx & Copying) => Promise<T>,
): Promise<T> => {
  let over: string | undefined;
  let failure: unknown;
  let isCommitting = false;
  let rolledBack: Promise<void> | undefined;
  const rollback = (): Promise<void> => {
    rolledBack ??= begun.then(
      (session) => session.rollback(),
      () => undefined,
    );
    return rolledBack;
  };
  let leave = (): void => undefined;

  const carryThrough = async (): Promise<T> => {
    const session = await begun;
    if (over) throw new TransactionOver(over);
    const guarded = async <R>(work: () => Promise<R>): Promise<R> => {
      if (over) throw new TransactionOver(over);
      try {
        return await work();
      } catch (error) {
        if (!isAborted(error)) failure = error;
        throw failure ?? error;
      }
    };
    // Whether it is over is asked when a statement's turn has come, not when it was asked for.
    const { together, alone } = turns();
    const run: RunStatement = (sql, values) => together(() => guarded(() => session.query(sql, values)));
    const joined = models.join({
      queryRaw: (query) => together(() => guarded(() => session.queryable.queryRaw(query))),
      executeRaw: (query) => together(() => guarded(() => session.queryable.executeRaw(query))),
    });
    leave = joined.leave;
    const copying: Copying = {
      $copyFrom: (sql, source) => alone(() => guarded(() => session.copyFrom(sql, source))),
    };
    const result = await body(asTx(run, joined.model, copying));
    // PostgreSQL answers COMMIT of a transaction in which a statement failed by rolling back, without an error. Whoever
    // swallowed that error would be told that all is stored; unless a savepoint healed it, this says what is the matter.
    if (failure !== undefined) await run('SELECT 1', []);
    if (over) throw new TransactionOver(over);
    over = 'The transaction has ended.';
    isCommitting = true;
    await session.commit();
    return result;
  };

  let expire: (error: Error) => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    expire = reject;
  });
  const timer = setTimeout(() => {
    if (isCommitting) return expire(new OutcomeUnknown());
    over ??= `A transaction took longer than ${timeout} ms and was rolled back.`;
    void rollback();
    expire(new TransactionLate(over));
  }, timeout);
  try {
    return await Promise.race([carryThrough(), late]);
  } catch (error) {
    if (isCommitting) throw error instanceof OutcomeUnknown || isCertain(error) ? error : new OutcomeUnknown(error);
    over ??= 'The transaction was rolled back.';
    await Promise.race([rollback(), late.catch(() => undefined)]);
    throw error;
  } finally {
    clearTimeout(timer);
    leave();
  }
};
