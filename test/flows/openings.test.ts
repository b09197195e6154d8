import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { mismatches, payFromBalance } from '../../src/features/billing/balance/index.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import { invoiceById, invoicesOfCustomer } from '../../src/features/billing/invoices/index.ts';
import { balancesCsv, openInvoicesCsv } from '../../src/features/billing/openings/index.ts';
import { paymentsOf, recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness } from '../support/billing.ts';
import { usd } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

const invoicesHeader = 'customer,number,label,currency,issued_on,due_on,amount,tax,open';
const balancesHeader = 'customer,currency,as_of,balance,origin';

describeEachEngine('what is open when a workspace starts', (engine) => {
  let h: Harness;
  let harbor: string;
  beforeAll(async () => {
    h = await billingHarness(engine);
    harbor = await customer('Harbor Dental', 'USD');
    await customer('Officina Rossi', 'EUR');
  });
  afterAll(() => h.close());
  beforeEach(() => h.clock.set(new Date('2026-03-02T09:00:00Z')));

  const customer = async (name: string, currency: string) =>
    (await h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency }))).id;
  const enter = (kind: typeof openInvoicesCsv, lines: readonly string[], dryRun = false, by = h.person('accounting')) =>
    kind.enter(h.deps, by, { name: 'file.csv', bytes: new TextEncoder().encode(lines.join('\n')) }, { dryRun });
  const invoices = (rows: readonly string[], dryRun = false) =>
    enter(openInvoicesCsv, [invoicesHeader, ...rows], dryRun);
  const balances = (rows: readonly string[], dryRun = false) => enter(balancesCsv, [balancesHeader, ...rows], dryRun);
  const wrong = ({ problems }: Awaited<ReturnType<typeof invoices>>) =>
    problems.map(({ row, column }) => `${row} ${column}`);
  /** A window of accounting's, as text. */
  const shown = async (type: 'invoice' | 'customer', id: string) =>
    JSON.stringify(await asking(h, customersSlice, 'accounting').press(`${type}.open`, id));
  const counts = async () => ({
    invoices: await h.db.prisma.invoice.count(),
    payments: await h.db.prisma.payment.count(),
    audit: await h.db.prisma.auditEntry.count(),
  });
  const known = async () => {
    const all = await invoicesOfCustomer(h.db.prisma, harbor, { skip: 0, take: 10 });
    return (number: string) => {
      const found = all.find((each) => each.sent?.number === number);
      if (!found) throw new Error(`no invoice ${number}`);
      return found;
    };
  };

  test('BIL-21 open invoices keep their number, tax and dates, and what is paid of them; once, and a payment settles them', async () => {
    const file = [
      'harbor dental,2026-117,Hosting of February,usd,2026-02-01,2026-03-03,"1,082.50",82.51,500.00',
      'Harbor Dental,2026-118,,USD,2026-02-10,2026-02-10,40,,',
    ];
    const before = await counts();
    expect(await invoices(file, true)).toEqual({ rows: 2, problems: [] });
    expect(await counts()).toEqual(before);
    expect(await invoices(file)).toEqual({ rows: 2, problems: [] });
    const of = await known();
    const part = of('2026-117');
    expect(part).toMatchObject({
      label: 'Hosting of February',
      net: usd(999_99),
      tax: usd(82_51),
      amount: usd(1082_50),
      paid: usd(582_50),
      open: usd(500_00),
      state: 'open',
      dueOn: '2026-03-03',
      sent: { on: '2026-02-01', number: '2026-117', by: 'U_ACCOUNTING' },
      numbering: 'elsewhere',
      presented: true,
    });
    expect(part.issued).toBeUndefined();
    expect(of('2026-118')).toMatchObject({
      label: 'Invoice 2026-118',
      tax: usd(0),
      open: usd(40_00),
      dueOn: '2026-02-10',
    });
    expect(await h.audit({ action: 'invoice.imported', subjectId: part.id })).toMatchObject([
      { actor: 'U_ACCOUNTING', after: { accountingNumber: '2026-117', amount: '$1,082.50', open: '$500.00' } },
    ]);
    expect((await h.messages('invoice', part.id))[0]?.json).toContain('$1,082.50');
    expect(await shown('invoice', part.id)).toContain('Tax 8.25 %: $82.51');

    const again = await invoices(file);
    expect(wrong(again)).toEqual(['2 number', '3 number']);
    expect(again.problems[0]?.text).toBe(
      `It is there already, as I-${part.ref} of Harbor Dental. Leave it out: nothing is entered twice.`,
    );
    expect(await h.db.prisma.invoice.count()).toBe(2);

    await recordPayment(h.deps, h.person('accounting'), {
      invoiceId: part.id,
      amount: usd(500_00),
      method: 'check',
      receivedOn: day('2026-03-02'),
    });
    expect(await invoiceById(h.db.prisma, part.id)).toMatchObject({ state: 'paid', paid: usd(1082_50) });
    // What came in before can be put right: it is a payment like others.
    const forward = (await paymentsOf(h.db.prisma, harbor)).find(({ method }) => method === 'brought_forward');
    await reversePayment(h.deps, h.person('accounting'), {
      paymentId: forward?.id ?? '',
      why: 'mistake',
      reason: 'It was never paid.',
    });
    expect(await invoiceById(h.db.prisma, part.id)).toMatchObject({ state: 'open', open: usd(582_50) });
    expect(await mismatches(h.db.prisma)).toEqual([]);
  });

  test('BIL-21 a balance as of a day is the customer’s, with its origin; it comes in once, and is used', async () => {
    const file = ['Harbor Dental,USD,2026-02-28,120.00,Deposit in QuickBooks'];
    expect(await balances(file, true)).toEqual({ rows: 1, problems: [] });
    expect(await h.db.prisma.customerBalance.count()).toBe(0);
    expect(await balances(file)).toEqual({ rows: 1, problems: [] });
    expect(await h.audit({ action: 'balance.imported' })).toMatchObject([
      { actor: 'U_ACCOUNTING', after: { balance: '$120.00', asOf: '2026-02-28', origin: 'Deposit in QuickBooks' } },
    ]);
    expect(await shown('customer', harbor)).toContain(
      '$120.00 of the amount brought forward Deposit in QuickBooks of Feb 28, 2026',
    );
    const again = await balances(file);
    expect(again.problems).toMatchObject([
      {
        row: 2,
        column: 'balance',
        text: expect.stringMatching(/^Harbor Dental had a balance brought forward on Mar 2/),
      },
    ]);
    const [balance] = await h.db.prisma.customerBalance.findMany();
    expect(balance?.amount).toBe(120_00n);

    const of = await known();
    await payFromBalance(h.deps, h.person('accounting'), of('2026-118').id);
    expect((await known())('2026-118')).toMatchObject({ state: 'paid', open: usd(0) });
    expect((await h.db.prisma.customerBalance.findMany())[0]?.amount).toBe(80_00n);
    expect(await mismatches(h.db.prisma)).toEqual([]);
  });

  test('BIL-21 one bad row and nothing is entered; each is named with its column and what to do', async () => {
    await setClosing(h.deps, h.person('accounting'), { closedOn: day('2025-12-31') });
    const before = await counts();
    const good = 'Harbor Dental,X-1,,USD,2026-02-01,2026-03-03,10,,';
    const outcome = await invoices([
      good,
      'Nobody,X-2,,USD,2026-02-01,2026-03-03,10,,',
      'Officina Rossi,X-3,,USD,2026-02-01,2026-03-03,10,,',
      'Harbor Dental,X-4,,USD,2026-02-01,2026-03-03,-10,,',
      'Harbor Dental,X-5,,USD,2026-02-01,2026-03-03,10.000001,,',
      'Harbor Dental,X-6,,USD,2025-12-31,2026-03-03,10,,',
      'Harbor Dental,X-7,,USD,2026-02-01,2026-01-31,10,,',
      'Harbor Dental,X-8,,USD,2026-03-03,2026-03-03,10,,',
      'Harbor Dental,X-1,,USD,2026-02-01,2026-03-03,10,,',
      'Harbor Dental,X-9,,USD,2026-02-01,2026-03-03,10,10,',
      'Harbor Dental,X-10,,USD,2026-02-01,2026-03-03,10,,10.01',
      'Harbor Dental,X-11,,USD,2026-02-01,2026-03-03,10,,0',
      'Harbor Dental,X-12,,USD,2026-02-30,9999-03-03,0,,',
      'Harbor Dental,X-13,,USD,2026-02-01,9999-03-03,10,,',
    ]);
    expect(outcome.rows).toBe(14);
    expect(wrong(outcome)).toEqual([
      ...['3 customer', '4 currency', '5 amount', '6 amount', '7 issued_on', '8 due_on', '9 issued_on', '10 number'],
      ...['11 tax', '12 open', '13 open', '14 issued_on', '14 amount', '15 due_on'],
    ]);
    expect(outcome.problems.find(({ row }) => row === 7)?.text).toContain('closed through Dec 31, 2025');
    const owed = await balances([
      'Nobody,USD,2026-02-28,1,',
      'Officina Rossi,USD,2026-02-28,1,',
      'Harbor Dental,USD,2026-02-28,-1,',
      'Harbor Dental,USD,2026-02-28,1.000001,',
      'Harbor Dental,USD,2025-12-31,1,',
      'harbor  dental,USD,2026-02-28,1,',
      'Harbor Dental,USD,2026-03-03,0,',
    ]);
    expect(wrong(owed)).toEqual([
      ...['2 customer', '3 currency', '4 balance', '5 balance', '6 as_of', '6 balance', '7 customer', '8 balance'],
    ]);
    expect(owed.problems[2]?.text).toContain('comes in as open invoices');
    expect(await counts()).toEqual(before);
  });

  test('ALL-1 only who handles money enters it', async () => {
    const file = [invoicesHeader, 'Harbor Dental,X-1,,USD,2026-02-01,2026-03-03,10,,'];
    await expect(enter(openInvoicesCsv, file, true, h.person('sales'))).rejects.toThrow(NotAllowed);
    await expect(enter(balancesCsv, [balancesHeader, 'x,USD,2026-02-28,1,'], true, h.person('sales'))).rejects.toThrow(
      NotAllowed,
    );
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
