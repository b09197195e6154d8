import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { cancelRun } from '../../src/platform/runs/actions/cancel.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { retryItem, retryRun } from '../../src/platform/runs/actions/retry.ts';
import { runById, runKind, runKinds, runsSlice, startRun, workThroughRuns } from '../../src/platform/runs/index.ts';
import { claimRun, keepLease } from '../../src/platform/runs/store.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { drawWindow } from '../../src/platform/windows/draw-window.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';

const parameters = z.object({ numbers: z.array(z.number()) });

describeEachEngine('runs: bulk work that people start and watch', (engine) => {
  let h: Harness;
  /** Called with each chunk before it counts its numbers, two at a time; what it throws fails the chunk. */
  let before: (cursor: number) => void | Promise<void>;
  let odd: ReadonlySet<number>;

  /** Counts numbers, with a post for each; odd ones out are left aside. */
  const counting = runKind({
    name: 'numbers.count',
    parameters,
    title: ({ numbers }) => `Count of ${numbers.length} <numbers>`,
    roles: ['billing'],
    doing: 'count numbers',
    channel: 'billing',
    chunk: async (work, { parameters: { numbers }, cursor }) => {
      const from = z.object({ from: z.number() }).parse(cursor ?? { from: 0 }).from;
      await before(from);
      const mine = numbers.slice(from, from + 2);
      for (const n of mine.filter((each) => !odd.has(each)))
        work.post({ to: { role: 'billing' }, content: { text: `number ${n}` } });
      return {
        counts: { numbers: mine.length },
        parked: mine.filter((n) => odd.has(n)).map((n) => ({ item: String(n), reason: `${n} is odd` })),
        ...(from + 2 < numbers.length ? { cursor: { from: from + 2 } } : { told: ['All were counted.'] }),
      };
    },
    retryItem: async (work, _run, item) => {
      if (odd.has(Number(item))) throw new UserError(`${item} is odd still`);
      work.post({ to: { role: 'billing' }, content: { text: `number ${item}` } });
    },
  });
  const slice: Slice = { name: 'numbers', contributes: [contribute(runKinds, counting)] };

  beforeEach(async () => {
    before = () => undefined;
    odd = new Set();
    h = await createHarness({ engine, slices: [slice, runsSlice({ work: async () => {}, wake: () => {} })] });
  }, 60_000);
  afterEach(() => h.close());

  const billing = () => h.person('billing');
  const start = (numbers: readonly number[], isPreview = false) =>
    h.deps.transact({ ...billing(), requestId: newId() }, (work) =>
      startRun(work, counting, { numbers }, { isPreview }),
    );
  const work = () => workThroughRuns(h.deps);
  const run = (id: string) => runById(h.db.prisma, id);
  const said = async () => (await h.posts()).map((post) => post.text);
  const audited = async () => (await h.audit()).map((entry) => entry.action);
  const shown = async (id: string) => (await h.messages('run', id))[0]?.json ?? '';

  test('a run goes chunk by chunk, adds up what it did, and says so in the log', async () => {
    const id = await start([1, 2, 3, 4, 5]);
    expect(await work()).toBe(1);
    expect(await run(id)).toMatchObject({ state: 'done', counts: { numbers: 5 }, told: ['All were counted.'] });
    expect(await said()).toEqual([1, 2, 3, 4, 5].map((n) => `number ${n}`));
    expect(await audited()).toEqual(['run.started', 'run.finished']);
    await expect(h.deps.transact(h.person('sales'), (w) => startRun(w, counting, { numbers: [1] }))).rejects.toThrow(
      /can count numbers/,
    );
  });

  test('what fails is tried again from where it stopped: what was committed is not done twice', async () => {
    let failures = 0;
    before = (from) => {
      if (from === 2 && failures++ === 0) throw new Error('the network is down');
    };
    const id = await start([1, 2, 3, 4]);
    const deps = { ...h.deps, log: Object.assign(Object.create(h.deps.log), { error: () => undefined }) };
    await workThroughRuns(deps);
    expect(await run(id)).toMatchObject({ state: 'queued', counts: { numbers: 2 }, cursor: { from: 2 } });
    expect(await work()).toBe(0);
    await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
    await work();
    expect(await run(id)).toMatchObject({ state: 'done', counts: { numbers: 4 } });
    expect(await said()).toEqual(['number 1', 'number 2', 'number 3', 'number 4']);
  });

  test('a refusal ends it with its reason; Retry goes on from there', async () => {
    before = (from) => {
      if (from === 2) throw new UserError('Numbers above two are not known yet.');
    };
    const id = await start([1, 2, 3]);
    await work();
    expect(await run(id)).toMatchObject({ state: 'failed', problem: 'Numbers above two are not known yet.' });
    before = () => undefined;
    await expect(retryRun(h.deps, h.person('sales'), id)).rejects.toThrow(/can count numbers/);
    await retryRun(h.deps, billing(), id);
    await work();
    expect(await run(id)).toMatchObject({ state: 'done', problem: null, counts: { numbers: 3 } });
    expect(await said()).toEqual(['number 1', 'number 2', 'number 3']);
    await expect(retryRun(h.deps, billing(), id)).rejects.toThrow(/it is done/);
    expect(await audited()).toEqual(['run.started', 'run.failed', 'run.restarted', 'run.finished']);
  });

  test('one that breaks off five times is not tried for ever', async () => {
    before = () => {
      throw new Error('always');
    };
    const id = await start([1]);
    const deps = { ...h.deps, log: Object.assign(Object.create(h.deps.log), { error: () => undefined }) };
    for (let n = 0; n < 6; n++) {
      await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
      await workThroughRuns(deps);
    }
    expect(await run(id)).toMatchObject({ state: 'failed', tries: 5, problem: expect.stringContaining('a fault') });
  });

  test('cancelled in the middle: what was committed stays and is counted, nothing further is done', async () => {
    let id = '';
    let asked: string | undefined;
    before = async (from) => {
      // Another connection cannot be had within an embedded transaction: Cancel comes between two chunks there.
      if (from === 2 && engine === 'postgres') asked = await cancelRun(h.deps, billing(), id);
    };
    id = await start([1, 2, 3, 4, 5]);
    if (engine === 'embedded') {
      const claimed = await claimRun(h.db, newId(), [counting.name]);
      asked = await cancelRun(h.deps, billing(), id);
      expect(await keepLease(h.db, claimed ?? never(), undefined)).toMatchObject({ cancelled: true });
      await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
    }
    await work();
    expect(asked).toBe('stopping');
    const done = engine === 'postgres' ? 2 : 0;
    expect(await run(id)).toMatchObject({ state: 'cancelled', cancelledBy: billing().userId });
    expect(await said()).toHaveLength(done);
    await expect(cancelRun(h.deps, billing(), id)).rejects.toThrow(/already/);
    expect(await audited()).toEqual(['run.started', 'run.cancelled']);
  });

  test('what is left aside is shown with its reason, and tried again by itself, once', async () => {
    odd = new Set([3, 5]);
    const id = await start([1, 2, 3, 4, 5]);
    await work();
    expect(await run(id)).toMatchObject({ state: 'done' });
    expect(await shown(id)).toMatch(/2 items left aside[\s\S]*3: 3 is odd[\s\S]*run\.retry_item/);
    expect(await retryItem(h.deps, billing(), { runId: id, item: '3' })).toBe('3 is odd still');
    expect(await shown(id)).toContain('3 is odd still');
    odd = new Set();
    expect(await retryItem(h.deps, billing(), { runId: id, item: '3' })).toBeUndefined();
    await expect(retryItem(h.deps, billing(), { runId: id, item: '3' })).rejects.toThrow(/not left aside/);
    await expect(retryItem(h.deps, h.person('sales'), { runId: id, item: '5' })).rejects.toThrow(/can count/);
    expect((await said()).filter((text) => text === 'number 3')).toHaveLength(1);
    expect(await shown(id)).toMatch(/1 item left aside/);
  });

  test('WRK-1 its window says what the message says and who started it; its buttons are for those who may start it', async () => {
    odd = new Set([3]);
    const id = await start([1, 2, 3]);
    await work();
    const window = async (role: 'billing' | 'sales') => {
      const by = h.person(role);
      const reader = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set([role]) };
      return JSON.stringify(await drawWindow(h.registry, reader, { type: 'run', id }));
    };
    expect(await window('billing')).toMatch(/done[\s\S]*3 is odd[\s\S]*run\.retry_item[\s\S]*Started by <@U_BILLING>/);
    expect(await window('sales')).toContain('3 is odd');
    expect(await window('sales')).not.toContain('run.retry_item');
    expect(await shown(id)).toContain('run.open');
    const waiting = await start([1], true);
    await work();
    expect(JSON.stringify(await h.registry.windows.get('run')?.find(h.db.prisma, waiting))).toContain(waiting);
    expect(await h.registry.windows.get('run')?.find(h.db.prisma, newId())).toBeUndefined();
  });

  test('a preview goes through all chunks and says what would be said; nothing of it stays until somebody confirms it', async () => {
    odd = new Set([2]);
    const id = await start([1, 2, 3], true);
    await work();
    expect(await said()).toEqual([]);
    expect(await run(id)).toMatchObject({ state: 'previewed', counts: { numbers: 3 } });
    const message = await shown(id);
    expect(message).toContain('Count of 3 &lt;numbers&gt;');
    expect(message).toMatch(/2: 2 is odd[\s\S]*It would say: 2 messages to Billing/);
    expect(message).toMatch(/run\.confirm[\s\S]*run\.cancel/);
    expect(await work()).toBe(0);
    await confirmRun(h.deps, billing(), id);
    await work();
    expect(await run(id)).toMatchObject({ state: 'done', counts: { numbers: 3 } });
    expect(await said()).toEqual(['number 1', 'number 3']);
    expect(await audited()).toEqual(['run.started', 'run.previewed', 'run.confirmed', 'run.finished']);
    const other = await start([1], true);
    await work();
    expect(await cancelRun(h.deps, billing(), other)).toBe('cancelled');
    expect(await shown(other)).toMatch(/cancelled by <@U_BILLING>; nothing of it was stored/);
  });

  test('ALL-3 two workers at once do every chunk once', async () => {
    for (let n = 0; n < 5; n++) await start([10 * n + 1, 10 * n + 2, 10 * n + 3]);
    const done = await Promise.all([work(), work(), work()]);
    expect(done.reduce((a, b) => a + b)).toBe(5);
    expect(new Set(await said()).size).toBe(15);
    expect(await said()).toHaveLength(15);
  });

  test('a kind that this version does not know is left to those who do', async () => {
    const id = await start([1]);
    await h.db.prisma.$executeRaw`UPDATE runs SET kind = 'letters.count'`;
    expect(await work()).toBe(0);
    expect(await run(id)).toMatchObject({ state: 'queued' });
    await expect(cancelRun(h.deps, billing(), id)).rejects.toThrow(/does not know/);
  });

  test('a run that is under way for long has a message, which says how far it is', async () => {
    const id = await start([1, 2, 3]);
    const claimed = await claimRun(h.db, newId(), [counting.name]);
    expect(await keepLease(h.db, claimed ?? never(), { numbers: 1 })).toEqual({ cancelled: false, isShown: false });
    await h.db.prisma.$executeRaw`UPDATE runs SET taken_up_at = now() - interval '6 seconds'`;
    expect(await keepLease(h.db, claimed ?? never(), { numbers: 2 })).toMatchObject({ isShown: true });
    const content = await h.registry.slots.get('run')?.render(h.deps, id);
    expect(content?.text).toContain('under way: 2 numbers so far');
    await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
    await work();
    expect(await shown(id)).toContain('done');
    expect(await keepLease(h.db, claimed ?? never(), undefined)).toBeUndefined();
  });
});

const never = (): never => {
  throw new Error('nothing was claimed');
};
