import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.ts';
import { statementNames } from '../../src/platform/db/postgres.ts';
import { sqlStateOf } from '../../src/platform/db/sql-state.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('raw statements inside a transaction', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  });
  afterAll(() => db.close());

  test('give the same values as Prisma’s own way', async () => {
    const at = new Date('2026-03-02T09:00:00.123Z');
    const big = 9_007_199_254_740_993n;
    const ask = (tx: Pick<typeof db.prisma, '$queryRaw'>) => tx.$queryRaw<unknown[]>`
      SELECT ${big}::bigint AS big, ${7}::int AS small, ${at}::timestamptz AS at, ${'2026-03-02'}::date AS day, ${'{"a": [1, null]}'}::jsonb AS json,
        ${null}::text AS nothing, ${true}::boolean AS yes, ${'x'}::text AS text, ${['a', 'b']}::text[] AS list, ARRAY[1, 2]::bigint[] AS bigs,
        ${'0198c0de-0000-7000-8000-000000000000'}::uuid AS id, 1.5::float8 AS ratio, ${'12.30'}::numeric AS exact, '\\x0102'::bytea AS bytes`;
    const [long] = await ask(db.prisma);
    const [short] = await db.tx((tx) => ask(tx));
    expect(short).toEqual(long);
    expect(short).toMatchObject({ big, at, list: ['a', 'b'], bigs: [1n, 2n], nothing: null });
  });

  test('fragments within a statement work, and counts come back', async () => {
    await db.tx(async (tx) => {
      const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT ${Prisma.sql`${1}::int + ${2}::int`} AS n`;
      expect(row?.n).toBe(3);
      expect(await tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'short'}), (${'way'})`).toBe(2);
    });
    expect(await db.prisma.inbox.count({ where: { key: { in: ['short', 'way'] } } })).toBe(2);
  });

  test('an error has its SQLSTATE, and takes the whole transaction back', async () => {
    const doomed = db.tx(async (tx) => {
      await tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'doomed'})`;
      await tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'short'})`;
    });
    await expect(doomed.catch((error: unknown) => sqlStateOf(error))).resolves.toBe('23505');
    expect(await db.prisma.inbox.count({ where: { key: 'doomed' } })).toBe(0);
  });

  test('after a transaction has ended, nothing goes out on its connection any more', async () => {
    let again: () => Promise<unknown> = async () => undefined;
    await db.tx(async (tx) => {
      again = () => tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'late'})`;
    });
    await expect(again()).rejects.toThrow('has ended');
    const slow = db.tx(
      async (tx) => {
        await tx.$executeRaw`SELECT pg_sleep(0.3)`;
        await tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'slow'})`;
      },
      { timeout: 100 },
    );
    await expect(slow).rejects.toThrow();
    expect(await db.prisma.inbox.count({ where: { key: { in: ['late', 'slow'] } } })).toBe(0);
  });

  test('a statement is named once; those without parameters and those beyond the limit are not', () => {
    const name = statementNames(2);
    expect(name({ sql: 'SELECT $1', args: [1] })).toBe(name({ sql: 'SELECT $1', args: [2] }));
    expect(name({ sql: 'SELECT $1', args: [1] })).not.toBe(name({ sql: 'SELECT $1, 2', args: [1] }));
    expect(name({ sql: 'COMMIT', args: [] })).toBe('');
    expect(name({ sql: 'SELECT $1, 3', args: [1] })).toBe('');
  });
});
