import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { importFromShell } from '../../src/features/collections/index.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

const fixture = (name: string): string => `test/fixtures/reports/${name}.csv`;

describeEachEngine('no row of a report is lost without a word', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
    await h.dayIs(21);
  }, 60_000);
  afterEach(() => h.close());

  /** What `/bill import` answers accounting. */
  const bySlack = async (content: string): Promise<string> => {
    const before = (await h.posts()).length;
    const run = await h.importCsv(content);
    if (run.state === 'refused') return run.problem ?? '';
    const told = (await h.posts()).slice(before).filter((post) => post.text.startsWith('Report imported'));
    expect(told.map((post) => post.lane).sort()).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
    expect(new Set(told.map((post) => post.text)).size).toBe(1);
    return told[0]?.text ?? '';
  };
  const byName = (name: string) => bySlack(readFileSync(fixture(name), 'utf8'));
  const byShell = async (name: string): Promise<string> => {
    const said: string[] = [];
    await importFromShell(h.deps, axiaReport, [fixture(name)], (line) => said.push(line));
    return said.join('\n');
  };

  /** All that an import may change. */
  const everything = async () => {
    const { prisma } = h.db;
    return {
      cases: await prisma.collectionCase.findMany({ orderBy: { ref: 'asc' } }),
      attempts: await prisma.paymentAttempt.findMany({ orderBy: { transactionId: 'asc' } }),
      payments: await prisma.payment.findMany({ orderBy: { id: 'asc' } }),
      actions: await prisma.expiryAction.findMany({ orderBy: { id: 'asc' } }),
    };
  };
  const livePayments = async () =>
    (await h.db.prisma.payment.findMany({ where: { reversedAt: null }, orderBy: { id: 'asc' } })).map(
      (payment) => payment.amount,
    );
  const theCase = () => h.theCase('SUB-HART');
  const thread = async () => (await h.posts()).map((post) => post.text).join('\n');

  describe.each([
    ['/bill import', byName],
    ['import:report', byShell],
  ] as const)('%s', (_way, give) => {
    test('COL-1, T16 a customer whose name begins with Total is a row like any other', async () => {
      expect(await give('customer-called-total')).toContain('3 transactions: 3 new ones');
      expect((await h.theCase('SUB-TOTAL')).reportedName).toBe('Total Wellness Clinic');
      expect(await h.empty()).toEqual({ attempts: 3, cases: 3 });
    });

    test('COL-1, T06 ids that a spreadsheet has shortened refuse the file, never “nothing new”', async () => {
      expect(await give('spreadsheet-ids')).toMatch(
        /Row 2, “Transaction ID”: this id was shortened by a spreadsheet \(4\.00218E\+14\): export again without opening it in Excel/,
      );
      expect(await h.empty()).toEqual({ attempts: 0, cases: 0 });
    });

    test('COL-1, T07 an id with and without its guard is one try', async () => {
      await give('guarded-id');
      expect(await give('guarded-id-resaved')).toContain('Nothing new: all 1 transaction were known already');
      expect(await theCase()).toMatchObject({ attempts: 1 });
    });

    test('COL-1, T22 what was pending and failed then opens a case', async () => {
      await give('pending-1');
      expect(await h.empty()).toEqual({ attempts: 1, cases: 1 });
      expect(await give('pending-2')).toContain('1 new one');
      expect(await theCase()).toMatchObject({ state: 'retrying', attempts: 1 });
    });

    test('COL-1, BIL-17, T21 a payment that comes back under the same id is reversed, and a case opens', async () => {
      await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
      await give('returned-1');
      expect(await livePayments()).toEqual([120_000n]);
      const said = await give('returned-2');
      expect(said).not.toContain('Nothing new');
      expect(said).toContain('1 known transaction says something else now');
      expect(said).toContain(
        'Transaction E1 (row 2) was approved, and is declined now (R01 Insufficient funds): its payment came back.',
      );
      expect(said).toContain('1 case opened');
      expect(await livePayments()).toEqual([]);
      expect(await theCase()).toMatchObject({ state: 'retrying', attempts: 1, paid: 0n });
      expect(await h.openActions()).toEqual([]);
      expect(await h.audit({ action: 'payment.reversed' })).toMatchObject([
        { reason: 'The gateway took E1 back (R01 Insufficient funds)' },
      ]);
      const after = await everything();
      // Neither the same reports again, nor those before, change anything.
      for (const again of ['returned-2', 'returned-1', 'returned-2'])
        expect(await give(again)).toContain('Nothing new');
      expect(await everything()).toEqual(after);
    });

    test('COL-1 the later news first: the older is no news', async () => {
      await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
      await give('returned-2');
      const after = await everything();
      expect(await give('returned-1')).toContain('Nothing new');
      expect(await everything()).toEqual(after);
      expect(await livePayments()).toEqual([]);
      expect(await theCase()).toMatchObject({ state: 'retrying', attempts: 1 });
    });

    test('COL-0, T20 part of it paid: what is open is shown and told, the license’s date waits for the whole', async () => {
      await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
      await give('part-paid-1');
      const said = await give('part-paid-2');
      expect(said).toContain('0 recovered');
      expect(said).toContain(
        'C-1 Hart & Sons, $700.00 of $1,200.00: $500.00 of $1,200.00 is paid; $700.00 is open.'.replace(
          '&',
          _way === '/bill import' ? '&amp;' : '&',
        ),
      );
      expect(await theCase()).toMatchObject({ state: 'retrying', amount: 120_000n, paid: 50_000n });
      expect((await h.messages('case'))[0]?.json).toContain('$700.00 of $1,200.00');
      expect(await livePayments()).toEqual([50_000n]);
      expect(await h.openActions()).toEqual([]);
      expect(await give('part-paid-2')).toContain('Nothing new');
      expect(await give('part-paid-3')).toContain('1 recovered');
      expect(await theCase()).toMatchObject({ state: 'recovered', paid: 120_000n });
      expect(await livePayments()).toEqual([50_000n, 70_000n]);
      expect((await h.openActions()).map((action) => action.kind)).toEqual(['move_date']);
    });

    test('COL-0, T23 a failure after the payment is told to accounting, an older one is counted in silence', async () => {
      await give('failed-after-payment-1');
      expect(await give('failed-before-payment')).not.toContain('later try failed');
      expect(await theCase()).toMatchObject({ state: 'recovered', attempts: 2 });
      const said = await give('failed-after-payment-2');
      expect(said).toMatch(
        /C-1 Hart .*: A later try failed \(Chargeback: the card holder disputes it\), though this charge is paid/,
      );
      expect(await theCase()).toMatchObject({ state: 'recovered', attempts: 3 });
      expect(await give('failed-after-payment-2')).toContain('Nothing new');
    });

    test('COL-2, T51 the latest amount counts: it is shown, and measures a payment by hand', async () => {
      const { customer } = await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
      await give('amount-changed');
      const of = await theCase();
      expect(of).toMatchObject({ amount: 126_000n, customerId: customer.id });
      expect((await h.messages('case'))[0]?.json).toContain('$1,260.00');
      const pay = (amount: bigint) =>
        recordCasePayment(h.deps, h.accounting, {
          caseId: of.id,
          amount: { amount, currency: 'USD' },
          method: 'check',
          receivedOn: day('2026-03-05'),
        });
      await expect(pay(120_000n)).rejects.toMatchObject({
        fields: { amount: '$1,260.00 of the charge is open: record its payment once it is whole.' },
      });
      await pay(126_000n);
      expect((await theCase()).state).toBe('recovered');
    });
  });

  const hart = { subscription: 'SUB-HART', customer: 'AX-1', name: 'Hart & Sons' };

  test('COL-0, BIL-17 what recovered a case comes back: it is open again with what was tried, and goes through after all', async () => {
    await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
    const failed = { ...hart, id: 'A1', at: '2026-03-01 03:00:00' };
    const second = { ...hart, id: 'A2', at: '2026-03-02 03:00:00' };
    await bySlack(report(failed, { ...second, status: 'Approved' }));
    expect(await theCase()).toMatchObject({ state: 'recovered' });
    const returned = report({ ...second, response: 'Returned', at: '2026-03-06 03:00:00' });
    const said = await bySlack(returned);
    expect(said).toContain(
      'C-1 Hart &amp; Sons, $120.00: The gateway took A2 back (Returned): this case is open again',
    );
    expect(await theCase()).toMatchObject({ state: 'retrying', attempts: 2, paid: 0n });
    expect(await livePayments()).toEqual([]);
    const once = await everything();
    expect(await bySlack(returned)).toContain('Nothing new');
    expect(await everything()).toEqual(once);
    const again = report({ ...second, status: 'Approved', at: '2026-03-08 03:00:00' });
    expect(await bySlack(again)).toContain('Transaction A2 (row 2) was declined, and is approved now');
    expect(await theCase()).toMatchObject({ state: 'recovered', paid: 12_000n });
    expect(await livePayments()).toEqual([12_000n]);
    const settled = await everything();
    for (const old of [returned, again, report(failed, { ...second, status: 'Approved' })])
      expect(await bySlack(old)).toContain('Nothing new');
    expect(await everything()).toEqual(settled);
    expect(await h.db.prisma.attemptVersion.count()).toBe(2);
  });

  test('COL-1 where the gateway keeps the date of what it changes, what was said before is no news either', async () => {
    await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
    const went = report({ ...hart, id: 'A1', status: 'Approved' });
    const back = report({ ...hart, id: 'A1', response: 'Returned' });
    await bySlack(went);
    expect(await bySlack(back)).toContain('its payment came back');
    const after = await everything();
    for (const old of [went, back, went]) expect(await bySlack(old)).toContain('Nothing new');
    expect(await everything()).toEqual(after);
  });

  test('COL-0 a charge of nobody known comes back, and its parts count once it is linked', async () => {
    await bySlack(report({ ...hart, id: 'A1' }, { ...hart, id: 'A2', status: 'Approved', at: '2026-03-02 03:00:00' }));
    await bySlack(report({ ...hart, id: 'A2', at: '2026-03-04 03:00:00' }));
    expect(await theCase()).toMatchObject({ state: 'retrying', attempts: 2, paid: 0n });
    await bySlack(report({ ...hart, id: 'A3', status: 'Approved', amount: '50.00', at: '2026-03-05 03:00:00' }));
    expect(await theCase()).toMatchObject({ state: 'retrying', paid: 5_000n });
  });

  test('COL-0 part of it paid while Support is asked: Support is told, the request stands', async () => {
    await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
    await bySlack(report({ ...hart, id: 'A1', code: '43', response: 'Stolen card' }));
    await h.dayIs(29);
    expect(await theCase()).toMatchObject({ state: 'advised' });
    await bySlack(report({ ...hart, id: 'A2', status: 'Approved', amount: '50.00', at: '2026-03-28 03:00:00' }));
    expect(await theCase()).toMatchObject({ state: 'advised', paid: 5_000n });
    expect((await h.openActions()).map((action) => action.kind)).toEqual(['expire']);
    const told = (await h.posts()).filter((post) => post.lane === 'C_SUPPORT' && /\$70\.00 is open/.test(post.text));
    expect(told).toHaveLength(1);
  });

  test('COL-1 a known id with another amount, currency, subscription, period or day is named, and changes nothing', async () => {
    const first = { ...hart, id: 'A1', at: '2026-03-01 03:00:00' };
    await bySlack(report(first, { id: 'B1', subscription: 'SUB-LEE', status: 'Approved' }));
    const before = await everything();
    for (const [change, told] of [
      [{ amount: '126.00' }, 'amount $120.00 before, $126.00 now'],
      [{ currency: 'CAD' }, 'amount $120.00 before, CA$120.00 now'],
      [{ subscription: 'SUB-OTHER' }, 'subscription SUB-HART before, SUB-OTHER now'],
      [{ period: '2026-04-01' }, 'period 2026-03-01 before, 2026-04-01 now'],
      [{ at: '2026-03-04 03:00:00' }, 'date Mar 1, 2026 before, Mar 4, 2026 now'],
    ] as const) {
      const said = await bySlack(report({ ...first, ...change }));
      expect(said).not.toContain('Nothing new');
      expect(said).toContain(`Transaction A1 (row 2) says something else than before: ${told}.`);
      expect(await everything()).toEqual(before);
    }
    // An hour more or less is another zone, not another day.
    expect(await bySlack(report({ ...first, at: '2026-03-01 12:00:00' }))).toContain('Nothing new');
    const many = Array.from({ length: 25 }, (_, n) => ({ ...hart, id: `M${n}`, subscription: `S${n}` }));
    await bySlack(report(...many));
    const said = await bySlack(report(...many.map((row) => ({ ...row, amount: '1.00' })), { ...hart, id: 'N1' }));
    expect(said).toContain('25 known transactions say something else now');
    expect(said.match(/says something else than before/g)).toHaveLength(10);
    expect(said).toContain('So do 15 more transactions.');
    expect(said).toContain('1 new one');
  });

  test('COL-1 what is neither failed nor paid is said; a payment that is refunded or voided now is named, whenever it was known', async () => {
    const paid = { ...hart, id: 'A1', status: 'Approved', at: '2026-03-02 03:00:00' };
    const refunded = { ...hart, id: 'A1', status: 'Refunded', at: '2026-03-05 03:00:00' };
    const other = { ...hart, id: 'P1', subscription: 'S1', status: 'Pending' };
    const named =
      'Transaction A1 (row 2) was approved, and is refunded now: if its money went back, reverse its payment.';
    const first = await bySlack(report(paid, other, { ...other, id: 'P2' }));
    expect(first).toContain('2 rows neither failed nor paid: 2 pending.');
    const before = await everything();
    expect(await bySlack(report(refunded))).toContain(named);
    const said = await bySlack(report(refunded, paid, other));
    expect(said).not.toContain('Nothing new');
    expect(said).toContain(named);
    expect(said).toContain('2 rows neither failed nor paid: 1 refunded, 1 pending.');
    // It was pending before it was paid.
    expect(await bySlack(report({ ...paid, status: 'Pending', at: '2026-03-01 03:00:00' }, paid))).toContain(
      'Nothing new',
    );
    expect(await bySlack(report(other))).toBe('The file has no failed and no paid transactions.');
    expect(await everything()).toEqual(before);
  });

  test('COL-1 a transaction approved for nothing is no payment', async () => {
    await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
    await bySlack(report({ ...hart, id: 'A0', status: 'Approved', amount: '0.00' }));
    await bySlack(report({ ...hart, id: 'A1' }));
    await bySlack(report({ ...hart, id: 'A2', status: 'Approved', amount: '0.00', at: '2026-03-02 03:00:00' }));
    expect(await theCase()).toMatchObject({ state: 'retrying', paid: 0n });
    expect(await livePayments()).toEqual([]);
  });

  test('ALL-4 a transaction of tomorrow, where the gateway is a day ahead, was received today', async () => {
    await h.licensed('Hart & Sons', 'SUB-HART', { reference: 'AX-1' });
    await bySlack(report({ ...hart, id: 'A1', status: 'Approved', at: '2026-03-22 10:00:00' }));
    const [payment] = await h.db.prisma.payment.findMany();
    expect(payment?.receivedOn.toISOString()).toMatch(/^2026-03-21/);
    expect(await bySlack(report({ ...hart, id: 'A2', at: '2026-03-23 10:00:00' }))).toMatch(
      /^Row 2, “Transaction Date”: “2026-03-23 10:00:00” is read as Mar 23, 2026, which is yet to come/,
    );
  });

  test('COL-0 case by case in the thread: what came, what came back, what failed later', async () => {
    await bySlack(readFileSync(fixture('failed-after-payment-1'), 'utf8'));
    await byName('failed-after-payment-2');
    // A case that was recovered when it was opened has no message of its own: the answer names it.
    expect(await thread()).toMatch(/C-1 Hart .*A later try failed/);
    expect(await h.audit({ action: 'case.attempts_imported' })).toMatchObject([
      {
        before: expect.objectContaining({ attempts: 1 }),
        after: expect.objectContaining({ attempts: 2, paid: '$1,200.00' }),
      },
    ]);
  });
});
