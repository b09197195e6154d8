import { afterAll, beforeAll, expect, test } from 'vitest';
import { strayRow } from '../../src/platform/audit/verify.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('audit:verify', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  });
  afterAll(() => db.close());

  /** Seals of one row each, as a quiet workspace makes them minute by minute. */
  const grow = async (to: number): Promise<number> => {
    await db.prisma.$executeRaw`
      INSERT INTO audit_log (at, actor, action, subject_type, subject_id)
      SELECT now(), 'U1', 'test', 'test', n::text FROM generate_series((SELECT count(*) FROM audit_log) + 1, ${to}::int) n`;
    await db.prisma.$executeRaw`
      INSERT INTO audit_seals (id, at, count, ids, leaves, root, previous, hash)
      SELECT id, now(), 1, ARRAY[id], '\\x00', '', '', '' FROM audit_log WHERE id > (SELECT coalesce(max(id), 0) FROM audit_seals)`;
    await db.prisma.$executeRaw`DELETE FROM audit_unsealed`;
    await db.prisma.$executeRaw`ANALYZE audit_log`;
    await db.prisma.$executeRaw`ANALYZE audit_seals`;
    const [row] = await db.prisma.$queryRaw<{ 'QUERY PLAN': { Plan: { 'Total Cost': number } }[] }[]>`
      EXPLAIN (FORMAT JSON) ${strayRow}`;
    return row?.['QUERY PLAN'][0]?.Plan['Total Cost'] ?? 0;
  };

  test('ALL-2 twice as many seals cost twice as much to compare with the log, not four times', async () => {
    const once = await grow(70_000);
    const twice = await grow(140_000);
    expect(twice / once).toBeLessThan(2.7);
    expect(await db.prisma.$queryRaw`${strayRow}`).toEqual([{ id: null }]);
    await db.prisma.$executeRaw`DELETE FROM audit_unsealed WHERE id > 0`;
    await db.prisma.$executeRaw`
      INSERT INTO audit_log (at, actor, action, subject_type, subject_id) VALUES (now(), 'U1', 'test', 'test', 'slipped in')`;
    await db.prisma.$executeRaw`DELETE FROM audit_unsealed`;
    expect(await db.prisma.$queryRaw`${strayRow}`).toEqual([{ id: expect.any(BigInt) }]);
  });
});
