import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.ts';
import { sqlStateOf } from '../../src/platform/db/failures/sql-state.ts';
import { statementNames } from '../../src/platform/db/postgres/statement-names.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('raw statements inside a transaction, prepared', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  });
  afterAll(() => db.close());

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
    await expect(again()).rejects.toThrow();
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
    const { nameOf: name } = statementNames(2);
    expect(name({ sql: 'SELECT $1', args: [1] })).toBe(name({ sql: 'SELECT $1', args: [2] }));
    expect(name({ sql: 'SELECT $1', args: [1] })).not.toBe(name({ sql: 'SELECT $1, 2', args: [1] }));
    expect(name({ sql: 'COMMIT', args: [] })).toBe('');
    expect(name({ sql: 'SELECT 1', args: [] })).toBe('');
    expect(name({ sql: 'SELECT $1, 3', args: [1] })).toBe('');
  });
});
