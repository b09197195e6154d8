import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { holdsOf } from '../../src/features/billing/billruns/hold-store.ts';
import {
  type BillRunsPolicy,
  billRunsPolicy,
  billRunsSlice,
  issueDrafts,
  releaseBills,
  startBillRun,
} from '../../src/features/billing/billruns/index.ts';
import { releaseDeed } from '../../src/features/billing/billruns/release.ts';
import type { Scope } from '../../src/features/billing/billruns/scope.ts';
import { invoicesOfCustomer } from '../../src/features/billing/invoices/index.ts';
import { approve } from '../../src/features/billing/rights/index.ts';
import { tableText } from '../../src/platform/block-kit/table.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { retryItem } from '../../src/platform/runs/actions/retry.ts';
import { runById, runsSlice, workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { bill, preview, startSubscription, taxServices, usd } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

const asOf = '2026-02-01';
const slice = billRunsSlice(() => {});
const none: BillRunsPolicy = { minimum: {}, exceptional: {}, draftDays: 0 };

describeEachEngine('bill runs', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { slices: [runsSlice({ work: async () => {}, wake: () => {} })] });
    await taxServices(h, 10);
    await makeSeller(h);
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    h.clock.set(new Date('2026-02-01T12:00:00Z'));
    await h.setPolicy(billRunsPolicy, none);
  });

  const accounting = (n = 1) => h.person('accounting', n);
  const scope = (customers: readonly string[] | undefined, more: Partial<Scope> = {}): Scope => ({
    asOf: day(asOf),
    outcome: 'issued',
    customers: customers?.slice(),
    withInactive: false,
    ...more,
  });
  const run = async (id: string) => (await runById(h.db.prisma, id)) ?? expect.fail('no run');
  const previewed = async (of: Scope) => {
    const id = await startBillRun(h.deps, accounting(), of);
    await workThroughRuns(h.deps);
    return id;
  };
  const carriedOut = async (id: string) => {
    await confirmRun(h.deps, accounting(), id);
    await workThroughRuns(h.deps);
    return run(id);
  };
  const billed = async (of: Scope) => carriedOut(await previewed(of));
  const invoices = async (customerId: string) =>
    (await invoicesOfCustomer(h.db.prisma, customerId, { skip: 0, take: 50 })).map((invoice) => ({
      total: Number(invoice.amount.amount),
      state: invoice.state,
      number: invoice.issued?.number,
      sellers: invoice.sellerId !== undefined,
    }));
  const totals = async (customerId: string) => (await invoices(customerId)).map(({ total }) => total);
  const begin = async (rows?: Parameters<typeof startSubscription>[1]) => (await startSubscription(h, rows)).customerId;
  const priced = (cents: number) => ({
    rows: [
      {
        prices: [{ from: day('1900-01-01'), price: { tenThousandths: BigInt(cents) * 10_000n, currency: 'USD' } }],
        ownPrice: { tenThousandths: BigInt(cents) * 10_000n, currency: 'USD' },
      },
    ],
  });

  test('BIL-2 a run is previewed, makes what it showed when it is confirmed, and a second one makes nothing', async () => {
    const ids = [await begin(), await begin()];
    const id = await previewed(scope(ids));
    const shown = await run(id);
    expect(shown.tables.map((table) => tableText(table))).toEqual([
      'Bills by currency. USD: Bills 4, Net $400.00, Tax $40.00, Total $440.00.',
    ]);
    expect(shown.counts).toMatchObject({ customers: 2, bills: 4 });
    expect(await Promise.all(ids.map(totals))).toEqual([[], []]);
    const plan = await preview(h, ids[0] ?? '', asOf);
    const done = await carriedOut(id);
    expect([done.state, done.tables]).toEqual(['done', shown.tables]);
    for (const customerId of ids) {
      const made = await invoices(customerId);
      expect(made.map(({ total }) => total)).toEqual(plan.bills.map(({ draft }) => Number(draft.total.amount)));
      expect(made).toEqual([
        { total: 110_00, state: 'open', number: expect.stringMatching(/^INV-2026-\d{5}$/), sellers: true },
        { total: 110_00, state: 'open', number: expect.stringMatching(/^INV-2026-\d{5}$/), sellers: true },
      ]);
      const actions = (await h.audit({ action: 'invoice.issued' })).filter((row) => row.customerId === customerId);
      expect(actions).toHaveLength(2);
    }
    expect((await run(await previewed(scope(ids)))).tables).toEqual([]);
    expect((await billed(scope(ids))).counts).toMatchObject({ bills: 0 });
    expect(await Promise.all(ids.map(totals))).toEqual([
      [110_00, 110_00],
      [110_00, 110_00],
    ]);
    expect(await h.messages('run', id)).toMatchObject([{ json: expect.stringContaining('Total $440.00') }]);
  });

  test('BIL-2 as of the 1st and then as of the 15th is the same as as of the 15th', async () => {
    const [once, twice] = [await begin({ rule: { daysAhead: 10 } }), await begin({ rule: { daysAhead: 10 } })];
    h.clock.set(new Date('2026-02-15T12:00:00Z'));
    await billed(scope([twice], { asOf: day('2026-02-01') }));
    expect(await totals(twice)).toHaveLength(2);
    await billed(scope([once, twice], { asOf: day('2026-02-25') }));
    expect([await totals(once), await totals(twice)]).toEqual([
      [110_00, 110_00, 110_00],
      [110_00, 110_00, 110_00],
    ]);
  });

  test('BIL-2 below the minimum it waits, and comes with the next; above the limit it is held and released by who may', async () => {
    const [small, large] = [await begin(priced(5_00)), await begin(priced(20_000_00))];
    await h.setPolicy(billRunsPolicy, { ...none, minimum: { USD: '1200' }, exceptional: { USD: '2500000' } });
    const january = { asOf: day('2026-01-01') };
    expect((await billed(scope([small, large], january))).counts).toMatchObject({ bills: 1, belowMinimum: 1 });
    const id = await previewed(scope([small, large]));
    await h.setPolicy(billRunsPolicy, { ...none, minimum: { USD: '1101' }, exceptional: { USD: '2000000' } });
    const waits = await previewed(scope([small, large]));
    expect((await run(waits)).tables).toMatchObject([
      { rows: [[expect.stringMatching(/^Customer \d+$/), 'held for release', '$22,000.00 is above $20,000.00']] },
    ]);
    await h.setPolicy(billRunsPolicy, { ...none, minimum: { USD: '1100' }, exceptional: { USD: '2000000' } });
    const done = await carriedOut(id);
    expect(done.counts).toMatchObject({ bills: 2, heldForRelease: 1 });
    expect([await totals(small), await totals(large)]).toEqual([[5_50, 5_50], [22_000_00]]);
    const [hold] = await holdsOf(h.db.prisma, id, { skip: 0, take: 5 });
    await expect(releaseBills(h.deps, h.person('sales'), hold?.id ?? '')).rejects.toThrow(NotAllowed);
    expect(await totals(large)).toEqual([22_000_00]);
    const said = await asking(h, slice, 'accounting').press('bill.release', hold?.id ?? '');
    expect(said.say?.text).toMatch(/^Released and billed: I-\d+ /);
    expect(await totals(large)).toEqual([22_000_00, 22_000_00]);
    expect(await h.audit({ action: 'bill.released', subjectId: large })).toHaveLength(1);
    await expect(releaseBills(h.deps, accounting(2), hold?.id ?? '')).rejects.toThrow(/released the bills/);
    expect(await holdsOf(h.db.prisma, id, { skip: 0, take: 5 })).toEqual([]);
  });

  test('ALL-11 above the amount of one person a second one approves the release; all that is held is released together', async () => {
    const ids = [await begin(priced(900_00)), await begin(priced(5_000_00))];
    await h.setPolicy(billRunsPolicy, { ...none, exceptional: { USD: '1000' } });
    const rights = (await import('../../src/features/billing/rights/index.ts')).rightsPolicy;
    await h.setPolicy(rights, { ...rights.defaults, releaseAbove: { USD: '500000' } });
    const { id } = await billed(scope(ids));
    const said = await asking(h, slice, 'accounting').press('bill.release_all', id);
    expect(said.say?.text).toContain('1 customer released and billed.');
    expect(said.say?.text).toContain('1 customer: Above the amount that one person does alone');
    expect(await Promise.all(ids.map(totals))).toEqual([[990_00, 990_00], []]);
    const waiting = await h.db.prisma.approval.findFirstOrThrow({ where: { deed: 'bill.release' } });
    await approve(h.deps, accounting(2), waiting.id);
    expect(await totals(ids[1] ?? '')).toEqual([5_500_00, 5_500_00]);
    expect(await holdsOf(h.db.prisma, id, { skip: 0, take: 5 })).toEqual([]);
    await h.setPolicy(rights, rights.defaults);
  });

  test('ALL-3 what was billed meanwhile is not released: it is said, and the hold is not ended as if it had been', async () => {
    const customerId = await begin(priced(900_00));
    await h.setPolicy(billRunsPolicy, { ...none, exceptional: { USD: '1000' } });
    const { id } = await billed(scope([customerId]));
    const [hold] = await holdsOf(h.db.prisma, id, { skip: 0, take: 5 });
    await bill(h, customerId, asOf);
    await expect(releaseBills(h.deps, accounting(), hold?.id ?? '')).rejects.toThrow(/billed meanwhile/);
    const later = h.acting(accounting(), (work) =>
      releaseDeed.carryOut(
        work,
        { holdId: hold?.id ?? '' },
        { description: '', amount: usd(0), subject: { type: 'customer', id: customerId } },
      ),
    );
    await expect(later).rejects.toThrow(/billed meanwhile/);
    expect(await totals(customerId)).toEqual([990_00, 990_00]);
    expect(await h.audit({ action: 'bill.released', subjectId: customerId })).toEqual([]);
  });

  test('BIL-2 a customer that cannot be reckoned is left aside alone, with the reason, and tried again by itself', async () => {
    const [good, bad] = [await begin(), await begin({ rows: [{ taxCategory: 'moonlight' }] })];
    const done = await billed(scope([good, bad]));
    expect(done.counts).toMatchObject({ customers: 2, bills: 2, leftAside: 1 });
    expect([(await totals(good)).length, (await totals(bad)).length]).toEqual([2, 0]);
    const parked = await h.db.prisma.parkedItem.findMany({ where: { runId: done.id } });
    expect(parked).toMatchObject([{ reason: expect.stringContaining('moonlight') }]);
    const again = () => retryItem(h.deps, accounting(), { runId: done.id, item: parked[0]?.item ?? '' });
    expect(await again()).toContain('moonlight');
    await h.db.prisma.subscriptionItem.updateMany({
      where: { taxCategory: 'moonlight' },
      data: { taxCategory: 'services' },
    });
    await h.setPolicy(billRunsPolicy, { ...none, minimum: { USD: '1000000' } });
    expect(await again()).toContain('$220.00 is below the minimum');
    expect(await h.db.prisma.parkedItem.count({ where: { runId: done.id } })).toBe(1);
    await h.setPolicy(billRunsPolicy, none);
    expect(await again()).toBeUndefined();
    expect(await totals(bad)).toEqual([110_00, 110_00]);
  });

  test('BIL-20, BIL-8 only what is armed and billed by itself; the inactive, the not yet begun and the free are left out unless asked for', async () => {
    const [reminded, unarmed, inactive, later, free] = [
      await begin({ rule: { mode: 'remind' } }),
      await begin({ isArmed: false }),
      await begin(),
      await begin(),
      await begin(),
    ];
    // Since before customers were ended in order. CUS-6
    await h.db.prisma.customer.update({ where: { id: inactive }, data: { active: false } });
    await editNow(h.deps, accounting(), later, { startOn: day('2026-02-02') }, 'as told');
    await editNow(h.deps, accounting(), free, { paymentMethod: 'free' }, 'as told');
    const all = [reminded, unarmed, inactive, later, free];
    expect(await problemsOf(startBillRun(h.deps, accounting(), scope(all)))).toEqual({
      as_of: expect.stringContaining('Nobody is billed by that'),
    });
    const done = await billed(scope(all, { withInactive: true }));
    expect(done.counts).toMatchObject({ customers: 2, bills: 4 });
    expect(await Promise.all(all.map(async (id) => (await totals(id)).length))).toEqual([0, 0, 2, 2, 0]);
  });

  test('BIL-2 bills that were scheduled before the period stay due', async () => {
    const id = await begin();
    await billed(scope([id], { from: day('2026-01-15') }));
    expect(await totals(id)).toEqual([110_00]);
    await billed(scope([id]));
    expect(await totals(id)).toEqual([110_00, 110_00]);
  });

  test('BIL-2 drafts of a run are issued by themselves after their days; what was decided meanwhile stands', async () => {
    const id = await begin();
    await h.setPolicy(billRunsPolicy, { ...none, draftDays: 3 });
    await billed(scope([id], { outcome: 'draft' }));
    expect((await invoices(id)).map(({ state }) => state)).toEqual(['draft', 'draft']);
    h.clock.set(new Date('2026-02-03T12:00:00Z'));
    expect(await issueDrafts(h.deps)).toBe(0);
    h.clock.set(new Date('2026-02-04T12:00:00Z'));
    expect(await issueDrafts(h.deps)).toBe(2);
    expect((await invoices(id)).map(({ state, number }) => [state, number?.slice(0, 4)])).toEqual([
      ['open', 'INV-'],
      ['open', 'INV-'],
    ]);
    expect(await issueDrafts(h.deps)).toBe(0);
  });

  test('BIL-2 what is entered wrongly is said at its field, and nothing is written down', async () => {
    const as = asking(h, slice, 'accounting');
    const on = (value: string) => ({ day: value });
    const runs = () => h.db.prisma.run.count();
    const before = await runs();
    const refused = (values: Parameters<typeof as.submit>[2]) => problemsOf(as.submit('bill.run', '', values));
    expect(await refused({})).toEqual({ as_of: 'Choose the last day of the period.' });
    expect(await refused({ as_of: on('2026-02-01'), from: on('2026-02-02') })).toEqual({
      from: 'The period ends before it begins. Choose an earlier day.',
    });
    expect(await refused({ as_of: on('2026-02-01'), currency: { text: 'dollars' } })).toMatchObject({
      currency: expect.any(String),
    });
    expect(await refused({ as_of: on('2026-02-01'), customers: { text: 'Nobody Ltd' } })).toEqual({
      customers: 'No customer is called Nobody Ltd. Write the names as they are.',
    });
    await expect(startBillRun(h.deps, h.person('sales'), scope(undefined))).rejects.toThrow(NotAllowed);
    await expect(asking(h, slice, 'sales').press('bill.run', '')).rejects.toThrow(NotAllowed);
    expect(await runs()).toBe(before);
  });
});
