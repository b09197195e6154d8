import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { retentionPolicy } from '../../src/platform/jobs/retention.ts';
import { cancelRun } from '../../src/platform/runs/actions/cancel.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { retryRun } from '../../src/platform/runs/actions/retry.ts';
import {
  eraseRunFiles,
  runById,
  runKind,
  runKinds,
  runsSlice,
  runsWithFilesNaming,
  startRun,
  workThroughRuns,
} from '../../src/platform/runs/index.ts';
import { filesJob } from '../../src/platform/runs/run-file.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { drawWindow } from '../../src/platform/windows/draw-window.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { describeEachEngine } from '../support/database.ts';
import { bytes } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';

describeEachEngine('files that runs work through', (engine) => {
  let h: Harness;
  /** What lies where the file comes from, and how often it was asked for. */
  let source: string;
  let opened: number;
  let whileRead: () => Promise<void>;
  let fails: Error | undefined;
  /** What the chunks have read, and what they were told. */
  let read: string[];
  let lastDone: (Date | undefined)[];

  const reading = runKind({
    name: 'words.read',
    parameters: z.object({ name: z.string() }),
    title: ({ name }) => `Reading of ${name}`,
    roles: ['billing'],
    doing: 'read words',
    channel: 'billing',
    file: {
      name: ({ name }) => name,
      open: async function* () {
        opened += 1;
        yield* bytes(source);
        await whileRead();
      },
    },
    chunk: async (_work, { file }) => {
      let text = '';
      for await (const part of file?.read() ?? []) text += Buffer.from(part).toString();
      read.push(text);
      lastDone.push(file?.lastDoneAt);
      if (fails) throw fails;
      return { counts: { letters: text.length } };
    },
  });
  const slice: Slice = { name: 'words', contributes: [contribute(runKinds, reading)] };

  beforeEach(async () => {
    [source, opened, fails, read, lastDone] = ['one two three', 0, undefined, [], []];
    whileRead = async () => undefined;
    h = await createHarness({ engine, slices: [slice, runsSlice({ work: async () => {}, wake: () => {} })] });
  }, 60_000);
  afterEach(() => h.close());

  const billing = () => h.person('billing');
  const start = (isPreview = false) =>
    h.deps.transact({ ...billing(), requestId: newId() }, (work) =>
      startRun(work, reading, { name: '<march>.csv' }, { isPreview }),
    );
  const work = async () => {
    const log = Object.assign(Object.create(h.deps.log), { error: () => undefined });
    await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
    await workThroughRuns({ ...h.deps, log });
  };
  const run = (id: string) => runById(h.db.prisma, id);
  const files = () => h.db.prisma.keptFile.count();
  const window = async (id: string) => {
    const by = billing();
    const reader = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set(['billing']) };
    return JSON.stringify(await drawWindow(h.registry, reader, { type: 'run', id }));
  };
  const daysLater = async (days: number) => {
    h.clock.set(new Date(h.clock.now().getTime() + days * 86_400_000));
    await filesJob.run(h.deps, { slotAt: h.clock.now() } as never);
  };

  test('the file is read once where it comes from: tried again after a fault, the run reads the very same bytes', async () => {
    fails = new Error('the database is away');
    const id = await start();
    await work();
    expect(await run(id)).toMatchObject({ state: 'queued' });
    source = 'something else';
    await work();
    fails = undefined;
    await work();
    expect(read).toEqual(Array(3).fill('one two three'));
    expect(opened).toBe(1);
    expect(await run(id)).toMatchObject({ state: 'done', counts: { letters: 13 }, fileSize: 13n });
  });

  test('Retry of what broke off five times reads the very same bytes', async () => {
    fails = new Error('always');
    const id = await start();
    for (let n = 0; n < 6; n++) await work();
    expect(await run(id)).toMatchObject({ state: 'failed' });
    [fails, source] = [undefined, 'something else'];
    await retryRun(h.deps, billing(), id);
    await work();
    expect(await run(id)).toMatchObject({ state: 'done' });
    expect(read.at(-1)).toBe('one two three');
  });

  test('what a preview showed is done with the very same bytes', async () => {
    const id = await start(true);
    await work();
    source = 'something else';
    await confirmRun(h.deps, billing(), id);
    await work();
    expect(read).toEqual(['one two three', 'one two three']);
    expect(opened).toBe(1);
  });

  test('what was refused or cancelled keeps no bytes; tried again, it asks for them anew', async () => {
    fails = new UserError('There are too many words.');
    const refused = await start();
    await work();
    expect(await run(refused)).toMatchObject({ state: 'failed', fileHash: expect.any(String) });
    expect(await files()).toBe(0);
    fails = undefined;
    const previewed = await start(true);
    await work();
    expect(await files()).toBe(1);
    expect(await cancelRun(h.deps, billing(), previewed)).toBe('cancelled');
    expect(await files()).toBe(0);
    source = 'fewer';
    await retryRun(h.deps, billing(), refused);
    await work();
    expect(await run(refused)).toMatchObject({ state: 'done', fileSize: 5n });
    expect(await files()).toBe(1);
  });

  test('a source that breaks off keeps nothing; the next try begins anew', async () => {
    whileRead = async () => {
      throw new Error('Slack hung up');
    };
    const id = await start();
    await work();
    expect(await files()).toBe(0);
    expect(await h.db.prisma.filePart.count()).toBe(0);
    whileRead = async () => undefined;
    await work();
    expect(await run(id)).toMatchObject({ state: 'done' });
    expect(opened).toBe(2);
  });

  if (engine === 'postgres')
    test('a worker whose run was taken over while it read keeps nothing', async () => {
      whileRead = async () => {
        if (opened === 1) await work();
      };
      const id = await start();
      await work();
      expect(await run(id)).toMatchObject({ state: 'done' });
      expect(read).toEqual(['one two three']);
      expect(await h.db.prisma.filePart.count()).toBe(1);
    });

  test('the same bytes are there once for two runs, and the second is told when the first had them', async () => {
    await start();
    await work();
    const firstAt = h.clock.now();
    h.clock.set(new Date('2026-03-09T09:00:00Z'));
    await start();
    await work();
    source = 'something else';
    await start();
    await work();
    expect(lastDone).toEqual([undefined, firstAt, undefined]);
    expect(await files()).toBe(2);
    expect(await h.db.prisma.fileNeed.count()).toBe(3);
  });

  test('ALL-2 the window and the log say which file it was, also when its bytes are kept no more', async () => {
    const id = await start();
    await work();
    const { fileHash } = (await run(id)) ?? {};
    expect(await window(id)).toContain(`File: &lt;march&gt;.csv, 13 bytes, SHA-256 ${fileHash?.slice(0, 12)}…`);
    expect(await h.audit({ action: 'run.finished' })).toMatchObject([{ after: { sha256: fileHash } }]);
    const { fileDays } = retentionPolicy.defaults;
    await daysLater(fileDays - 1);
    expect(await files()).toBe(1);
    const under = await start();
    await h.db.prisma.$executeRaw`UPDATE runs SET started_at = '2020-01-01' WHERE id = ${under}::uuid`;
    await daysLater(2);
    expect(await files()).toBe(0);
    expect(await window(id)).toMatch(/SHA-256 [0-9a-f]{12}… Its bytes are not kept any more/);
    await work();
    expect(await run(under)).toMatchObject({ state: 'done' });
    await daysLater(0);
    expect(await files()).toBe(1);
  });

  test('ALL-7 a file that names an erased person is kept no more, wherever in it and however written; others are', async () => {
    // Across the border between two parts.
    source = `${' '.repeat(256 * 1024 - 5)}ANN@EXAMPLE.COM, `;
    const named = await start();
    await work();
    source = 'bob@example.com, joann@example.com';
    const other = await start();
    await work();
    const naming = await runsWithFilesNaming(h.deps, ['ann@example.com', 'Ann Smith']);
    expect(naming).toEqual([{ type: 'run', id: named }]);
    await h.db.tx((tx) => eraseRunFiles(tx, naming));
    expect(await window(named)).toContain('not kept any more');
    expect(await window(other)).not.toContain('not kept any more');
    expect(await runsWithFilesNaming(h.deps, [])).toEqual([]);
  });
});
