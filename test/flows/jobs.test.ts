import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { housekeepingJob, type Jobs, retentionPolicy, startJobs } from '../../src/platform/jobs/index.ts';
import type { Job } from '../../src/platform/jobs/job.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine, silent } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { manualWall } from '../support/wall.ts';

const hour = 3_600_000;

describeEachEngine('jobs', (engine) => {
  let at: Harness;
  let wall = manualWall();
  let ran: string[] = [];
  const running: Jobs[] = [];

  beforeAll(async () => {
    at = await createHarness({ engine, slices: [], start: '2026-03-02T09:30:00Z' });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    await at.db.prisma.jobSlot.deleteMany();
    at.clock.set(new Date('2026-03-02T09:30:00Z'));
    wall = manualWall();
    ran = [];
  });
  afterAll(() => at.close());

  const job = (more: Partial<Job> = {}): Job => ({
    name: 'sweep',
    schedule: { times: ['02:00', '11:00'], zone: 'UTC' },
    missed: 'every',
    run: async (_deps, slotAt) => {
      ran.push(slotAt.toISOString());
    },
    ...more,
  });
  const start = (jobs: readonly Job[]): Jobs => {
    const started = startJobs({ deps: at.deps, jobs, wall, log: silent, metrics: createMetrics(), awake: false });
    running.push(started);
    return started;
  };
  const slots = () => at.db.prisma.jobSlot.findMany({ orderBy: { slotAt: 'asc' } });

  test('a first start runs only the latest slot, and each slot once', async () => {
    const jobs = start([job()]);
    await jobs.tick();
    await jobs.tick();
    expect(ran).toEqual(['2026-03-02T02:00:00.000Z']);
    at.clock.advance(1.5 * hour);
    await jobs.tick();
    expect(ran).toEqual(['2026-03-02T02:00:00.000Z', '2026-03-02T11:00:00.000Z']);
  });

  test('missed slots are all made up for, in order', async () => {
    const jobs = start([job()]);
    await jobs.tick();
    at.clock.advance(48 * hour);
    await jobs.tick();
    expect(ran.slice(1)).toEqual([
      '2026-03-02T11:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
      '2026-03-03T11:00:00.000Z',
      '2026-03-04T02:00:00.000Z',
    ]);
  });

  test('a job for which only the latest counts runs it alone, also when older ones were noted but never ran', async () => {
    await at.db.prisma.jobSlot.create({ data: { job: 'sweep', slotAt: new Date('2026-03-01T02:00:00Z') } });
    await start([job({ missed: 'latest' })]).tick();
    expect(ran).toEqual(['2026-03-02T02:00:00.000Z']);
    expect((await slots()).map((slot) => slot.state)).toEqual(['skipped', 'done']);
  });

  test('two replicas run each slot once', async () => {
    const replicas = [start([job()]), start([job()])];
    await Promise.all(replicas.map((each) => each.tick()));
    at.clock.advance(72 * hour);
    await Promise.all(replicas.map((each) => each.tick()));
    await Promise.all(replicas.map((each) => each.tick()));
    expect(ran).toHaveLength(7);
    expect(new Set(ran).size).toBe(7);
    expect([...ran].sort()).toEqual(ran);
  });

  test('a local time that clocks skip runs at the next existing instant, once', async () => {
    at.clock.set(new Date('2026-03-29T00:00:00Z'));
    const jobs = start([job({ schedule: { times: ['02:30'], zone: 'Europe/Rome' } })]);
    await jobs.tick();
    ran = [];
    at.clock.set(new Date('2026-03-29T23:00:00Z'));
    await jobs.tick();
    expect(ran).toEqual(['2026-03-29T01:00:00.000Z']);
  });

  test('T42 where clocks change each time of day comes once, whatever the process’s own zone', async () => {
    vi.stubEnv('TZ', 'Europe/London');
    const zone = 'America/New_York';
    const times = [job({ name: 'sweep', schedule: { times: ['01:30', '02:30', '09:00'], zone } })];
    for (const [from, to, expected] of [
      [
        '2026-03-08T05:00:00Z',
        '2026-03-09T14:00:00Z',
        // 01:30 in winter; 02:30 does not exist: 03:00 in summer; 09:00 stays 09:00, today and tomorrow.
        ['08T06:30', '08T07:00', '08T13:00', '09T05:30', '09T06:30', '09T13:00'],
      ],
      [
        '2026-11-01T04:00:00Z',
        '2026-11-02T15:00:00Z',
        // The first 01:30, in summer; 02:30 and 09:00 in winter.
        ['01T05:30', '01T07:30', '01T14:00', '02T06:30', '02T07:30', '02T14:00'],
      ],
    ] as const) {
      await at.db.prisma.jobSlot.deleteMany();
      at.clock.set(new Date(from));
      const jobs = start(times);
      await jobs.tick();
      ran = [];
      while (at.clock.now() < new Date(to)) {
        at.clock.advance(10 * 60_000);
        await jobs.tick();
      }
      expect(ran.map((instant) => instant.slice(8, 16))).toEqual(expected);
    }
    vi.unstubAllEnvs();
  });

  test('a slot that fails is tried again with growing waits, attempts visible, and given up after ten', async () => {
    const jobs = start([
      job({
        run: async () => {
          ran.push('try');
          throw new Error('the report is locked');
        },
      }),
    ]);
    await jobs.tick();
    expect((await slots())[0]).toMatchObject({ state: 'due', attempts: 1, problem: 'the report is locked' });
    wall.advance(29_999);
    await jobs.tick();
    expect(ran).toHaveLength(1);
    wall.advance(1);
    await jobs.tick();
    expect(ran).toHaveLength(2);
    for (let n = 0; n < 12; n++) {
      wall.advance(31 * 60_000);
      await jobs.tick();
    }
    expect(ran).toHaveLength(10);
    expect((await slots())[0]).toMatchObject({ state: 'failed', attempts: 10 });
    // The next slot is not held up by it.
    at.clock.advance(1.5 * hour);
    await jobs.tick();
    expect(ran).toHaveLength(11);
  });

  test('a slot whose replica died is taken over when its lease is over, not before', async () => {
    const slotAt = new Date('2026-03-02T02:00:00Z');
    const leaseUntil = new Date(wall.now().getTime() + 60_000);
    await at.db.prisma.jobSlot.create({
      data: { job: 'sweep', slotAt, state: 'running', attempts: 1, leasedBy: 'dead', leaseUntil },
    });
    const jobs = start([job()]);
    wall.advance(59_999);
    await jobs.tick();
    expect(ran).toEqual([]);
    wall.advance(1);
    await jobs.tick();
    expect(ran).toEqual(['2026-03-02T02:00:00.000Z']);
    expect((await slots())[0]).toMatchObject({ state: 'done', attempts: 2 });
  });

  test('a long job keeps its lease and does not keep other jobs from running', async () => {
    let finish: () => void = () => {};
    const long = job({
      name: 'long',
      run: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    const jobs = start([long, job()]);
    const first = jobs.tick();
    await expect.poll(async () => (await slots()).find((slot) => slot.job === 'sweep')?.state).toBe('done');
    for (let n = 0; n < 5; n++) {
      const before = (await slots()).find((slot) => slot.job === 'long')?.leaseUntil?.getTime() ?? 0;
      wall.advance(20_000);
      await expect
        .poll(async () => (await slots()).find((slot) => slot.job === 'long')?.leaseUntil?.getTime() ?? 0)
        .toBeGreaterThan(before);
    }
    const other = start([job({ name: 'long' })]);
    await other.tick();
    expect(ran).toHaveLength(1);
    finish();
    await first;
    expect((await slots()).find((slot) => slot.job === 'long')).toMatchObject({ state: 'done', attempts: 1 });
  });

  test('a schedule may be a policy, and one that fails does not stop the others', async () => {
    const jobs = start([
      job({ name: 'broken', schedule: () => Promise.reject(new Error('no such zone')) }),
      job({ schedule: async () => ({ everyMinutes: 15 }) }),
    ]);
    await jobs.tick();
    expect(ran).toEqual(['2026-03-02T09:30:00.000Z']);
  });

  test('next is what the calendar brings, not what runs every minute anyway', async () => {
    const jobs = start([job({ name: 'minutely', schedule: { everyMinutes: 1 } }), job()]);
    expect(await jobs.next()).toEqual({ name: 'sweep', at: new Date('2026-03-02T11:00:00Z') });
  });

  test('housekeeping forgets requests of more than a week ago and old slots, but of each job the latest stays', async () => {
    const now = new Date();
    const days = (n: number) => new Date(now.getTime() - n * 24 * hour);
    await at.db.prisma.inbox.createMany({
      data: [
        { key: 'old', receivedAt: days(8) },
        { key: 'new', receivedAt: now },
      ],
    });
    await at.db.prisma.jobSlot.createMany({
      data: [
        { job: 'a', slotAt: days(0), state: 'done' },
        { job: 'a', slotAt: days(31), state: 'done' },
        { job: 'a', slotAt: days(32), state: 'due' },
        { job: 'b', slotAt: days(90), state: 'done' },
        { job: 'b', slotAt: days(91), state: 'skipped' },
      ],
    });
    await housekeepingJob.run(at.deps, now);
    expect((await at.db.prisma.inbox.findMany()).map((row) => row.key)).toEqual(['new']);
    expect((await slots()).map((slot) => `${slot.job} ${slot.state}`)).toEqual(['b done', 'a due', 'a done']);
    await at.db.prisma.inbox.deleteMany();
  });

  test('the text of a sent message is kept as long as a setting says; its key stays, so that no cause is told twice', async () => {
    const now = at.clock.now();
    const days = (n: number) => new Date(now.getTime() - n * 24 * hour);
    const post = (key: string | null, state: string, age: number) => ({
      id: newId(),
      key,
      state,
      lane: 'C1',
      payload: { text: `${key} ${state} ${age}` },
      createdAt: days(age),
    });
    await at.db.prisma.post.createMany({
      data: [
        post('once', 'sent', 91),
        post(null, 'sent', 92),
        post('dropped', 'dropped', 93),
        post('young', 'sent', 89),
        post('waits', 'pending', 200),
        post('parked', 'parked', 200),
        ...Array.from({ length: 2_100 }, () => post(null, 'sent', 95)),
      ],
    });
    const texts = async () =>
      Object.fromEntries((await at.posts()).map((row) => [row.key ?? 'none', row.text ?? 'forgotten']));
    await housekeepingJob.run(at.deps, now);
    expect(await texts()).toEqual({
      once: 'forgotten',
      dropped: 'forgotten',
      young: 'young sent 89',
      waits: 'waits pending 200',
      parked: 'parked parked 200',
    });
    await at.deps.transact(system, async (work) =>
      work.post({ to: { channel: 'C1' }, content: { text: 'again' }, key: 'once' }),
    );
    expect((await texts()).once).toBe('forgotten');
    await at.setPolicy(retentionPolicy, { messageDays: 30 });
    await housekeepingJob.run(at.deps, now);
    expect((await texts()).young).toBe('forgotten');
    await at.db.prisma.post.deleteMany();
    await at.db.prisma.policy.deleteMany();
  });

  test('how long finished jobs and requests are kept are settings, and thousands are forgotten in chunks', async () => {
    const now = new Date();
    const days = (n: number) => new Date(now.getTime() - n * 24 * hour);
    await at.db.prisma.jobSlot.createMany({
      data: [0, 2, 4].map((age) => ({ job: 'a', slotAt: days(age), state: 'done' })),
    });
    await at.db.prisma.inbox.createMany({
      data: [
        { key: 'now', receivedAt: now },
        ...Array.from({ length: 2_500 }, (_, n) => ({ key: `k${n}`, receivedAt: days(2) })),
      ],
    });
    await housekeepingJob.run(at.deps, now);
    expect([await at.db.prisma.inbox.count(), (await slots()).length]).toEqual([2_501, 3]);
    await at.setPolicy(retentionPolicy, { jobDays: 3, requestDays: 1 });
    await housekeepingJob.run(at.deps, now);
    expect([await at.db.prisma.inbox.count(), (await slots()).length]).toEqual([1, 2]);
    await at.db.prisma.inbox.deleteMany();
    await at.db.prisma.policy.deleteMany();
  });
});
