import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectionsPolicy } from '../../src/features/collections/index.ts';
import { axiaPolicy } from '../../src/integrations/axia/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness } from './collections-support.ts';

/** How the report of such a gateway is mapped: date, customer, transaction, result and reason, and no more. */
const mapping = {
  transactionColumn: 'ID',
  customerColumn: 'CustNum',
  subscriptionColumn: '',
  periodColumn: '',
  nameColumn: 'Company',
  dateColumn: 'Date',
  statusColumn: 'Result',
  reasonColumn: 'Reason',
  failedWords: ['d', 'e'],
  approvedWords: ['a'],
  zone: 'UTC',
};

interface Try {
  readonly id: string;
  /** The day of March 2026 from 1; beyond 31 in April. */
  readonly on: number;
  readonly result?: 'D' | 'E' | 'A';
  readonly customer?: string;
  readonly amount?: string;
}

const text = (...tries: readonly Try[]): string =>
  [
    'Date,CustNum,ID,Company,Name,Amount,Result,Reason',
    ...tries.map(({ id, on, result = 'D', customer = '88231', amount = '1200.00' }) => {
      const day = new Date(Date.UTC(2026, 2, on)).toISOString().slice(0, 10);
      return `${day} 02:14:09,${customer},${id},Bayside Dermatology,"Bay, Olivia",${amount},${result},Insufficient funds`;
    }),
  ].join('\n');

