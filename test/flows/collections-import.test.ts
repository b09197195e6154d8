import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { openCaseMessage } from '../../src/features/collections/cases/actions/open-case.ts';
import { type CaseFacts, newCase } from '../../src/features/collections/cases/table/case.ts';
import { decide } from '../../src/features/collections/cases/table/decide.ts';
import { collectionsPolicy } from '../../src/features/collections/cases/table/policy.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { adoptImports } from '../../src/features/collections/imports/store.ts';
import { importFromShell } from '../../src/features/collections/index.ts';
import { licensesPolicy } from '../../src/features/licenses/index.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { cancelRun } from '../../src/platform/runs/actions/cancel.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { runById, workThroughRuns } from '../../src/platform/runs/index.ts';
import { advance, claimRun } from '../../src/platform/runs/store.ts';
import { describeEachEngine } from '../support/database.ts';
import { bytes } from '../support/files.ts';
import {
  type CollectionsHarness,
  collectionsHarness,
  type Row,
  report,
  reportHeader,
  reportLine,
} from './collections-support.ts';

const signal = () => {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
};

describeEachEngine('importing reports', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(() => h.close());

  const leftovers = async () => {
    const tables = await h.db.prisma.$queryRaw<
      object[]
    >`SELECT 1 FROM pg_tables WHERE tablename IN ('report_rows', 'import_charges')`;
    return tables.length;
  };

  /** More rows than are written at once; all but the first are paid. */
  const long = Array.from({ length: 24_000 }, (_, n) => ({
    id: `L${n}k`,
    subscription: `S${n}`,
    ...(n === 0 ? {} : { status: 'Approved' }),
  }));

  test('COL-1 the same report twice changes nothing and says so; an overlapping one only adds what is new', async () => {
    const first = report({ id: 'A', subscription: 'S1' }, { id: 'B', subscription: 'S2' });
    expect(await h.importCsv(first)).toMatchObject({
      state: 'done',
      rows: 2,
      added: 2,
      known: 0,
      opened: 2,
      unmatched: 2,
    });
    const before = await h.db.prisma.collectionCase.findMany({ orderBy: { ref: 'asc' } });
    expect(await h.importCsv(first)).toMatchObject({ state: 'done', added: 0, known: 2, opened: 0, updated: 0 });
    expect(await h.db.prisma.collectionCase.findMany({ orderBy: { ref: 'asc' } })).toEqual(before);
    expect(
      (await h.posts())
        .filter((post) => /Nothing new/.test(post.text))
        .map((post) => post.lane)
        .sort(),
    ).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
    expect(
      await h.importCsv(`${first}${reportLine({ id: 'C', subscription: 'S2', at: '2026-03-01 09:00:00' })}\n`),
    ).toMatchObject({ added: 1, known: 2, updated: 1 });
    expect((await h.theCase('S2')).attempts).toBe(2);
    expect(await leftovers()).toBe(0);
  });

  test('COL-1 the very bytes of an earlier report are imported as any other, and it is said whose they are; a refused one’s are not kept', async () => {
    const same = report({ id: 'A', subscription: 'S1' });
    await h.importCsv(same);
    h.clock.set(new Date('2026-03-09T09:00:00Z'));
    expect(await h.importCsv(`${same}\n`)).toMatchObject({ added: 0, known: 1 });
    const said = async () => (await h.posts()).filter((post) => /very bytes/.test(post.text)).map(({ text }) => text);
    expect(await said()).toEqual([]);
    expect(await h.importCsv(same)).toMatchObject({ state: 'done', added: 0, known: 1 });
    const text = 'These are the very bytes of the report imported on Mar 1, 2026.';
    expect(await said()).toEqual([expect.stringContaining(text), expect.stringContaining(text)]);
    expect(await h.db.prisma.keptFile.count()).toBe(2);
    expect(await h.importCsv('no report at all')).toMatchObject({ state: 'refused' });
    expect(await h.db.prisma.keptFile.count()).toBe(2);
    expect(await h.db.prisma.fileNeed.count()).toBe(3);
  });

  test('COL-1 a row twice in one file is one row; two rows that contradict each other refuse the file', async () => {
    expect(await h.importCsv(report({ id: 'A' }, { id: 'A' }, { id: 'B', at: '2026-03-02 06:00:00' }))).toMatchObject({
      state: 'done',
      rows: 2,
      added: 2,
    });
    expect((await h.theCase()).attempts).toBe(2);
    const told = (await h.posts()).filter((post) =>
      /1 row of the file repeats another, and was read once/.test(post.text),
    );
    expect(told.map((post) => post.lane).sort()).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
    const refused = await h.importCsv(report({ id: 'X' }, { id: 'Y' }, { id: 'X', amount: '121.00' }));
    expect(refused).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('Row 4: it has the transaction id of row 2, but says something else (amount)'),
    });
    expect(await h.empty()).toEqual({ attempts: 2, cases: 1 });
  });

  test('COL-1 a long report whose last rows are known, or stand in it twice, adds each transaction once', async () => {
    expect(await h.importCsv(report({ id: 'L23999k', subscription: 'S23999', status: 'Approved' }))).toMatchObject({
      added: 1,
    });
    expect(await h.importCsv(report(...long))).toMatchObject({ rows: 24_000, added: 23_999, known: 1, opened: 1 });
    const twice = long.map((row) => ({ ...row, id: `M${row.id}` }));
    expect(await h.importCsv(report(...twice, twice[0] ?? {}))).toMatchObject({
      rows: 24_000,
      added: 24_000,
      updated: 1,
    });
    expect((await h.theCase('S0')).attempts).toBe(2);
    expect(await h.empty()).toEqual({ attempts: 48_000, cases: 1 });
    expect(await leftovers()).toBe(0);
  });

  test('COL-2 more failed rows than are noted at once open a case each, between paid ones, and none twice', async () => {
    const rows = long.map((row, n) => ({ ...row, status: n % 8 === 7 ? 'Approved' : 'Declined' }));
    expect(await h.importCsv(report(...rows))).toMatchObject({ rows: 24_000, added: 24_000, opened: 21_000 });
    const [stored] = await h.db.prisma.$queryRaw<object[]>`
      SELECT count(DISTINCT transaction_id)::int AS attempts, count(DISTINCT c.id)::int AS cases
      FROM payment_attempts a LEFT JOIN cases c ON c.gateway_subscription = a.gateway_subscription AND a.outcome = 'failed'`;
    expect(stored).toEqual({ attempts: 24_000, cases: 21_000 });
  });

  test('COL-1 rows far apart that contradict each other, or a bad last line, refuse a long report and leave nothing', async () => {
    expect(await h.importCsv(report(...long, { ...long[1], name: 'Somebody else' }))).toMatchObject({
      state: 'refused',
      problem:
        'Row 24002: it has the transaction id of row 3, but says something else (customer name). Correct the file, or export it again.',
    });
    expect(await h.importCsv(report(...long, { id: 'bad', amount: 'lots' }))).toMatchObject({
      state: 'refused',
      problem: expect.stringMatching(/^Row 24002, “Amount”: the amount/),
    });
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    expect(await leftovers()).toBe(0);
  });

  test('COL-1 an approval in a later report recovers the case of an earlier one', async () => {
    await h.importCsv(report({ id: 'A', subscription: 'S1' }));
    expect(
      await h.importCsv(
        report(
          { id: 'B', subscription: 'S1', status: 'Approved', at: '2026-03-02 06:00:00' },
          { id: 'C', subscription: 'S2', status: 'Approved' },
        ),
      ),
    ).toMatchObject({ added: 2, opened: 0, updated: 1, recovered: 1 });
    expect((await h.theCase('S1')).state).toBe('recovered');
  });

  test('COL-1 a bad line near the end leaves nothing, and the refusal is told with row and reason, without a card number', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({ id: `T${n}k`, subscription: `S${n}` }));
    const refused = await h.importCsv(`${report(...rows)}${reportLine({ id: 'bad', name: '4111 1111 1111 1111' })}\n`);
    expect(refused.state).toBe('refused');
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    expect(await leftovers()).toBe(0);
    const told = (await h.posts()).filter((post) => /Report refused/.test(post.text));
    expect(told.map((post) => post.lane).sort()).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
    const everything = JSON.stringify([told, refused, await h.audit()], (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(everything).toContain('Row 3002, “Customer Name”');
    expect(everything).not.toMatch(/4111|1111/);
  });

  test('COL-2 more than 20 new cases arrive as a summary and digests; one gets its own message when it is opened or FAILED', async () => {
    const rows = Array.from({ length: 130 }, (_, n) => ({
      id: `T${n}k`,
      subscription: `S${n}`,
      name: `<!here> & Co ${n} ${'x'.repeat(120)}`,
    }));
    await h.importCsv(report(...rows));
    expect(await h.messages('case')).toHaveLength(0);
    const posts = (await h.posts()).filter((post) => post.lane === 'C_ACCOUNTING');
    expect(posts).toHaveLength(3);
    // What is mrkdwn is escaped; in plain text Slack mentions nobody.
    for (const found of JSON.stringify(posts.map((post) => post.payload)).matchAll(/"text":"([^"]*)","type":"mrkdwn"/g))
      expect(found[1]).not.toContain('<!here>');
    for (const post of posts) expect(JSON.stringify(post.payload).length).toBeLessThan(40_000);
    await openCaseMessage(h.deps, h.accounting, (await h.theCase('S5')).id);
    expect(await h.messages('case')).toHaveLength(1);
    await h.importCsv(
      report({ id: 'hard', subscription: 'S6', code: '43', response: 'Stolen card', at: '2026-03-02 01:00:00' }),
    );
    expect((await h.theCase('S6')).state).toBe('failed');
    expect(await h.messages('case')).toHaveLength(2);
  });

  test('COL-2 how many make a digest is a setting', async () => {
    await h.setPolicy(collectionsPolicy, { digestThreshold: 1 });
    await h.importCsv(report({ subscription: 'S1' }, { subscription: 'S2' }));
    expect(await h.messages('case')).toHaveLength(0);
  });

  test('COL-6 more dates to move at one go than a setting says arrive as a digest for Support', async () => {
    await h.licensed('One', 'S1');
    await h.licensed('Two', 'S2');
    const paid = (id: string, subscription: string, at: string) => ({ id, subscription, at, status: 'Approved' });
    await h.setPolicy(licensesPolicy, { digestThreshold: 1 });
    await h.importCsv(report(paid('P1', 'S1', '2026-03-01 01:00:00'), paid('P2', 'S2', '2026-03-01 01:00:00')));
    const digests = async () => (await h.posts()).filter((post) => post.text.includes('2 expiry dates to move'));
    expect(await h.messages('expiry')).toHaveLength(0);
    expect((await digests()).map((post) => post.lane)).toEqual(['C_SUPPORT']);
    await h.setPolicy(licensesPolicy, { digestThreshold: 2 });
    await h.importCsv(report(paid('P3', 'S1', '2026-03-01 02:00:00'), paid('P4', 'S2', '2026-03-01 02:00:00')));
    expect(await h.messages('expiry')).toHaveLength(2);
    expect(await digests()).toHaveLength(1);
  });

  test('ALL-1 who may import is decided when asked and again when carried out', async () => {
    const input = { gateway: 'axia', fileName: 'r.csv', fileId: 'F', size: 5 };
    await expect(startImport(h.deps, h.person('sales'), input)).rejects.toThrow(/can import reports/);
    await h.addPerson('U_GONE', ['accounting']);
    const id = await startImport(h.deps, { userId: 'U_GONE' }, { ...input, fileId: h.upload(report({})) });
    await h.db.prisma.roleMember.deleteMany({ where: { userId: 'U_GONE' } });
    await workThroughRuns(h.deps);
    const outcome = await h.db.prisma.reportImport.findUniqueOrThrow({ where: { id } });
    expect(outcome).toMatchObject({ state: 'refused', problem: expect.stringMatching(/can import reports/) });
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    const later = await h.importCsv(report({}), h.accounting);
    expect(later.state).toBe('done');
  });

  test('a crash at any moment: the import is taken over when its lease ends, and the run that was frozen changes nothing', async () => {
    const id = await h.give(report({}));
    const lease = newId();
    const frozen = await claimRun(h.db, lease, ['report.import']);
    expect(frozen?.id).toBe(id);
    expect(await workThroughRuns(h.deps)).toBe(0);
    await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
    expect(await workThroughRuns(h.deps)).toBe(1);
    expect(await h.empty()).toEqual({ attempts: 1, cases: 1 });
    const late = { state: 'done' as const, counts: { rows: 7 }, at: new Date() };
    expect(frozen && (await advance(h.db.prisma, frozen, late))).toBeUndefined();
    expect(await runById(h.db.prisma, id)).toMatchObject({ state: 'done', counts: { rows: 1 } });
    expect(await workThroughRuns(h.deps)).toBe(0);
  });

  // The embedded engine has one connection and one process.
  if (engine === 'postgres')
    test('COL-1 whoever freezes within a file loses it: its session is ended, and the next reads the file anew, once', async () => {
      const reading = signal();
      const thaws = signal();
      let opened = 0;
      async function* freezing(): AsyncGenerator<Uint8Array> {
        opened++;
        yield* bytes(report(...long));
        if (opened > 1) return;
        reading.give();
        await thaws.given;
      }
      const id = await h.give(freezing);
      const frozen = workThroughRuns(h.deps);
      await reading.given;
      expect(await workThroughRuns(h.deps)).toBe(0);
      await h.db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
      expect(await workThroughRuns(h.deps)).toBe(1);
      thaws.give();
      await frozen;
      expect(opened).toBe(2);
      expect(await runById(h.db.prisma, id)).toMatchObject({ state: 'done', counts: { rows: 24_000 } });
      expect(await h.empty()).toEqual({ attempts: 24_000, cases: 1 });
      expect(await h.audit({ action: 'report.imported' })).toHaveLength(1);
    });

  test('COL-1 two workers at once: each report is imported by one of them, and all of them are', async () => {
    const reports = Array.from({ length: 4 }, (_, n) => report({ id: `W${n}k`, subscription: `S${n}` }));
    for (const each of reports) await h.give(each);
    const done = await Promise.all([workThroughRuns(h.deps), workThroughRuns(h.deps)]);
    expect(done.reduce((a, b) => a + b)).toBe(4);
    expect(await h.empty()).toEqual({ attempts: 4, cases: 4 });
    expect(await h.audit({ action: 'report.imported' })).toHaveLength(4);
  });

  test('COL-1 cancelled while it waits, or in the middle of its file: nothing of it stays, and its message says by whom', async () => {
    const waiting = await h.give(report({}));
    expect(await cancelRun(h.deps, h.accounting, waiting)).toBe('cancelled');
    expect(await workThroughRuns(h.deps)).toBe(0);
    if (engine === 'postgres') {
      let running = '';
      async function* cancelled(): AsyncGenerator<Uint8Array> {
        yield* bytes(report(...long));
        expect(await cancelRun(h.deps, h.accounting, running)).toBe('stopping');
        yield* bytes(`${reportLine({ id: 'late' })}\n`);
      }
      running = await h.give(cancelled);
      await workThroughRuns(h.deps);
      expect(await runById(h.db.prisma, running)).toMatchObject({ state: 'cancelled', cancelledBy: 'U_ACCOUNTING' });
    }
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    expect(await leftovers()).toBe(0);
    const states = await h.db.prisma.reportImport.findMany({ select: { state: true } });
    expect(new Set(states.map((each) => each.state))).toEqual(new Set(['cancelled']));
    await expect(cancelRun(h.deps, h.accounting, waiting)).rejects.toThrow(/already/);
  });

  test('COL-1 a preview says what the import would do and stores nothing of it; Confirm does just that', async () => {
    const csv = report({ id: 'A', subscription: 'S1' }, { id: 'B', subscription: 'S2', status: 'Approved' });
    const id = await h.give(csv, true);
    await workThroughRuns(h.deps);
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    expect(await leftovers()).toBe(0);
    const previewed = await runById(h.db.prisma, id);
    expect(previewed).toMatchObject({ state: 'previewed', counts: { rows: 2, added: 2, opened: 1 } });
    expect(previewed?.told.join('\n')).toMatch(/1 case opened[\s\S]*It would say: .*Accounting/);
    const [message] = await h.messages('run', id);
    expect(message?.json).toMatch(/run\.confirm[\s\S]*run\.cancel/);
    expect(await h.posts()).toEqual([]);
    await expect(confirmRun(h.deps, h.person('sales'), id)).rejects.toThrow(/can import reports/);
    await confirmRun(h.deps, h.accounting, id);
    await workThroughRuns(h.deps);
    expect(await runById(h.db.prisma, id)).toMatchObject({ state: 'done', counts: previewed?.counts });
    expect(await h.empty()).toEqual({ attempts: 2, cases: 1 });
    await expect(confirmRun(h.deps, h.accounting, id)).rejects.toThrow(/already/);
  });

  test('COL-1 a preview of a file that would be refused is refused with row and column', async () => {
    const id = await h.give(report({}, { amount: 'lots' }), true);
    await workThroughRuns(h.deps);
    expect(await runById(h.db.prisma, id)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('Row 3, “Amount”'),
    });
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
  });

  test('COL-1 imports that the version before has written down, or left behind, go on; what it works on is left to it', async () => {
    const old = async (state: string, lease: Date | null) => {
      const id = newId();
      const slackFileId = h.upload(report({ id: `O${id}`, subscription: id }));
      const by = { requestedBy: h.accounting.userId, requestedAt: h.clock.now() };
      const data = { id, gateway: 'axia', fileName: 'old.csv', slackFileId, state, leaseUntil: lease, ...by };
      await h.db.prisma.reportImport.create({ data });
      return id;
    };
    const [past, ahead] = [new Date('2020-01-01'), new Date('2100-01-01')];
    const left = [await old('queued', null), await old('running', past)];
    const theirs = await old('running', ahead);
    expect(await adoptImports(h.db)).toBe(2);
    expect(await adoptImports(h.db)).toBe(0);
    expect(await workThroughRuns(h.deps)).toBe(2);
    for (const id of left)
      expect(await h.db.prisma.reportImport.findUnique({ where: { id } })).toMatchObject({ state: 'done', added: 1 });
    expect(await h.db.prisma.reportImport.findUnique({ where: { id: theirs } })).toMatchObject({ state: 'running' });
  });

  test('import:report does the same from a shell and says so by its exit code', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'baton-report-'));
    const said: string[] = [];
    const shell = (...args: string[]) => importFromShell(h.deps, axiaReport, args, (text) => said.push(text));
    try {
      writeFileSync(join(dir, 'good.csv'), report({}));
      writeFileSync(join(dir, 'bad.csv'), reportHeader);
      writeFileSync(join(dir, 'more.csv'), report({}, {}));
      expect(await shell()).toBe(2);
      expect(await shell(join(dir, 'none.csv'))).toBe(1);
      expect(await shell(join(dir, 'bad.csv'))).toBe(1);
      expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
      expect(await shell(join(dir, 'good.csv'))).toBe(0);
      expect(await shell(join(dir, 'good.csv'))).toBe(0);
      expect(await shell('--dry-run', join(dir, 'bad.csv'))).toBe(1);
      expect(await shell('--dry-run', join(dir, 'more.csv'))).toBe(0);
      expect(await h.empty()).toEqual({ attempts: 1, cases: 1 });
      expect(said.join('\n')).toMatch(
        /Usage[\s\S]*cannot be read[\s\S]*no rows[\s\S]*1 case opened[\s\S]*Nothing new[\s\S]*would be refused[\s\S]*2 new ones[\s\S]*dry run/,
      );
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test('COL-0 random reports, cut and imported in any way, give what decide gives row by row', async () => {
    const anyRow = fc.record({
      key: fc.integer({ min: 0, max: 3 }),
      minute: fc.integer({ min: 0, max: 59 }),
      status: fc.constantFrom('Declined', 'Declined', 'Declined', 'Approved'),
      code: fc.constantFrom('51', '51', '43'),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (rows, files) => {
          round++;
          const all = rows.map((row, n): Row & { at: string } => ({
            id: `R${round}x${String(n).padStart(3, '0')}`,
            subscription: `P${round}-${row.key}`,
            at: `2026-02-01 0${Math.floor((n * 8) / rows.length)}:${String(row.minute).padStart(2, '0')}:00`,
            status: row.status,
            code: row.code,
          }));
          const size = Math.ceil(all.length / files);
          const imports = Array.from({ length: files }, (_, n) => all.slice(n * size, (n + 1) * size)).filter(
            (part) => part.length > 0,
          );
          const expected = new Map<string, CaseFacts>();
          const approvedBefore = new Set<string>();
          for (const part of imports) {
            await h.importCsv(report(...part));
            const inTime = [...part].sort((a, b) => `${a.at}${a.id}`.localeCompare(`${b.at}${b.id}`));
            const fails = new Set(part.filter((row) => row.status === 'Declined').map((row) => row.subscription));
            for (const subscription of fails) {
              const key = subscription ?? '';
              if (!expected.has(key)) expected.set(key, newCase(false, charge));
              // Approvals of earlier files come first in time, as their rows do.
              if (approvedBefore.has(key)) step(expected, key, paidInFull);
            }
            for (const row of inTime) {
              const key = row.subscription ?? '';
              if (!expected.has(key)) {
                approvedBefore.add(key);
                continue;
              }
              if (row.status === 'Approved') step(expected, key, paidInFull);
              else
                step(expected, key, {
                  type: 'attempt_failed',
                  amount: charge,
                  at: Date.parse(`${row.at.replace(' ', 'T')}Z`),
                  decline: row.code === '43' ? 'hard' : 'soft',
                });
            }
          }
          for (const [key, facts] of expected) {
            const stored = await h.theCase(key);
            expect({ state: stored.state, attempts: stored.attempts, decline: stored.lastDecline }).toEqual({
              state: facts.state,
              attempts: facts.attempts,
              decline: facts.lastDecline ?? null,
            });
          }
          expect(
            await h.db.prisma.collectionCase.count({ where: { gatewaySubscription: { startsWith: `P${round}-` } } }),
          ).toBe(expected.size);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});

const charge = { amount: 12000n, currency: 'USD' };
const paidInFull = { type: 'paid', received: charge, at: 0 } as const;

const step = (cases: Map<string, CaseFacts>, key: string, event: Parameters<typeof decide>[1]): void => {
  const decision = decide(
    cases.get(key) ?? newCase(false, charge),
    event,
    collectionsPolicy.defaults,
    day('2026-03-01'),
  );
  if (decision.ok) cases.set(key, decision.next);
};
