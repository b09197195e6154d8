import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readingPolicy } from '../../src/features/collections/directory/policy.ts';
import { directoryPieces, readDirectory } from '../../src/features/collections/directory/read-directory.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

describeEachEngine('reports from a directory', (engine) => {
  let h: CollectionsHarness;
  let path: string;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
    path = mkdtempSync(join(tmpdir(), 'baton-reports-'));
    await h.dayIs(3);
  }, 60_000);
  afterEach(async () => {
    rmSync(path, { recursive: true, force: true });
    await h.close();
  });

  /** As the job does; @returns what accounting is told, without its log of single cases */
  const readNow = async (): Promise<readonly string[]> => {
    const before = (await h.posts()).length;
    await readDirectory(h.deps, { path, gateway: 'axia', wake: () => {} });
    await workThroughRuns(h.deps);
    const told = (await h.posts()).slice(before).filter((post) => /^(?:Report|No report)/.test(post.text));
    expect(told.every(({ lane }) => lane === 'C_ACCOUNTING')).toBe(true);
    return told.map(({ text }) => text);
  };
  const put = (name: string, content: string): void => writeFileSync(join(path, name), content);
  const states = async () =>
    (await h.db.prisma.reportImport.findMany({ orderBy: { requestedAt: 'asc' } })).map(({ fileName, state }) => [
      fileName,
      state,
    ]);

  test('COL-7, COL-1 each file is read once, by its bytes, whatever it is called later; what else lies there is left alone', async () => {
    expect(await readNow()).toEqual([]);
    put('2026-03-01.csv', report({ id: 'A1' }));
    put('2026-03-02.TSV', report({ id: 'A2', at: '2026-03-02 06:00:00' }).replaceAll(',', '\t'));
    put('.hidden.csv', report({ id: 'A9' }));
    put('2026-03-03.csv.part', report({ id: 'A9' }));
    mkdirSync(join(path, 'old.csv'));
    expect((await readNow()).map((text) => text.slice(0, 34))).toEqual([
      'Report imported: 2026-03-01.csv. 1',
      'Report imported: 2026-03-02.TSV. 1',
    ]);
    expect(await h.theCase()).toMatchObject({ attempts: 2 });
    renameSync(join(path, '2026-03-01.csv'), join(path, 'renamed.csv'));
    copyFileSync(join(path, 'renamed.csv'), join(path, 'copied.csv'));
    expect(await readNow()).toEqual([]);
    put('renamed.csv', report({ id: 'A1' }, { id: 'A3', at: '2026-03-03 06:00:00' }));
    expect(await readNow()).toEqual([expect.stringContaining('2 transactions: 1 new one, 1 known already')]);
    expect(await h.theCase()).toMatchObject({ attempts: 3 });
  });

  test('COL-7 a refused file is told once and leaves nothing; the others are read, and its whole one is when it has come', async () => {
    const whole = report({ id: 'A1' }, { id: 'A2', at: '2026-03-02 06:00:00' });
    put('a.csv', whole.slice(0, -25));
    put('b.csv', report({ id: 'B1', subscription: 'SUB-2' }));
    const told = await readNow();
    expect(told[0]).toMatch(/^Report refused: a\.csv\nRow 3 .*\nNothing of it was stored\./s);
    expect(told[1]).toContain('Report imported: b.csv');
    expect(await readNow()).toEqual([]);
    expect(await h.empty()).toEqual({ attempts: 1, cases: 1 });
    put('a.csv', whole);
    expect(await readNow()).toEqual([expect.stringContaining('Report imported: a.csv')]);
    expect(await states()).toEqual([
      ['a.csv', 'refused'],
      ['b.csv', 'done'],
      ['a.csv', 'done'],
    ]);
  });

  test('COL-7 what somebody imported by hand is not read again; what is queued is not queued twice', async () => {
    const content = report({ id: 'A1' });
    await h.importCsv(content);
    put('a.csv', content);
    expect(await readNow()).toEqual([]);
    put('b.csv', report({ id: 'A2' }));
    const directory = { path, gateway: 'axia', wake: () => {} };
    expect(await readDirectory(h.deps, directory)).toBe(1);
    expect(await readDirectory(h.deps, directory)).toBe(0);
  });

  test('COL-7 a directory that cannot be read is told to accounting, with what to do', async () => {
    rmSync(path, { recursive: true });
    expect(await readNow()).toEqual([
      'No report was read: the directory that the gateway’s reports are put into, it is not there. Whoever runs Baton can mend it (REPORTS_DIR); until then import reports by `/bill import`.',
    ]);
  });

  test('COL-7 it is read at 02:00 and 11:00 of the workspace; times and zone are a setting', async () => {
    const [job] = directoryPieces({ path, gateway: 'axia', wake: () => {} }).jobs;
    expect(await job?.schedule(h.deps)).toEqual({ times: ['02:00', '11:00'], zone: 'UTC' });
    await h.setPolicy(readingPolicy, { times: ['06:30'], zone: 'America/Toronto' });
    expect(await job?.schedule(h.deps)).toEqual({ times: ['06:30'], zone: 'America/Toronto' });
    expect(readingPolicy.schema.safeParse({ times: ['25:00'], zone: '' }).success).toBe(false);
    expect(readingPolicy.schema.safeParse({ times: ['02:00'], zone: 'Toronto' }).success).toBe(false);
  });
});