describeEachEngine('a report without periods', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
    await h.setPolicy(axiaPolicy, mapping);
    await h.dayIs(61);
  }, 60_000);
  afterEach(() => h.close());

  const cases = async () =>
    (await h.db.prisma.collectionCase.findMany({ orderBy: [{ gatewaySubscription: 'asc' }, { period: 'asc' }] })).map(
      ({ period, state, attempts }) => [period, state, attempts],
    );
  const attempts = async () =>
    (await h.db.prisma.paymentAttempt.findMany({ orderBy: { transactionId: 'asc' } })).map(
      ({ transactionId, period, outcome }) => [transactionId, period, outcome],
    );
  const said = async (content: string): Promise<string> => {
    const before = (await h.posts()).length;
    const run = await h.importCsv(content);
    const told = (await h.posts()).slice(before).find((post) => post.text.startsWith('Report imported'));
    return run.problem ?? told?.text ?? '';
  };

  test('COL-1, T01 five tries of one charge are one case, FAILED, with a deadline; an approval of somebody else opens none', async () => {
    const file = readFileSync('test/fixtures/reports/no-periods.csv', 'utf8');
    const answer = await said(file);
    expect(answer).toContain('6 transactions: 6 new ones');
    expect(answer).toContain('The report names no periods');
    expect(await cases()).toEqual([['expected 2026-03-01', 'failed', 5]]);
    const [found] = await h.db.prisma.collectionCase.findMany();
    expect(found).toMatchObject({ gatewaySubscription: '88231', reportedName: 'Bayside Dermatology' });
    expect(found?.deadlineOn).not.toBeNull();
    expect((await h.messages('case'))[0]?.json).toContain('Mar 1, 2026 (expected)');
    const before = await attempts();
    expect(await said(file)).toContain('Nothing new: all 6 transactions were known already');
    expect(await attempts()).toEqual(before);
  });

  test('COL-1 a later report goes on with the case; after an approval another period begins', async () => {
    await h.importCsv(text({ id: 'A', on: 1 }, { id: 'B', on: 4 }));
    await h.importCsv(text({ id: 'B', on: 4 }, { id: 'C', on: 7, result: 'E' }));
    expect(await cases()).toEqual([['expected 2026-03-01', 'retrying', 3]]);
    await h.importCsv(text({ id: 'D', on: 8, result: 'A' }));
    expect(await cases()).toEqual([['expected 2026-03-01', 'recovered', 3]]);
    await h.importCsv(text({ id: 'E', on: 9 }));
    expect(await cases()).toEqual([
      ['expected 2026-03-01', 'recovered', 3],
      ['expected 2026-03-09', 'retrying', 1],
    ]);
  });

  test('COL-1 an older report that comes later joins the case that its tries belong to', async () => {
    await h.importCsv(text({ id: 'C', on: 7 }, { id: 'D', on: 10 }));
    await h.importCsv(text({ id: 'A', on: 1 }, { id: 'B', on: 4 }));
    expect(await cases()).toEqual([['expected 2026-03-07', 'retrying', 4]]);
  });

  test('COL-1 a month after the last try it is another charge, and how many days that takes is a setting', async () => {
    const tries = [
      { id: 'A', on: 1 },
      { id: 'B', on: 13 },
      { id: 'C', on: 32 },
    ];
    await h.importCsv(text(...tries));
    expect(await cases()).toEqual([
      ['expected 2026-03-01', 'retrying', 2],
      ['expected 2026-04-01', 'retrying', 1],
    ]);
    await h.setPolicy(collectionsPolicy, { daysToNewPeriod: 7 });
    const others = tries.map((each) => ({ ...each, id: `${each.id}2`, customer: '90000' }));
    await h.importCsv(text(...others));
    expect((await cases()).slice(2)).toEqual([
      ['expected 2026-03-01', 'retrying', 1],
      ['expected 2026-03-13', 'retrying', 1],
      ['expected 2026-04-01', 'retrying', 1],
    ]);
  });

  test('COL-1 two charges of one day are two periods: what is paid of the one is not paid of the other', async () => {
    await h.importCsv(text({ id: 'A', on: 1 }, { id: 'B', on: 1, result: 'A' }, { id: 'C', on: 1 }));
    expect(await cases()).toEqual([
      ['expected 2026-03-01', 'recovered', 1],
      ['expected 2026-03-01 (2)', 'retrying', 1],
    ]);
  });

  test('COL-1 a known try that says something else now is told, whatever its period', async () => {
    await h.importCsv(text({ id: 'A', on: 1 }, { id: 'B', on: 4 }));
    const answer = await said(text({ id: 'A', on: 1 }, { id: 'B', on: 4, result: 'A' }));
    expect(answer).toContain('Transaction B (row 3) was declined, and is approved now');
    expect(await cases()).toEqual([['expected 2026-03-01', 'recovered', 2]]);
    expect(await said(text({ id: 'A', on: 1, amount: '900.00' }))).toContain(
      'Transaction A (row 2) says something else than before: amount $1,200.00 before, $900.00 now',
    );
  });

  test('COL-1 however the tries of months are cut into reports, overlapping or not, the same belong together', async () => {
    const histories = fc.sample(
      fc.array(
        fc.record({
          gap: fc.integer({ min: 0, max: 20 }),
          result: fc.constantFrom<'D' | 'E' | 'A'>('D', 'D', 'E', 'A'),
          cut: fc.boolean(),
          again: fc.integer({ min: 0, max: 2 }),
        }),
        { minLength: 3, maxLength: 8 },
      ),
      { numRuns: 6, seed: 11 },
    );
    for (const [nth, history] of histories.entries()) {
      let on = 1;
      const tries = history.map(({ gap, result }, at) => {
        on += gap;
        return { id: `${nth}-${at}`, on: Math.min(on, 60), result };
      });
      const of = (customer: string, of: readonly (typeof tries)[number][]) =>
        text(...of.map((each) => ({ ...each, id: `${customer}-${each.id}`, customer })));
      await h.importCsv(of(`W${nth}`, tries));
      let from = 0;
      for (const [at, { cut, again }] of history.entries()) {
        if (!cut && at < history.length - 1) continue;
        await h.importCsv(of(`P${nth}`, tries.slice(Math.max(0, from - again), at + 1)));
        from = at + 1;
      }
      const periods = async (customer: string) =>
        (
          await h.db.prisma.paymentAttempt.findMany({
            where: { gatewaySubscription: customer },
            orderBy: { transactionId: 'asc' },
          })
        ).map((each) => each.period);
      expect(await periods(`P${nth}`), JSON.stringify(tries)).toEqual(await periods(`W${nth}`));
    }
  });
});
