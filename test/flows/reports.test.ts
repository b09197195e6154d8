import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { addContract } from '../../src/features/customers/index.ts';
import { returnHandoff } from '../../src/features/onboarding/folder/actions/return-handoff.ts';
import { askForFile, reportsSlice } from '../../src/features/reports/index.ts';
import { hasData } from '../../src/platform/block-kit/classic.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import type { Answer } from '../../src/platform/slice/slice.ts';
import { checkBlocks } from '../../src/sandbox/slack/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { startProject } from '../support/journey.ts';
import { asking } from './ask.ts';

const slice = reportsSlice(() => {});
const march = { first: day('2026-03-01'), last: day('2026-03-31') };

describeEachEngine('reports', (engine) => {
  let h: Harness;
  let made = 0;
  beforeAll(async () => {
    h = await billingHarness(engine, { start: '2026-03-02T09:00:00Z' });
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { timeZone: 'UTC' });
  }, 180_000);
  beforeEach(() => h.clock.set(new Date('2026-03-02T09:00:00Z')));
  afterAll(() => h.close());

  const accounting = () => h.person('accounting');
  const as = (role: string) => asking(h, slice, role);
  const owed = async (customer: string, cents: number) => {
    const { id } = await aDraft(h, await aCustomer(h, customer), [aLine(cents)]);
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: day('2026-03-02') });
    return id;
  };
  const shown = ({ say }: Answer) => {
    expect(checkBlocks(JSON.parse(JSON.stringify(say?.blocks ?? [])), 'message')).toEqual([]);
    return JSON.stringify(say?.blocks);
  };
  const fileOf = async (report: string, more: { format?: 'csv' | 'xlsx'; fields?: string[] } = {}) => {
    made += 1;
    const by = { ...accounting(), requestId: `file-${made}` };
    await askForFile(h.deps, by, { report, title: report, ...march, fields: [], format: 'csv', ...more });
    await workThroughRuns(h.deps);
    const post = (await h.posts()).findLast(({ lane }) => lane === 'U_ACCOUNTING');
    const [{ hash = '', name = '' } = {}] =
      (post?.payload as { attachments?: { hash: string; name: string }[] } | undefined)?.attachments ?? [];
    const parts: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, hash)) parts.push(part);
    return { name, bytes: Buffer.concat(parts), post };
  };

  test('CUS-8 `/bill report ageing`: by age and by customer, a table and a chart, and the same in words', async () => {
    await owed('Larkspur Legal', 100_00);
    await owed('=HYPERLINK("x")', 20_00);
    h.advanceDays(40);
    const answer = await as('accounting').type('report', 'age');
    const blocks = shown(answer);
    expect(hasData(answer.say?.blocks ?? [])).toBe(true);
    expect(blocks).toContain('"text":"$120.00","value":120');
    expect(blocks).toContain('31–60 days');
    expect(answer.say?.text).toContain('Larkspur Legal: Currency USD, Not due $0.00');
    expect(answer.say?.text).toContain('as of Apr 11, 2026');
    const before = shown(await as('accounting').type('report', 'ageing 2026-03-01'));
    expect(before).toContain('Receivables by age: nothing');
  });

  test('CUS-8 every report is drawn in blocks that Slack takes, and none tells ids', async () => {
    const reads = as('admin');
    const words = ['ageing', 'revenue', 'invoices', 'balances', 'failed', 'renewals', 'licenses', 'desks', 'journal'];
    for (const word of words) {
      const blocks = shown(await reads.type('report', word));
      expect(blocks).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    }
  });

  test('ONB-20, CUS-8 how long folders lay on each desk, which were late, and why they were returned, by the days on which they left it', async () => {
    const project = await startProject(h, { set_up: '500.00' }, { customer: 'Desk Travels' });
    h.advanceDays(2);
    await project.tick();
    await project.approve();
    h.advanceDays(6);
    const { handoff } = await project.state();
    const back = { handoffId: handoff.id, to: 'intake', reason: 'The fees do not add up' };
    await returnHandoff(h.deps, h.person('reviewer'), back);
    h.advanceDays(1);
    await project.tick();
    await project.approve();
    const answer = await as('admin').type('report', 'desks 2026-03-01 to 2026-03-31');
    const said = answer.say?.text ?? '';
    expect(said).toMatch(/Intake: Folders 2, Days on average 1\.5, Longest 2\.0/);
    expect(said).toMatch(/Review: Folders 1, Days on average 6\.0, Longest 6\.0, Late 1, Returned 1/);
    expect(said).toMatch(/Review: Reason The fees do not add up, Times 1/);
    expect(shown(answer)).toContain('Days on average per desk');
    expect(shown(await as('admin').type('report', 'desks 2026-02-01 to 2026-02-28'))).not.toContain('The fees');
    const { bytes } = await fileOf('desks', { fields: ['stage', 'days', 'how', 'reason'] });
    expect(bytes.toString('utf8')).toContain('Review,6,returned,The fees do not add up');
  });

  test('CUS-8 days that cannot be are refused in a sentence, at their field; what was filled in stays', async () => {
    const reads = as('accounting');
    await expect(reads.type('report', 'revenue 1926 to 2026')).rejects.toThrow('covers 10 years at most');
    await expect(reads.type('report', 'revenue 2026-03-31 2026-03-01')).rejects.toThrow('ends before it begins');
    await expect(reads.type('report', 'revenue soon')).rejects.toThrow('is no range of days');
    await expect(reads.type('report', 'ageing 2027-01-01')).rejects.toThrow('not known yet');
    await expect(reads.type('report', 'nothing')).rejects.toThrow('There are: `renewals`');
    const form = { report: 'revenue', format: 'screen', from: { day: '2026-03-31' }, to: { day: '2026-03-01' } };
    expect(await problemsOf(reads.submit('report.show', 'revenue', form))).toEqual({
      to: expect.stringContaining('ends before it begins'),
    });
  });

  test('CUS-8 ALL-8 who may not read a report gets neither its figures nor its file', async () => {
    await expect(as('sales').type('report', 'ageing')).rejects.toThrow(NotAllowed);
    await expect(as('sales').press('report.csv', 'ageing 2026-03-02 2026-03-02')).rejects.toThrow(NotAllowed);
    const asked = { report: 'ageing', title: 'x', ...march, fields: [], format: 'csv' as const };
    await expect(askForFile(h.deps, h.person('sales'), asked)).rejects.toThrow(NotAllowed);
    const { modal } = await as('sales').type('report', '');
    expect(JSON.stringify(modal)).not.toContain('Receivables ageing');
    expect(JSON.stringify(modal)).toContain('Days per desk');
  });

  test('CUS-8 as CSV: the chosen fields, exact amounts, no formulas; once, to whoever asked', async () => {
    await owed('Larkspur Legal', 100_00);
    await owed('=HYPERLINK("x")', 20_00);
    const { name, bytes, post } = await fileOf('invoices', { fields: ['customer', 'amount'] });
    expect(name).toBe('invoices-2026-03-01-2026-03-31.csv');
    expect(bytes.toString().split('\n')[0]).toBe('Customer,Amount,Currency');
    expect(bytes.toString()).toContain('Larkspur Legal,100.00,USD');
    expect(bytes.toString()).toContain(`"'=HYPERLINK(""x"")",20.00,USD`);
    await workThroughRuns(h.deps);
    expect((await h.posts()).filter(({ key }) => key === post?.key)).toHaveLength(1);
    expect((await h.audit({ action: 'run.finished' })).length).toBeGreaterThan(0);
  });

  test('CUS-8 as XLSX: a sheet that a spreadsheet opens, texts as texts', async () => {
    const { name, bytes } = await fileOf('invoices', { format: 'xlsx' });
    expect(name).toBe('invoices-2026-03-01-2026-03-31.xlsx');
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('CUS-8 the form: another report has other days and fields; a file is asked for from it', async () => {
    const reads = as('accounting');
    const chosen = JSON.stringify((await reads.press('report.choose', 'balances')).replace);
    expect(chosen).toContain('fields_balances');
    expect(chosen).not.toContain('First day');
    const answer = await reads.submit('report.show', 'balances', {
      report: 'balances',
      format: 'csv',
      fields_balances: { options: ['customer'] },
    });
    expect(answer.say?.text).toContain('comes to you as a direct message');
    await workThroughRuns(h.deps);
  });

  test('CUS-9 renewals: terms that end, and contracts that do', async () => {
    const customerId = await aCustomer(h, 'Harbor Dental');
    await addContract(h.deps, h.person('sales'), {
      customerId,
      contract: {
        number: 'K-1',
        parties: null,
        startOn: day('2026-01-01'),
        endOn: day('2026-03-31'),
        termMonths: 3,
        renews: true,
        noticeDays: 30,
        signedOn: null,
        owner: 'U_SALES',
      },
    });
    const blocks = shown(await as('sales').type('report', 'renewals 2026'));
    for (const on of ['Mar 31, 2026', 'Jun 30, 2026', 'Sep 30, 2026', 'Dec 31, 2026']) expect(blocks).toContain(on);
  });

  test('BIL-21 the journal: by account, debits equal credits; a closed period’s file is the same until it is opened', async () => {
    const invoiceId = await owed('Bayside', 50_00);
    await recordPayment(h.deps, accounting(), {
      ...{ invoiceId, amount: money(50_00, 'USD'), method: 'check', receivedOn: day('2026-03-02') },
    });
    h.clock.set(new Date('2026-04-02T09:00:00Z'));
    const before = (await fileOf('journal')).bytes.toString();
    expect(before).toContain('2026-03-02,invoice,');
    expect(before).toMatch(/2026-03-02,payment,,1000,50.00,,USD,Bayside,/);
    await setClosing(h.deps, accounting(), { closedOn: day('2026-03-31'), shown: undefined });
    const closed = (await fileOf('journal')).bytes;
    expect(closed.toString()).toBe(before);
    await h.db.prisma.customer.updateMany({
      where: { name: 'Bayside' },
      data: { name: 'Bayside Ltd', nameKey: 'bayside ltd' },
    });
    expect((await fileOf('journal')).bytes.equals(closed)).toBe(true);
    await setClosing(h.deps, accounting(), {
      closedOn: undefined,
      shown: day('2026-03-31'),
      reason: 'an invoice is missing',
    });
    expect((await fileOf('journal')).bytes.toString()).toContain('Bayside Ltd');
    const blocks = shown(await as('accounting').type('report', 'journal 2026-03'));
    expect(blocks).toContain('not closed yet');
  });
});
