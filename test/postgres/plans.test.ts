import { afterAll, beforeAll, expect, test } from 'vitest';
import { settableClock } from '../../src/core/time/clock.ts';
import { openTurns } from '../../src/features/onboarding/lists/store.ts';
import { claimItems } from '../../src/platform/delivery/outbox/items.ts';
import { recordResults } from '../../src/platform/delivery/outbox/results.ts';
import { gatherContributions } from '../../src/platform/work/contributions.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import { system } from '../../src/platform/work/work.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { readBy } from '../support/history.ts';

describePostgres('what is written with every click', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  });
  afterAll(() => db.close());

  /** Rows of the table that were read one after the other, or found in the index of what waits. */
  const scanned = async (table: string): Promise<number> => {
    // Statistics arrive when a backend has been idle for a moment; asking it flushes its own.
    await db.prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
    const [row] = await db.prisma.$queryRaw<{ read: bigint }[]>`
      SELECT (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = ${table}) +
        (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname = ${table} AND indexrelname LIKE '%unsent')::bigint AS read`;
    return Number(row?.read ?? 0n);
  };

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
      contributions: gatherContributions([]),
      roleName: (role) => role,
      committed: () => undefined,
    });
    const before = await scanned('message_slots');
    const subjectId = '018f0000-0000-7000-8000-000000000001';
    for (let n = 0; n < 10; n++) {
      await transact(system, async (work) => {
        work.show({ kind: 'probe', subjectId }, { channel: 'C1' });
        work.post({ to: { thread: { kind: 'probe', subjectId } }, content: { text: `reply ${n}` } });
        await work.tx.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
      });
    }
    expect((await scanned('message_slots')) - before).toBeLessThan(slots);
    expect(await db.prisma.post.count()).toBe(10);
  });

  test('takes and settles the next message without reading all that wait behind it', async () => {
    const waiting = 5_000;
    const lane = 'C0BACKLOG1';
    const now = new Date();
    // Planned while next to nothing waits, as after a quiet night.
    await db.prisma.$executeRaw`
      INSERT INTO posts (id, lane, payload, state, created_at)
      SELECT gen_random_uuid(), 'C2', '{}', 'sent', now() FROM generate_series(1, ${4 * waiting}::int)`;
    await db.prisma.$executeRaw`ANALYZE posts`;
    await db.prisma.$executeRaw`
      INSERT INTO lanes (id, leased_by, lease_until) VALUES (${lane}, 'me', ${new Date(now.getTime() + 60_000)})`;
    await db.prisma.$executeRaw`
      INSERT INTO posts (id, lane, payload, state, created_at)
      SELECT gen_random_uuid(), ${lane}, '{"text": "hello"}', 'pending', now() FROM generate_series(1, ${waiting}::int)`;
    const before = await scanned('posts');
    for (let n = 0; n < 10; n++) {
      const [item, ...more] = await claimItems(db, 'me', now, [{ lane, n: 1 }]);
      expect(more).toEqual([]);
      await recordResults(db, 'me', now, [{ id: item?.id ?? '', state: 'sent', channel: lane, ts: `${n}.0` }], []);
    }
    expect((await scanned('posts')) - before).toBeLessThan(waiting);
    expect(await db.prisma.post.count({ where: { lane, state: 'sent' } })).toBe(10);
  });

  test('ONB-18 the blocked folders are found by what is stored, however many are open and not blocked', async () => {
    const open = 20_000;
    // A blocked one in a thousand, and as many on hold; each fifth turn is over.
    await db.dedicated((client) =>
      client.exec(`SET session_replication_role = replica;
        INSERT INTO projects (id, customer_id, playbook_key, playbook, state, stage, owner_id, manager_id, currency, created_by, created_at)
        SELECT md5('p' || n)::uuid, md5('c')::uuid, 'x', '{}', CASE WHEN n % 1000 = 1 THEN 'on_hold' ELSE 'active' END, 'x', 'U', 'U', 'USD', 'U', now()
        FROM generate_series(1, ${open}) n;
        INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_by, opened_by, opened_at, blocked_by)
        SELECT md5('h' || n)::uuid, md5('p' || n)::uuid, 1, 'x', '{sales}', 'open', 'created', 'U', now() - n * interval '1 minute',
               CASE WHEN n % 1000 = 0 THEN '{gate}'::text[] ELSE '{}' END
        FROM generate_series(1, ${open}) n;
        INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_by, opened_by, opened_at, decided_by, decided_at, blocked_by)
        SELECT md5('o' || n)::uuid, md5('p' || n)::uuid, 0, 'x', '{sales}', 'approved', 'created', 'U', now() - n * interval '1 minute', 'U', now(), '{gate}'
        FROM generate_series(1, ${open}) n;
        SET session_replication_role = DEFAULT; ANALYZE projects; ANALYZE handoffs;`),
    );
    const page = () => openTurns(db.prisma, { kind: 'blocked' }, { skip: 8, take: 9 });
    expect(await page()).toHaveLength(9);
    const read = await readBy(db, page);
    expect(read.handoffs ?? 0).toBeLessThan(300);
    expect(read.projects ?? 0).toBeLessThan(300);
  }, 60_000);
});
