import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { sweepCases } from '../../src/features/collections/index.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { confirmExpiry } from '../../src/features/licenses/index.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const hard = { code: '54', response: 'Expired card' } as const;

const pay = async (h: CollectionsHarness, period: string, on: string) =>
  recordCasePayment(h.deps, h.accounting, {
    caseId: (await h.theCase('SUB-1', period)).id,
    amount: usd(12000n),
    method: 'check',
    receivedOn: day(on),
  });

describeEachEngine('expiry dates', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(() => h.close());

  const expiresOn = async (id: string) =>
    (await h.db.prisma.license.findUniqueOrThrow({ where: { id } })).expiresOn.toISOString().slice(0, 10);
  const february = { period: '2026-02-01', at: '2026-02-02 01:00:00', ...hard };
  const march = { period: '2026-03-01', at: '2026-03-01 01:00:00', ...hard };

  /** February and March have FAILED, and both are at Support. */
  const bothAdvised = async (license: string) => {
    const made = await h.licensed('Hart & Sons', 'SUB-1', { months: 1, expiresOn: license });
    await h.importCsv(report(february, march));
    await h.dayIs(9);
    expect((await h.theCase('SUB-1', '2026-02-01')).state).toBe('advised');
    expect((await h.theCase()).state).toBe('advised');
    expect(await h.openActions()).toHaveLength(1);
    return made.license;
  };
  const approved = { id: 'T-9', period: '2026-02-01', status: 'Approved', at: '2026-03-09 01:00:00' } as const;

  test('COL-0, T25 two periods at Support, the older is paid: March stays open with days to act, Support reads that it is unpaid, and is not asked for its date', async () => {
    await bothAdvised('2026-02-01');
    await h.importCsv(report({ ...approved, response: 'OK', code: '00' }));
    expect((await h.theCase('SUB-1', '2026-02-01')).state).toBe('recovered');
    const other = await h.theCase();
    expect(other.state).toBe('failed');
    expect(other.deadlineOn?.toISOString().slice(0, 10)).toBe('2026-03-16');
    // February's money pays until March 1, which is past: April 1 is what March would have to pay for.
    expect(await h.openActions()).toEqual([]);
    const support = (await h.posts()).filter((post) => post.lane === 'C_SUPPORT').at(-1);
    expect(support?.text).toMatch(/^Withdrawn.*Still unpaid: C-\d+ Hart &amp; Sons, \$120\.00 \(period Mar 1, 2026\)/);
    expect(support?.payload).toMatchObject({ text: expect.any(String) });
    const accounting = (await h.posts()).filter((post) => post.lane === 'C_ACCOUNTING').map((post) => post.text);
    expect(accounting.some((text) => /not moved: this payment pays until Mar 1, 2026, which is past/.test(text))).toBe(
      true,
    );
    // With March paid the date moves as far as both pay.
    await pay(h, '2026-03-01', '2026-03-09');
    const [move] = await h.openActions();
    expect(move).toMatchObject({ kind: 'move_date', notAfter: null });
    expect((await h.messages('expiry', move?.id))[0]?.json).toContain('Apr 1, 2026');
  });

  test('COL-6 the older of two is paid while its date lies ahead: Support is asked for that date and no later one', async () => {
    const license = await bothAdvised('2026-03-10');
    await pay(h, '2026-02-01', '2026-03-09');
    const [move] = await h.openActions();
    expect(move?.cause).toContain('Still unpaid: C-');
    await expect(
      confirmExpiry(h.deps, h.support, { actionId: move?.id ?? '', newExpiresOn: day('2026-05-10') }),
    ).rejects.toThrow(/pays until Apr 10, 2026/);
    await confirmExpiry(h.deps, h.support, { actionId: move?.id ?? '', newExpiresOn: day('2026-04-10') });
    expect(await expiresOn(license.id)).toBe('2026-04-10');
  });

  test('COL-6 a date is never moved into the past, nor further than the payment pays for', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1', { months: 1, expiresOn: '2026-01-15' });
    await h.importCsv(report(march));
    await pay(h, '2026-03-01', '2026-03-01');
    const [move] = await h.openActions();
    const confirm = (on: string) =>
      confirmExpiry(h.deps, h.support, { actionId: move?.id ?? '', newExpiresOn: day(on) });
    await expect(confirm('2026-02-15')).rejects.toThrow(/past already/);
    await expect(confirm('2027-03-15')).rejects.toThrow(/pays for 1 month/);
    await confirm('2026-03-15');
    expect(await expiresOn(license.id)).toBe('2026-03-15');
  });

  test('BIL-17 a payment that moved the date comes back: the case is open with time to act, and Support is asked to move it back', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1', { months: 12, expiresOn: '2026-04-30' });
    await h.importCsv(report(march));
    const { id } = await pay(h, '2026-03-01', '2026-03-01');
    const [move] = await h.openActions();
    await confirmExpiry(h.deps, h.support, { actionId: move?.id ?? '', newExpiresOn: day('2027-04-30') });
    await reversePayment(h.deps, h.accounting, { paymentId: id, reason: 'Chargeback' });
    expect((await h.theCase()).state).toBe('failed');
    const [back] = await h.openActions();
    expect(back).toMatchObject({ kind: 'move_date', paymentId: null, licenseId: license.id });
    const [task] = await h.messages('expiry', back?.id);
    for (const shown of ['Move the expiry date of Hart &amp; Sons back', 'Chargeback', 'Apr 30, 2026 is proposed'])
      expect(task?.json).toContain(shown);
    await expect(
      confirmExpiry(h.deps, h.support, { actionId: back?.id ?? '', newExpiresOn: day('2027-05-30') }),
    ).rejects.toThrow(/must be before the present one/);
    await confirmExpiry(h.deps, h.support, { actionId: back?.id ?? '', newExpiresOn: day('2026-04-30') });
    expect(await expiresOn(license.id)).toBe('2026-04-30');
  });
});

describePostgres('a payment while the sweep handles its case', () => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness('postgres');
  }, 60_000);
  afterEach(() => h.close());

  test('COL-0, ALL-3 recovered every time, no open request to expire, nothing asks Support after the payment', async () => {
    const rounds = 25;
    const rows = Array.from({ length: rounds }, (_, n) => ({ ...hard, subscription: `SUB-${n}`, customer: `AX-${n}` }));
    for (const { subscription } of rows) await h.licensed(subscription, subscription);
    await h.importCsv(report(...rows.map((row) => ({ ...row, at: '2026-03-01 01:00:00' }))));
    h.clock.set(new Date('2026-03-09T09:00:00Z'));
    const sweeping = sweepCases(h.deps);
    const paying = rows.map(async ({ subscription }) =>
      recordCasePayment(h.deps, h.accounting, {
        caseId: (await h.theCase(subscription)).id,
        amount: usd(12000n),
        method: 'check',
        receivedOn: day('2026-03-09'),
      }),
    );
    await Promise.all([sweeping, ...paying]);
    const states = await h.db.prisma.collectionCase.groupBy({ by: ['state'], _count: true });
    expect(states).toEqual([{ state: 'recovered', _count: rounds }]);
    const open = await h.openActions();
    expect(open.filter((action) => action.kind === 'expire')).toEqual([]);
    expect(open).toHaveLength(rounds);
    for (const message of await h.messages('expiry'))
      if (message.json.includes('Expire the license')) expect(message.json).not.toContain('expiry.confirm');
  });
});
