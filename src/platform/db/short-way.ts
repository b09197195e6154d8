import { AsyncLocalStorage } from 'node:async_hooks';
import { type ColumnType, ColumnTypeEnum, type SqlResultSet, type Transaction } from '@prisma/driver-adapter-utils';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from './database.ts';

/**
 * The short way from a raw statement to the driver. Prisma's runtime costs some 0.25 ms of processor time for each
 * statement, also for those written in SQL, which is more than PostgreSQL and the network take together; the hot paths
 * are written in SQL. What comes out is the same: bigint for int8, Date for instants and days, parsed json.
 * See docs/decisions/0010-the-short-way.md.
 */

interface Open {
  readonly transaction: Transaction;
  ended: boolean;
}

const starting = new AsyncLocalStorage<{ open?: Open }>();

/** To be called by the adapter with each transaction it starts: whoever asked for it may then go the short way. */
export function noteTransaction(transaction: Transaction): Transaction {
  const asked = starting.getStore();
  if (!asked) return transaction;
  const open: Open = { transaction, ended: false };
  asked.open = open;
  const end = () => {
    // Prisma ends a transaction that takes too long, and its connection then is somebody else's. From the moment on which
    // the end is asked for: a statement behind it would be carried out outside of any transaction.
    open.ended = true;
  };
  return {
    ...transaction,
    executeRaw: (query) => {
      if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') end();
      return transaction.executeRaw(query);
    },
    commit: () => {
      end();
      return transaction.commit();
    },
    rollback: () => {
      end();
      return transaction.rollback();
    },
  };
}

type Value = unknown;
type Reader = (value: Value) => Value;

const instant: Reader = (value) => new Date(String(value));
const asIs: Reader = (value) => value;

const readers: Partial<Record<ColumnType, Reader>> = {
  [ColumnTypeEnum.Int64]: (value) => BigInt(String(value)),
  [ColumnTypeEnum.Numeric]: (value) => new Prisma.Decimal(String(value)),
  [ColumnTypeEnum.Date]: instant,
  [ColumnTypeEnum.DateTime]: instant,
  [ColumnTypeEnum.Time]: (value) => new Date(`1970-01-01T${String(value)}Z`),
  [ColumnTypeEnum.Json]: (value) => JSON.parse(String(value)),
  [ColumnTypeEnum.Bytes]: (value) => Uint8Array.from(value as Uint8Array),
};

const elementReaders: ReadonlyMap<ColumnType, Reader | undefined> = new Map([
  [ColumnTypeEnum.Int64Array, readers[ColumnTypeEnum.Int64]],
  [ColumnTypeEnum.NumericArray, readers[ColumnTypeEnum.Numeric]],
  [ColumnTypeEnum.DateArray, instant],
  [ColumnTypeEnum.DateTimeArray, instant],
  [ColumnTypeEnum.JsonArray, readers[ColumnTypeEnum.Json]],
]);

const firstArray = ColumnTypeEnum.Int32Array;

const readerOf = (type: ColumnType): Reader => {
  if (type < firstArray || type === ColumnTypeEnum.UnknownNumber) return readers[type] ?? asIs;
  const each = elementReaders.get(type) ?? asIs;
  return (value) => (value as readonly Value[]).map((item) => (item === null ? null : each(item)));
};

const rowsOf = ({ columnNames, columnTypes, rows }: SqlResultSet): Record<string, Value>[] => {
  const read = columnTypes.map(readerOf);
  return rows.map((row) => {
    const named: Record<string, Value> = {};
    for (let n = 0; n < columnNames.length; n++) {
      const value = row[n];
      named[columnNames[n] ?? ''] = value === null || value === undefined ? null : (read[n] ?? asIs)(value);
    }
    return named;
  });
};

const texts = new WeakMap<TemplateStringsArray, string>();

/** `… $1 … $2 …`, once for each place in the code. */
const textOf = (strings: TemplateStringsArray): string => {
  const known = texts.get(strings);
  if (known !== undefined) return known;
  const text = strings.reduce((all, part, n) => (n === 0 ? part : `${all}$${n}${part}`), '');
  texts.set(strings, text);
  return text;
};

const scalar = { scalarType: 'unknown', arity: 'scalar' } as const;
const list = { scalarType: 'unknown', arity: 'list' } as const;

const queryOf = (strings: TemplateStringsArray, values: readonly Value[]) => ({
  sql: textOf(strings),
  args: values.map((value) => (typeof value === 'bigint' ? value.toString() : value)),
  argTypes: values.map((value) => (Array.isArray(value) ? list : scalar)),
});

const isTemplate = (first: unknown): first is TemplateStringsArray => Array.isArray(first) && 'raw' in first;
/** Fragments within the statement are put together by Prisma. */
const isPlain = (values: readonly Value[]): boolean => !values.some((value) => value instanceof Prisma.Sql);

/** Like Prisma's own: nothing is sent before somebody waits for it, so that no failure goes unheard. */
const onceAwaited = <T>(work: () => Promise<T>): Promise<T> => {
  let started: Promise<T> | undefined;
  const start = (): Promise<T> => {
    started ??= work();
    return started;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: this is a promise
    then: (done, failed) => start().then(done, failed),
    catch: (failed) => start().catch(failed),
    finally: (done) => start().finally(done),
    [Symbol.toStringTag]: 'Promise',
  };
};

const shortened = (tx: Tx, open: Open): Tx => {
  const usable = (): Transaction => {
    if (open.ended) throw new Error('This transaction has ended: it took too long, or something was done after it.');
    return open.transaction;
  };
  const queryRaw = (first: unknown, ...values: readonly Value[]) =>
    isTemplate(first) && isPlain(values)
      ? onceAwaited(async () => rowsOf(await usable().queryRaw(queryOf(first, values))))
      : Reflect.apply(tx.$queryRaw, tx, [first, ...values]);
  const executeRaw = (first: unknown, ...values: readonly Value[]) =>
    isTemplate(first) && isPlain(values)
      ? onceAwaited(async () => usable().executeRaw(queryOf(first, values)))
      : Reflect.apply(tx.$executeRaw, tx, [first, ...values]);
  return new Proxy(tx, {
    get: (target, name) => {
      if (name === '$queryRaw') return queryRaw;
      if (name === '$executeRaw') return executeRaw;
      return Reflect.get(target, name);
    },
  });
};

/** Runs `start`, which begins a transaction with Prisma, and gives its body a client that goes the short way. */
export function withShortWay<T>(start: (wrap: (tx: Tx) => Tx) => Promise<T>): Promise<T> {
  const asked: { open?: Open } = {};
  return starting.run(asked, () => start((tx) => (asked.open ? shortened(tx, asked.open) : tx)));
}
