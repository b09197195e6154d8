import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startProxy } from '../../bench/support/proxy.ts';
import { openDatabase } from '../../src/platform/db/open.ts';
import { describePostgres, silent, type TestDatabase, testDatabase, testServerUrl } from '../support/database.ts';

describePostgres('PostgreSQL', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
    await db.prisma.$executeRaw`CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL)`;
    await db.prisma.$executeRaw`INSERT INTO counters VALUES (1, 0), (2, 0)`;
  }, 60_000);
  afterAll(() => db.close());

  /** As an administrator, or a restarting server, would. */
  async function terminateAll() {
    const admin = new pg.Client({ connectionString: testServerUrl });
    await admin.connect();
    const name = new URL(db.url ?? '').pathname.slice(1);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await admin.end();
  }

  test('idle connections that are terminated are replaced', async () => {
    await Promise.all([1, 2, 3].map(() => db.prisma.$queryRaw`SELECT pg_sleep(0.05)::text`));
    await terminateAll();
    await vi.waitFor(async () => expect(await db.condition()).toBe('up'));
  });

  test('work whose connection is terminated fails, stores nothing, and the next succeeds', async () => {
    const transaction = db.tx(async (tx) => {
      await tx.$executeRaw`UPDATE counters SET n = 100 WHERE id = 1`;
      await terminateAll();
      await tx.$executeRaw`UPDATE counters SET n = 100 WHERE id = 2`;
    });
    await expect(transaction).rejects.toThrow();
    const query = db.prisma.$queryRaw`SELECT pg_sleep(10)::text`;
    const refused = expect(query).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await terminateAll();
    await refused;
    const lent = db.dedicated(async (client) => {
      await terminateAll();
      await client.query('SELECT 1');
    });
    await expect(lent).rejects.toThrow();
    expect(await db.prisma.$queryRaw`SELECT max(n) AS n FROM counters`).toEqual([{ n: 0 }]);
    expect(await db.tx(async (tx) => tx.$queryRaw`SELECT 1 AS a`)).toEqual([{ a: 1 }]);
  });

  test('connections terminated while transactions begin: each failure is heard by whoever began, and by nobody else', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', hear);
    try {
      let isOver = false;
      const busy = Array.from({ length: 6 }, async () => {
        let failures = 0;
        while (!isOver)
          await db
            .tx((tx) => tx.$queryRaw`SELECT ${1}::int AS a`)
            .catch(() => {
              failures++;
            });
        return failures;
      });
      for (let n = 0; n < 40; n++) await terminateAll();
      isOver = true;
      const failures = await Promise.all(busy);
      expect(failures.reduce((sum, each) => sum + each)).toBeGreaterThan(0);
      expect(unheard).toEqual([]);
    } finally {
      process.off('unhandledRejection', hear);
      for (const each of others) process.on('unhandledRejection', each);
    }
  });

  test('a connection that is lost in the moment in which it is handed on fails whoever gets it, not the process', async () => {
    const server = new URL(testServerUrl);
    const proxy = await startProxy(server.hostname, Number(server.port || 5432));
    const one = await openDatabase({ url: proxy.url(db.url ?? ''), poolSize: 1, log: silent });
    const uncaught: unknown[] = [];
    const hear = (error: unknown) => void uncaught.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', hear);
    try {
      const busy = one.prisma.$queryRaw`SELECT 1 AS a, pg_sleep(0.3)::text AS slept`;
      const next = one.tx((tx) => tx.$queryRaw`SELECT 2 AS a`).catch((error: unknown) => error);
      const pid = await vi.waitFor(async () => {
        const rows = await db.prisma.$queryRaw<{ pid: number }[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
        expect(rows).toHaveLength(1);
        return rows[0]?.pid;
      });
      proxy.freeze();
      await vi.waitFor(async () =>
        expect(
          await db.prisma.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND state = 'active'`,
        ).toEqual([]),
      );
      await db.prisma.$queryRaw`SELECT pg_terminate_backend(${pid})`;
      await vi.waitFor(() => expect(proxy.connections()).toBeLessThan(1));
      // The answer and the farewell come together: between them the connection changes hands.
      proxy.thaw();
      expect(await busy).toMatchObject([{ a: 1 }]);
      expect(await next).toBeInstanceOf(Error);
      expect(uncaught).toEqual([]);
      expect(await one.tx((tx) => tx.$queryRaw`SELECT 3 AS a`)).toEqual([{ a: 3 }]);
    } finally {
      process.off('uncaughtException', hear);
      for (const each of others) process.on('uncaughtException', each);
      await one.close();
      await proxy.close();
    }
  });

  test('a deadlock is run again, and both transactions succeed', async () => {
    let runs = 0;
    let meet: () => void = () => {};
    const bothHoldOne = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const update = (first: number, second: number) =>
      db.tx(async (tx) => {
        await tx.$executeRaw`UPDATE counters SET n = n + 1 WHERE id = ${first}`;
        if (++runs === 2) meet();
        await bothHoldOne;
        await tx.$executeRaw`UPDATE counters SET n = n + 1 WHERE id = ${second}`;
      });
    await Promise.all([update(1, 2), update(2, 1)]);
    // PostgreSQL may find the deadlock in both at once, and end both: each of them is run again then.
    expect([3, 4]).toContain(runs);
    expect(await db.prisma.$queryRaw`SELECT n FROM counters ORDER BY id`).toEqual([{ n: 2 }, { n: 2 }]);
  });

  test('serializable transactions that collide all succeed in the end', async () => {
    await db.prisma.$executeRaw`UPDATE counters SET n = 0`;
    const increment = () =>
      db.tx(
        async (tx) => {
          const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT n FROM counters WHERE id = 1`;
          await tx.$executeRaw`UPDATE counters SET n = ${(row?.n ?? 0) + 1} WHERE id = 1`;
        },
        { isolation: 'Serializable' },
      );
    await Promise.all([increment(), increment(), increment()]);
    expect(await db.prisma.$queryRaw`SELECT n FROM counters WHERE id = 1`).toEqual([{ n: 3 }]);
  });

  test('instants are exact although the database is set to another time zone', async () => {
    const name = new URL(db.url ?? '').pathname.slice(1);
    await db.prisma.$executeRawUnsafe(`ALTER DATABASE ${name} SET timezone = 'Asia/Kolkata'`);
    await terminateAll();
    const instant = new Date('2026-07-01T12:34:56.789Z');
    // A connection that was ended is noticed when it is used, or a moment later.
    const rows = await vi.waitFor(
      () =>
        db.prisma.$queryRaw<{ same: boolean; now: Date }[]>`
          SELECT ${instant}::timestamptz = '2026-07-01T12:34:56.789Z'::timestamptz AS same, now() AS now`,
      20_000,
    );
    expect(rows[0]?.same).toBe(true);
    expect(Math.abs((rows[0]?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('a column that a newer version adds breaks no statement that asks for all of them, wherever it was prepared', async () => {
    await db.prisma.$executeRaw`CREATE TABLE grows (a int)`;
    await db.prisma.$executeRaw`INSERT INTO grows VALUES (1)`;
    const read = (tx: Pick<typeof db.prisma, '$queryRaw'>) => tx.$queryRaw`SELECT * FROM grows WHERE a > ${0}`;
    const onEach = () => Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? db.tx(read) : read(db.prisma))));
    await onEach();
    await db.prisma.$executeRaw`ALTER TABLE grows ADD COLUMN b int`;
    expect(await db.tx(read)).toEqual([{ a: 1, b: null }]);
    await db.prisma.$executeRaw`ALTER TABLE grows ADD COLUMN c int`;
    expect(await read(db.prisma)).toEqual([{ a: 1, b: null, c: null }]);
    await db.prisma.$executeRaw`ALTER TABLE grows DROP COLUMN c`;
    expect(await onEach()).toEqual(Array.from({ length: 10 }, () => [{ a: 1, b: null }]));
  });

  test('models go on too when a type changes under them', async () => {
    await db.prisma.inbox.create({ data: { key: 'model' } });
    const read = (tx: Pick<typeof db.prisma, 'inbox'>) => tx.inbox.findFirst({ where: { key: 'model' } });
    await Promise.all([read(db.prisma), db.tx(read), db.tx(read)]);
    await db.prisma.$executeRaw`ALTER TABLE inbox ALTER COLUMN received_at TYPE timestamptz(3)`;
    expect(await db.tx(read)).toMatchObject({ key: 'model' });
    await db.prisma.$executeRaw`ALTER TABLE inbox ALTER COLUMN received_at TYPE timestamptz`;
    expect(await read(db.prisma)).toMatchObject({ key: 'model' });
  });

  test('a transaction that takes too long is rolled back and reported', async () => {
    const slow = db.tx(
      async (tx) => {
        await tx.$executeRaw`UPDATE counters SET n = 1000 WHERE id = 2`;
        await new Promise((resolve) => setTimeout(resolve, 300));
        await tx.$executeRaw`UPDATE counters SET n = 1001 WHERE id = 2`;
      },
      { timeout: 100 },
    );
    await expect(slow).rejects.toThrow();
    expect(await db.prisma.$queryRaw`SELECT n FROM counters WHERE id = 2`).toEqual([{ n: 0 }]);
  });
});

test('a database that is away makes errors, not a dead process', async () => {
  const placeholder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => placeholder.once('listening', resolve));
  const address = placeholder.address();
  await new Promise((resolve) => placeholder.close(resolve));
  const port = typeof address === 'object' ? address?.port : undefined;
  const db = await openDatabase({ url: `postgres://postgres@127.0.0.1:${port}/postgres`, log: silent });
  expect(await db.condition()).toBe('down');
  await expect(db.tx(async (tx) => tx.$queryRaw`SELECT 1`)).rejects.toThrow();
  await expect(db.prisma.$queryRaw`SELECT 1`).rejects.toThrow();
  await db.close();
});
