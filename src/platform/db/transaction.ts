import { Prisma } from '../../generated/prisma/client.ts';
import type { Models, Statements } from './models.ts';

/** Each chunk is written while the next is made: its memory is its maker's again when the next but one is asked for. */
export type CopySource = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Prisma's models and raw statements: outside of transactions, or all on the one connection of a transaction. */
export type Tx = Prisma.TransactionClient;

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
export const rawMethods = (run: RunStatement): Readonly<Record<string, unknown>> => ({
  $queryRaw: async (query: Template, ...values: unknown[]) => (await run(...statement(query, values))).rows,
  $executeRaw: async (query: Template, ...values: unknown[]) => (await run(...statement(query, values))).count,
  $queryRawUnsafe: async (sql: string, ...values: unknown[]) => (await run(sql, values)).rows,
  $executeRawUnsafe: async (sql: string, ...values: unknown[]) => (await run(sql, values)).count,
});

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

/**
 * Runs the body on a connection whose transaction is Baton's own: raw statements go straight to the driver, models through
 * Prisma on the same connection, and once it has ended, nothing reaches the connection any more (docs/decisions/0011).
 */
export const runIn = async <T>(
  session: Session,
  models: Models,
  timeout: number,
  body: (tx: Tx & Copying) => Promise<T>,
): Promise<T> => {
  let over: string | undefined;
  let hasFailed = false;
  let committing = false;
  let rolledBack: Promise<void> | undefined;
  const guarded = async <R>(work: () => Promise<R>): Promise<R> => {
    if (over) throw new TransactionOver(over);
    try {
      return await work();
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  // Whether it is over is asked when a statement's turn has come, not when it was asked for.
  const { together, alone } = turns();
  const run: RunStatement = (sql, values) => together(() => guarded(() => session.query(sql, values)));
  const joined = models.join({
    queryRaw: (query) => together(() => guarded(() => session.queryable.queryRaw(query))),
    executeRaw: (query) => together(() => guarded(() => session.queryable.executeRaw(query))),
  });
  const own: Readonly<Record<string, unknown>> = {
    ...rawMethods(run),
    $copyFrom: (sql: string, source: CopySource) => alone(() => guarded(() => session.copyFrom(sql, source))),
  };
  const tx = new Proxy(own, {
    get: (target, name) => (typeof name === 'string' ? (target[name] ?? joined.model(name)) : undefined),
  }) as unknown as Tx & Copying;
  const late = setTimeout(() => {
    if (over) return;
    over = `A transaction took longer than ${timeout} ms and was rolled back.`;
    rolledBack = session.rollback();
  }, timeout);
  try {
    const result = await body(tx);
    // PostgreSQL answers COMMIT of a transaction in which a statement failed by rolling back, without an error. Whoever
    // swallowed that error would be told that all is stored; unless a savepoint healed it, this says what is the matter.
    if (hasFailed) await run('SELECT 1', []);
    if (over) throw new TransactionOver(over);
    over = 'The transaction has ended.';
    committing = true;
    await session.commit();
    return result;
  } catch (error) {
    if (committing) throw error;
    const cause = over === undefined ? error : new TransactionOver(over);
    over ??= 'The transaction was rolled back.';
    await (rolledBack ?? session.rollback());
    throw cause;
  } finally {
    clearTimeout(late);
    joined.leave();
  }
};
