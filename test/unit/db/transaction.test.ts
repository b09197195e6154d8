import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sqlStateOf } from '../../../src/platform/db/failures/sql-state.ts';
import { asModel } from '../../../src/platform/db/rows/as-model.ts';
import { describeEachEngine, type TestDatabase, testDatabase } from '../../support/database.ts';

describeEachEngine('a transaction of Baton’s own', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.prisma.$executeRaw`DELETE FROM inbox`;
  });
  const keys = async () => (await db.prisma.inbox.findMany({ orderBy: { key: 'asc' } })).map((row) => row.key);

  test('models and raw statements see one another, and are taken back together', async () => {
    await db.tx(async (tx) => {
      await tx.$executeRaw`INSERT INTO inbox (key) VALUES ('raw')`;
      expect(await tx.inbox.count()).toBe(1);
      await tx.inbox.create({ data: { key: 'model' } });
      expect(await tx.$queryRaw`SELECT count(*)::int AS n FROM inbox`).toEqual([{ n: 2 }]);
    });
    const doomed = db.tx(async (tx) => {
      await tx.inbox.create({ data: { key: 'doomed' } });
      await tx.$executeRaw`INSERT INTO inbox (key) VALUES ('doomed too')`;
      throw new Error('changed my mind');
    });
    await expect(doomed).rejects.toThrow('changed my mind');
    expect(await keys()).toEqual(['model', 'raw']);
  });

  test('a model’s error takes everything back, and says what it was', async () => {
    const twice = db.tx(async (tx) => {
      await tx.inbox.create({ data: { key: 'one' } });
      await tx.inbox.create({ data: { key: 'one' } });
    });
    expect(sqlStateOf(await twice.catch((error: unknown) => error))).toBe('23505');
    expect(await keys()).toEqual([]);
  });

  test('statements sent together: the first error is the one that is told, and nothing is stored', async () => {
    const together = db.tx(async (tx) => {
      await Promise.all([
        tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'a'})`,
        tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'a'})`,
        tx.$executeRaw`INSERT INTO inbox (key) VALUES (${'b'})`,
      ]);
    });
    expect(sqlStateOf(await together.catch((error: unknown) => error))).toBe('23505');
    expect(await keys()).toEqual([]);
    await db.tx((tx) =>
      Promise.all(['a', 'b', 'c'].map((key) => tx.$executeRaw`INSERT INTO inbox (key) VALUES (${key})`)),
    );
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  test('COPY within a transaction, between other statements, and taken back with them', async () => {
    const copy = (fails: boolean) =>
      db.tx(async (tx) => {
        await tx.$executeRaw`INSERT INTO inbox (key) VALUES ('before')`;
        expect(await tx.$copyFrom('COPY inbox (key) FROM STDIN', ['copied 1\ncopied', ' 2\n'])).toBe(2);
        await Promise.all([
          tx.$executeRaw`INSERT INTO inbox (key) VALUES ('after 1')`,
          tx.inbox.create({ data: { key: 'after 2' } }),
        ]);
        if (fails) await tx.$copyFrom('COPY inbox (key) FROM STDIN', ['before\n']);
      });
    expect(sqlStateOf(await copy(true).catch((error: unknown) => error))).toBe('23505');
    expect(await keys()).toEqual([]);
    await copy(false);
    expect(await keys()).toEqual(['after 1', 'after 2', 'before', 'copied 1', 'copied 2']);
  });

  test('COPY and statements asked for at once take their turns, in the order asked', async () => {
    await db.tx(async (tx) => {
      const insert = (key: string) => tx.$executeRaw`INSERT INTO inbox (key) VALUES (${key})`;
      const copy = (...keys: string[]) =>
        tx.$copyFrom(
          'COPY inbox (key) FROM STDIN',
          keys.map((key) => `${key}\n`),
        );
      const count = async () => (await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM inbox`)[0]?.n;
      const seen = await Promise.all([
        insert('a'),
        insert('b'),
        tx.inbox.count(),
        count(),
        copy('c', 'd', 'e'),
        count(),
        insert('f'),
        copy('g'),
        copy('h'),
        count(),
        insert('i'),
      ]);
      expect([seen[3], seen[5], seen[9]]).toEqual([2, 5, 8]);
    });
    expect(await keys()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
  });

  test('a transaction whose time runs out in the middle of COPY stores nothing, and nothing that waited behind it', async () => {
    async function* slowly(): AsyncGenerator<string> {
      yield 'copied 1\n';
      await new Promise((resolve) => setTimeout(resolve, 300));
      yield 'copied 2\n';
    }
    const behind: Promise<unknown>[] = [];
    const late = db.tx(
      async (tx) => {
        behind.push(tx.$copyFrom('COPY inbox (key) FROM STDIN', slowly()));
        behind.push(tx.$executeRaw`INSERT INTO inbox (key) VALUES ('waited')`);
        behind.push(tx.inbox.create({ data: { key: 'waited too' } }));
        await Promise.allSettled(behind);
      },
      { timeout: 100 },
    );
    await expect(late).rejects.toThrow('took longer than 100 ms');
    expect((await Promise.allSettled(behind)).slice(1).map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect(await keys()).toEqual([]);
    await db.tx((tx) => tx.$executeRaw`INSERT INTO inbox (key) VALUES ('next')`);
    expect(await keys()).toEqual(['next']);
  });

  test('nothing of a transaction works once it has ended, neither raw nor model', async () => {
    const late: (() => Promise<unknown>)[] = [];
    await db.tx(async (tx) => {
      await tx.inbox.count();
      late.push(() => tx.inbox.create({ data: { key: 'late' } }));
      late.push(() => tx.$executeRaw`INSERT INTO inbox (key) VALUES ('late')`);
      late.push(() => tx.$copyFrom('COPY inbox (key) FROM STDIN', ['late\n']));
    });
    for (const again of late) await expect(again()).rejects.toThrow();
    expect(await keys()).toEqual([]);
  });

  test('the same values come out of raw statements, inside and outside, as out of Prisma', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const read = (tx: Pick<typeof db.prisma, '$queryRaw'>) => tx.$queryRaw<object[]>`
      SELECT 9007199254740993::bigint AS big, 12.50::numeric AS num, '2026-03-29'::date AS day, ${at}::timestamptz AS at,
             '{"a": [1]}'::jsonb AS js, true AS yes, 7::int AS n, ARRAY['a','b'] AS texts, NULL::text AS nothing,
             '018f0000-0000-7000-8000-000000000001'::uuid AS id`;
    const expected = {
      big: 9007199254740993n,
      day: new Date('2026-03-29T00:00:00Z'),
      at,
      js: { a: [1] },
      yes: true,
      n: 7,
      texts: ['a', 'b'],
      nothing: null,
      id: '018f0000-0000-7000-8000-000000000001',
    };
    for (const [row] of [await read(db.prisma), await db.tx(read)]) {
      expect(row).toMatchObject(expected);
      expect(String(Reflect.get(row ?? {}, 'num'))).toBe('12.5');
    }
    await db.prisma.inbox.create({ data: { key: 'dated', receivedAt: at } });
    const [raw] = await asModel(db.prisma.$queryRaw`SELECT * FROM inbox WHERE key = 'dated'`);
    expect(raw).toEqual(await db.prisma.inbox.findUnique({ where: { key: 'dated' } }));
  });

  test('many at once, with models and without, keep to their own connections', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        db
          .tx(async (tx) => {
            await tx.$executeRaw`INSERT INTO inbox (key) VALUES (${`raw ${n}`})`;
            if (n % 3 === 0) await tx.inbox.create({ data: { key: `model ${n}` } });
            if (n % 5 === 0) throw new Error('no');
          })
          .catch(() => undefined),
      ),
    );
    const kept = Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 5 !== 0);
    const expected = [...kept.map((n) => `raw ${n}`), ...kept.filter((n) => n % 3 === 0).map((n) => `model ${n}`)];
    expect(await keys()).toEqual(expected.sort());
  });
});

describe('rows as a model has them', () => {
  test('every column of the schema gets its field’s name', async () => {
    const folder = fileURLToPath(new URL('../../../prisma/schema', import.meta.url));
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
    const columns = lines.flatMap((line) => {
      const [, field, column] = /^ {2}(\w+) .*@map\("(\w+)"\)/.exec(line) ?? [];
      return field && column ? [[field, column] as const] : [];
    });
    expect(columns.length).toBeGreaterThan(100);
    for (const [field, column] of columns)
      expect(await asModel(Promise.resolve([{ [column]: 1 }]))).toEqual([{ [field]: 1 }]);
  });
});
