import { afterAll, beforeAll, expect, test } from 'vitest';
import { settableClock } from '../../src/core/clock.ts';
import { createTransact } from '../../src/platform/transact.ts';
import { system } from '../../src/platform/work.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('what is written with every click', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  });
  afterAll(() => db.close());

  test('finds a thread’s root by index, however many messages there were', async () => {
    const slots = 20_000;
    await db.prisma.$executeRaw`
      INSERT INTO message_slots (id, key, kind, subject_id, lane, state, seq, created_at)
      SELECT gen_random_uuid(), 'probe:' || n, 'probe', gen_random_uuid(), 'C1', 'idle', nextval('posts_seq_seq'), now() FROM generate_series(1, ${slots}::int) n`;
    await db.prisma.$executeRaw`ANALYZE message_slots`;
    const transact = createTransact({
      db,
      clock: settableClock(new Date()),
      timeZone: 'UTC',
      reactions: [],
      roleName: (role) => role,
      committed: () => undefined,
    });
    const scanned = async () => {
      // Statistics arrive when a backend has been idle for a moment; asking it flushes its own.
      await db.prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
      const [row] = await db.prisma.$queryRaw<{ read: bigint }[]>`
        SELECT seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'message_slots'`;
      return Number(row?.read ?? 0n);
    };
    const before = await scanned();
    const subjectId = '018f0000-0000-7000-8000-000000000001';
    for (let n = 0; n < 10; n++) {
      await transact(system, async (work) => {
        work.show({ kind: 'probe', subjectId }, { channel: 'C1' });
        work.post({ to: { thread: { kind: 'probe', subjectId } }, content: { text: `reply ${n}` } });
        await work.tx.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
      });
    }
    expect((await scanned()) - before).toBeLessThan(slots);
    expect(await db.prisma.post.count()).toBe(10);
  });
});
