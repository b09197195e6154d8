import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { FileDamaged, keepFile, letGo, readKept } from '../../src/platform/files/kept-files.ts';
import { describeEachEngine, type TestDatabase, testDatabase } from '../support/database.ts';

const now = new Date('2026-03-02T09:00:00Z');

describeEachEngine('files by hash', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  afterAll(() => db.close());

  const owner = () => ({ type: 'document', id: newId() });
  const keep = (whose: ReturnType<typeof owner>, ...chunks: readonly Uint8Array[]) =>
    db.tx((tx) => keepFile(tx, whose, chunks, now));
  const read = async (hash: string): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of readKept(db.prisma, hash)) parts.push(part);
    return Buffer.concat(parts);
  };
  const parts = async (hash: string): Promise<number> => {
    const [row] = await db.prisma.$queryRaw<{ parts: number }[]>`
      SELECT count(*)::int AS parts FROM files JOIN file_parts USING (parts_id) WHERE hash = ${hash}`;
    return row?.parts ?? 0;
  };
  const allParts = () => db.prisma.filePart.count();

  test.each([0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000])('%i bytes come back as they were kept', async (size) => {
    const bytes = randomBytes(size);
    const cut = Math.floor(size / 3);
    const kept = await keep(owner(), bytes.subarray(0, cut), bytes.subarray(cut));
    expect(kept).toEqual({ hash: createHash('sha256').update(bytes).digest('hex'), size });
    expect((await read(kept.hash)).equals(bytes)).toBe(true);
    // What cannot be packed is a few bytes longer.
    expect(await parts(kept.hash)).toBe(Math.ceil((size + 100) / (256 * 1024)));
  });

  test('what is kept already is not kept twice, however it is cut', async () => {
    const bytes = randomBytes(300_000);
    const first = await keep(owner(), bytes);
    const before = await allParts();
    expect(
      await keep(owner(), ...[0, 1, 2].map((third) => bytes.subarray(third * 100_000, (third + 1) * 100_000))),
    ).toEqual(first);
    expect(await allParts()).toBe(before);
  });

  test('a transaction that fails keeps nothing', async () => {
    const before = await allParts();
    const bytes = randomBytes(1000);
    const failing = db.tx(async (tx) => {
      await keepFile(tx, owner(), [bytes], now);
      throw new Error('the row that refers to it could not be written');
    });
    await expect(failing).rejects.toThrow('could not be written');
    expect(await allParts()).toBe(before);
    await expect(read(createHash('sha256').update(bytes).digest('hex'))).rejects.toThrow(FileDamaged);
  });

  test('a file that was changed where it lies is not handed out whole', async () => {
    const { hash } = await keep(owner(), randomBytes(600_000));
    await db.prisma.$executeRaw`
      UPDATE file_parts SET bytes = set_byte(bytes, 7, 255 - get_byte(bytes, 7)) WHERE number = 1
        AND parts_id = (SELECT parts_id FROM files WHERE hash = ${hash})`;
    const got: number[] = [];
    const reading = (async () => {
      for await (const part of readKept(db.prisma, hash)) got.push(part.length);
    })();
    await expect(reading).rejects.toThrow('is not what was kept');
    const size = got.reduce((sum, each) => sum + each, 0);
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(600_000);
  });

  test('it is erased when the last who needs it lets go', async () => {
    const [one, other] = [owner(), owner()];
    const bytes = randomBytes(1000);
    const { hash } = await keep(one, bytes);
    await keep(one, bytes);
    await keep(other, bytes);
    await db.tx((tx) => letGo(tx, one));
    expect((await read(hash)).equals(bytes)).toBe(true);
    const before = await allParts();
    await db.tx((tx) => letGo(tx, other));
    expect(await allParts()).toBe(before - 1);
    await expect(read(hash)).rejects.toThrow('there is no file');
    await db.tx((tx) => letGo(tx, other));
  });

  // One connection never waits for itself.
  if (engine === 'postgres')
    test('kept anew while the last who needed it lets go, it stays', async () => {
      const [one, other] = [owner(), owner()];
      const bytes = randomBytes(1000);
      const { hash } = await keep(one, bytes);
      const waiting = () => db.prisma.$executeRaw`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      // Whichever is first, the other waits for it at the file's row.
      for (const first of ['keep', 'let go'] as const) {
        let second: Promise<unknown> = Promise.resolve();
        await db.tx(async (tx) => {
          if (first === 'keep') {
            await keepFile(tx, other, [bytes], now);
            second = db.tx((mine) => letGo(mine, one));
          } else {
            await letGo(tx, other);
            second = keep(one, bytes);
          }
          await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
        });
        await second;
        expect((await read(hash)).equals(bytes)).toBe(true);
      }
    });
});
