import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { asking } from './ask.ts';
import { type CollectionsHarness, collectionsHarness } from './collections-support.ts';

const fixture = (name: string): string => readFileSync(`test/fixtures/reports/${name}`, 'utf8');

/** Every column that is asked for, the report's own by its number. */
const columns = (of: Readonly<Record<string, number>>): Record<string, string> => {
  const fields = ['transaction', 'customer', 'amount', 'date', 'subscription', 'period', 'status', 'name', 'currency'];
  const others = ['reason', 'code', 'brand', 'card', 'nextAttempt', 'attempt'];
  return Object.fromEntries(
    [...fields, ...others].map((field) => [`${field}Column`, of[field] === undefined ? 'none' : String(of[field])]),
  );
};
const history = columns({ transaction: 2, customer: 1, amount: 5, date: 0, status: 6, name: 3, reason: 7 });
const zoneAndCurrency = { zone: { text: 'America/New_York' }, currency: { text: 'usd' } };

describeEachEngine('a report is mapped from its file', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
    await h.dayIs(21);
  }, 60_000);
  afterEach(() => h.close());

  const admin = () => asking(h, { name: 'none' }, 'admin');
  const refused = async (content: string): Promise<string> => {
    const run = await h.importCsv(content);
    expect(run).toMatchObject({ state: 'refused', problem: expect.stringContaining('An admin can map its columns.') });
    return run.id;
  };
  /** The forms one after the other; what the last of them says. */
  const mapped = async (
    id: string,
    chosen: Record<string, string>,
    words: Parameters<ReturnType<typeof admin>['submit']>[2],
  ) => {
    const asks = admin();
    const first = await asks.submit('report.map', id, { mapping: { text: 'History' }, ...chosen });
    const second = await asks.submit('report.map_words', first.replace?.private_metadata ?? '', {
      ...zoneAndCurrency,
      ...words,
    });
    return { words: first.replace, rows: second.replace };
  };
  const confirmed = async (data: string | undefined) => {
    const answer = await admin().submit('report.map_confirm', data ?? '', {});
    expect(answer.say?.text).toContain('Importing');
    await workThroughRuns(h.deps);
  };

  test('COL-1, T01 what is found is told, dates and words are asked for, the rows are shown as they are read, and the next report finds its mapping', async () => {
    const file = fixture('no-periods.csv');
    const id = await refused(`Billing history, of March\r\n\r\n${file}`);
    await expect(asking(h, { name: 'none' }, 'accounting').press('report.map', id)).rejects.toThrow(NotAllowed);
    const opened = JSON.stringify((await admin().press('report.map', id)).modal);
    expect(opened).toContain('its columns are named in row 3, commas separate them');
    expect(opened).toContain('“Billing history, of March”');
    const { words, rows } = await mapped(id, history, {
      date_format: 'MM/DD/YYYY HH:mm:ss',
      status_0: 'failed',
      status_1: 'failed',
      status_2: 'approved',
      hard: { options: ['1'] },
    });
    const asked = JSON.stringify(words);
    // March 13 is among them: it can be read in one way only.
    expect(asked).toContain('Mar 1, 2026 (MM/DD/YYYY HH:mm:ss)');
    expect(asked).not.toContain('Jan 3, 2026');
    for (const status of ['“D”', '“E”', '“A”']) expect(asked).toContain(`The status ${status} means`);
    const shown = JSON.stringify(rows);
    expect(shown).toContain(
      '4. Bayside Dermatology · $1,200.00 · failed, Insufficient funds · on Mar 1, 2026 · period Mar 1, 2026 (expected) · transaction 124444201',
    );
    expect(shown).toContain('failed, Card Declined (00) (hard)');
    expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    await confirmed(rows?.private_metadata);
    expect(await h.empty()).toEqual({ attempts: 6, cases: 1 });
    expect(await h.db.prisma.collectionCase.findFirst()).toMatchObject({ period: 'expected 2026-03-01', attempts: 5 });
    expect(await h.audit({ action: 'report.mapped' })).toMatchObject([{ after: { name: 'History' } }]);
    // Another report with this header needs nobody, one with Axia’s own is read as before.
    const next = await h.importCsv(file.replaceAll('12444', '99444'));
    expect(next).toMatchObject({ state: 'done', added: 1 });
    expect((await h.posts()).map(({ text }) => text).join('\n')).toContain('Read by the mapping “History”.');
    expect(await h.importCsv(fixture('axia-sample.csv'))).toMatchObject({ state: 'done' });
  });

  test('COL-1, T02 failures without a status, with the names of months', async () => {
    const id = await refused(fixture('failures-only.csv'));
    const payway = columns({ transaction: 2, customer: 0, amount: 6, date: 7, name: 1, currency: 3, nextAttempt: 8 });
    const { rows } = await mapped(id, payway, { date_format: 'DD MMM YYYY' });
    expect(JSON.stringify(rows)).toContain('A$1,218.00 · failed · on Mar 18, 2026');
    await confirmed(rows?.private_metadata);
    expect(await h.db.prisma.paymentAttempt.findMany({ orderBy: { transactionId: 'asc' } })).toMatchObject([
      { amount: 121_800n, currency: 'AUD', nextAttemptOn: new Date('2026-03-22') },
      { amount: 48_720n, nextAttemptOn: null },
    ]);
  });

  test('COL-1, T03 tabs, figures for a status, a zone behind the time', async () => {
    const text = fixture('status-numbers.txt');
    const names = text.split('\r\n')[0]?.split('\t') ?? [];
    const at = (name: string) => names.indexOf(name);
    const id = await refused(text);
    expect(JSON.stringify((await admin().press('report.map', id)).modal)).toContain('tabs separate them');
    const { rows } = await mapped(
      id,
      columns({
        transaction: at('Transaction ID'),
        customer: at('Customer ID'),
        amount: at('Total Amount'),
        date: at('Submit Date/Time'),
        status: at('Response Code'),
        name: at('Company'),
      }),
      { date_format: 'DD-MMM-YYYY hh:mm:ss A Z', status_0: 'failed', status_1: 'approved' },
    );
    await confirmed(rows?.private_metadata);
    expect(await h.db.prisma.paymentAttempt.findMany({ orderBy: { transactionId: 'asc' } })).toMatchObject([
      { outcome: 'failed', at: new Date('2026-03-01T11:00:00Z') },
      { outcome: 'approved', at: new Date('2026-03-01T11:00:04Z') },
    ]);
  });

  test('COL-1 T08 where day and month may be either, both are offered and neither is chosen', async () => {
    const id = await refused(fixture('no-periods.csv').replaceAll('03/13/2026', '03/12/2026'));
    const first = await admin().submit('report.map', id, { mapping: { text: 'History' }, ...history });
    const asked = first.replace?.blocks.find((block) => block.block_id === 'date_format');
    const json = JSON.stringify(asked);
    expect(json).toContain('Mar 1, 2026 (MM/DD/YYYY HH:mm:ss)');
    expect(json).toContain('Jan 3, 2026 (DD/MM/YYYY HH:mm:ss)');
    expect(json).not.toContain('initial_option');
    const words = { ...zoneAndCurrency, status_0: 'failed', status_1: 'failed', status_2: 'approved' };
    await expect(
      admin().submit('report.map_words', first.replace?.private_metadata ?? '', words),
    ).rejects.toMatchObject({ fields: { date_format: 'Choose how its dates are written.' } });
    // Read the other way round, tries would lie in the future: nothing can be saved.
    const { rows } = await mapped(id, history, { ...words, date_format: 'DD/MM/YYYY HH:mm:ss' });
    expect(rows?.submit).toBeUndefined();
    expect(JSON.stringify(rows)).toMatch(/Row \d, “Date”: .* which is yet to come/);
  });

  test('COL-1 what cannot be is said at its column, and nothing is stored', async () => {
    const id = await refused(fixture('no-periods.csv'));
    const send = (more: Record<string, string>) =>
      admin().submit('report.map', id, { mapping: { text: 'History' }, ...history, ...more });
    await expect(send({ amountColumn: 'none' })).rejects.toMatchObject({
      fields: { amountColumn: 'Choose the column; without it the report cannot be read.' },
    });
    await expect(send({ nameColumn: '2' })).rejects.toMatchObject({ fields: { nameColumn: '“ID” is chosen twice.' } });
    await expect(send({ dateColumn: '4' })).rejects.toMatchObject({
      fields: { dateColumn: expect.stringContaining('can be read as dates, such as “Bay, Olivia”') },
    });
    await expect(
      mapped(id, history, { ...{ date_format: 'MM/DD/YYYY HH:mm:ss' }, status_0: 'failed' }),
    ).rejects.toMatchObject({
      fields: { status_1: 'Choose what this status means.' },
    });
    const words = { date_format: 'MM/DD/YYYY HH:mm:ss', status_0: 'failed', status_1: 'failed', status_2: 'approved' };
    await expect(mapped(id, history, { ...words, zone: { text: 'Rome' } })).rejects.toMatchObject({
      fields: { zone: 'Write a zone, such as America/New_York.' },
    });
    await expect(mapped(id, history, { ...words, currency: { text: 'DOL' } })).rejects.toMatchObject({
      fields: { currency: 'Write a currency, such as USD.' },
    });
    expect(await h.db.prisma.reportMapping.count()).toBe(0);
  });

  test('COL-1 a word that the mapping does not know refuses the next report, which is mapped anew; the mapping keeps its header', async () => {
    const file = fixture('no-periods.csv');
    const id = await refused(file);
    const words = { date_format: 'MM/DD/YYYY HH:mm:ss', status_0: 'failed', status_1: 'failed', status_2: 'approved' };
    await confirmed((await mapped(id, history, words)).rows?.private_metadata);
    const more = `${file}03/14/2026 02:14:21,88233,124470120,Northwind Clinics,x,480.00,V,Void\r\n`;
    const run = await h.importCsv(more);
    expect(run.problem).toContain('the status “v” is not known');
    expect(run.header).toContain('CustNum');
    const { rows } = await mapped(run.id, history, { ...words, status_3: 'ignored' });
    await confirmed(rows?.private_metadata);
    expect(await h.db.prisma.reportMapping.findMany()).toMatchObject([{ name: 'History' }]);
    expect(await h.db.prisma.reportImport.findUnique({ where: { id: run.id } })).toMatchObject({ state: 'done' });
    // Who was slower is told.
    await expect(admin().submit('report.map_confirm', rows?.private_metadata ?? '', {})).rejects.toThrow(
      /mapped already/,
    );
  });
});
