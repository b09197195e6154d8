import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sqlStateOf } from '../../../src/platform/db/failures/sql-state.ts';
import { describeEachEngine, type TestDatabase, testDatabase } from '../../support/database.ts';

describeEachEngine('database', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(engine);
    await db.dedicated((client) =>
      client.exec(`CREATE TABLE probe (id int PRIMARY KEY, parent int REFERENCES probe DEFERRABLE INITIALLY DEFERRED,
        big bigint, num numeric, dd date, ts timestamptz, js jsonb)`),
    );
  }, 60_000);
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.prisma.$executeRaw`DELETE FROM probe`;
  });
  const ids = async () =>
    (await db.prisma.$queryRaw<{ id: number }[]>`SELECT id FROM probe ORDER BY id`).map((r) => r.id);

  test('answers, and keeps what a transaction wrote', async () => {
    expect(await db.condition()).toBe('up');
    expect(await db.tx(async (tx) => tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`)).toBe(1);
    expect(await ids()).toEqual([1]);
  });

  test('a body that throws leaves nothing', async () => {
    const work = db.tx(async (tx) => {
      await tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`;
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await ids()).toEqual([]);
  });

  test('a COMMIT that fails is reported, again and again, and costs no connection', async () => {
    for (let round = 0; round < 25; round++) {
      const work = db.tx(async (tx) => tx.$executeRaw`INSERT INTO probe (id, parent) VALUES (1, 99)`);
      expect(sqlStateOf(await work.catch((error: unknown) => error))).toBe('23503');
    }
    expect(await ids()).toEqual([]);
    await db.tx(async (tx) => tx.$executeRaw`INSERT INTO probe (id) VALUES (2)`);
    expect(await ids()).toEqual([2]);
  });

  test('a swallowed error does not turn into a commit that stored nothing', async () => {
    const work = db.tx(async (tx) => {
      await tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`;
      await tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`.catch(() => {});
    });
    expect(sqlStateOf(await work.catch((error: unknown) => error))).toBe('23505');
    expect(await ids()).toEqual([]);
  });

  test('an error healed with a savepoint commits', async () => {
    await db.tx(async (tx) => {
      await tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`;
      await tx.$executeRaw`SAVEPOINT s`;
      await tx.$executeRaw`INSERT INTO probe (id) VALUES (1)`.catch(() => tx.$executeRaw`ROLLBACK TO SAVEPOINT s`);
    });
    expect(await ids()).toEqual([1]);
  });

  test('a lost race is run again, three times at most', async () => {
    const raise = (state: string) => `DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '${state}'; END $$`;
    for (const state of ['40001', '40P01']) {
      let runs = 0;
      const result = await db.tx(async (tx) => {
        runs++;
        await tx.$executeRaw`INSERT INTO probe (id) VALUES (${runs})`;
        if (runs < 4) await tx.$executeRawUnsafe(raise(state));
        return runs;
      });
      expect(result).toBe(4);
      expect(await ids()).toEqual([4]);
      await db.prisma.$executeRaw`DELETE FROM probe`;
    }
    let runs = 0;
    const hopeless = db.tx(async (tx) => {
      runs++;
      await tx.$executeRawUnsafe(raise('40001'));
    });
    await expect(hopeless).rejects.toThrow();
    expect(runs).toBe(4);
  });

  test('the isolation level holds inside the transaction', async () => {
    const [row] = await db.tx(
      async (tx) => tx.$queryRaw<{ level: string }[]>`SELECT current_setting('transaction_isolation') AS level`,
      { isolation: 'Serializable' },
    );
    expect(row?.level).toBe('serializable');
  });

  test('instants come back as they went in', async () => {
    const instant = new Date('2026-07-01T12:34:56.789Z');
    await db.prisma.$executeRaw`INSERT INTO probe (id, ts) VALUES (1, ${instant})`;
    const [row] = await db.prisma.$queryRaw<{ ts: Date; text: string }[]>`SELECT ts, ts::text AS text FROM probe`;
    expect(row?.ts).toEqual(instant);
    expect(row?.text).toBe('2026-07-01 12:34:56.789+00');
  });

  test('a dedicated connection gives the same values on both engines', async () => {
    const ts = new Date('2026-07-01T12:34:56.789Z');
    const { rows, count } = await db.dedicated(async (client) => {
      await client.query('INSERT INTO probe (id, big, num, dd, ts, js) VALUES ($1, $2, $3, $4, $5, $6)', [
        1,
        9007199254740993n,
        '12.50',
        '2026-01-15',
        ts,
        JSON.stringify({ a: [1] }),
      ]);
      return client.query('SELECT big, num, dd, ts, js FROM probe');
    });
    expect(rows).toEqual([{ big: 9007199254740993n, num: '12.50', dd: '2026-01-15', ts, js: { a: [1] } }]);
    expect(count).toBe(1);
  });

  test('COPY takes pieces that break anywhere, also inside a character', async () => {
    const bytes = new TextEncoder().encode('1,"{""city"": ""Zürich""}"\n2,\n');
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    const copied = await db.dedicated((client) =>
      client.copyFrom('COPY probe (id, js) FROM STDIN WITH (FORMAT csv)', pieces),
    );
    expect(copied).toBe(2);
    expect(await db.prisma.$queryRaw`SELECT js->>'city' AS city FROM probe WHERE id = 1`).toEqual([{ city: 'Zürich' }]);
  });

  test('a failing source of a COPY stores nothing and costs no connection', async () => {
    async function* broken() {
      yield '1,\n';
      throw new Error('the file ended early');
    }
    for (let round = 0; round < 12; round++) {
      const work = db.dedicated((client) =>
        client.copyFrom('COPY probe (id, js) FROM STDIN WITH (FORMAT csv)', broken()),
      );
      await expect(work).rejects.toThrow();
    }
    expect(await ids()).toEqual([]);
  });

  test('a dedicated connection may hold transactions, and leaves nothing when it does not end one', async () => {
    await db.dedicated(async (client) => {
      await client.exec('BEGIN; INSERT INTO probe (id) VALUES (1); COMMIT; CREATE TEMP TABLE mine (a int)');
      await client.exec('BEGIN; INSERT INTO probe (id) VALUES (2)');
    });
    const failing = db.dedicated(async (client) => {
      await client.query('INSERT INTO probe (id) VALUES ($1)', [3]);
      await client.query('SELECT 1/0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(await ids()).toEqual([1, 3]);
    expect(await db.prisma.$queryRaw`SELECT to_regclass('mine')::text AS mine`).toEqual([{ mine: null }]);
  });
});
