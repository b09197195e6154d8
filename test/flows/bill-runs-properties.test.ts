import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, type Day, day } from '../../src/core/time/calendar.ts';
import {
  type BillRunsPolicy,
  billRunsPolicy,
  issueDrafts,
  startBillRun,
} from '../../src/features/billing/billruns/index.ts';
import { voidWith } from '../../src/features/billing/invoices/actions/void-invoice.ts';
import { takeOver } from '../../src/features/billing/subscriptions/takeover/take-over.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { runById, workThroughRuns } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { type ASubscription, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aService } from '../support/services.ts';
import { days, sold } from '../support/situations.ts';
import { settleTown } from '../support/town.ts';

const citizens = 500;
const none: BillRunsPolicy = { minimum: {}, exceptional: {}, draftDays: 0 };

/** Runs of all customers, whatever was sold to them. */
describeEachEngine('properties of bill runs', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { start: '2026-07-20T12:00:00Z' });
    await taxServices(h, 22);
    await makeSeller(h);
  });
  afterAll(() => h.close());
  beforeEach(() => h.setPolicy(billRunsPolicy, none));

  const cases = { numRuns: engine === 'embedded' ? 6 : 2 };
  const accounting = () => h.person('accounting');
  const settle = async (all: readonly ASubscription[]): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const each of all) ids.push((await startSubscription(h, each)).customerId);
    return ids;
  };
  const begin = (customers: readonly string[] | undefined, asOf: Day, isPreview = false) =>
    startBillRun(
      h.deps,
      accounting(),
      { asOf, outcome: 'issued', customers: customers?.slice(), withInactive: false },
      { isPreview },
    );
  const work = () => workThroughRuns(h.deps);
  const bill = async (customers: readonly string[] | undefined, asOf: Day) => {
    const id = await begin(customers, asOf);
    await work();
    return (await runById(h.db.prisma, id)) ?? expect.fail('no run');
  };
  /** Each bill of a customer: its lines and what it comes to. */
  const billsOf = (customerId: string) => h.db.prisma.$queryRaw<object[]>`
    SELECT i.label, i.net, i.tax, i.amount, i.period_first, i.period_last, i.state, i.number IS NOT NULL AS numbered,
      (SELECT jsonb_agg(jsonb_build_array(l.description, l.quantity, l.unit_price, l.net, l.period_first, l.period_last, l.why)
        ORDER BY l.position) FROM invoice_lines l WHERE l.invoice_id = i.id) AS lines
    FROM invoices i WHERE i.customer_id = ${customerId}::uuid ORDER BY i.ref`;
  const linesOf = (customerId: string) => h.db.prisma.$queryRaw<object[]>`
    SELECT l.description, l.quantity, l.unit_price, l.net, l.tax_rate, l.period_first, l.period_last
    FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id WHERE i.customer_id = ${customerId}::uuid
    ORDER BY 1, 2, 3, 4, 5, 6, 7`;
  const each = <T>(ids: readonly string[], of: (id: string) => Promise<T>): Promise<readonly T[]> =>
    Promise.all(ids.map(of));
  const orderIn = async (): Promise<readonly string[]> =>
    (
      await h.db.prisma.$queryRaw<
        { number: string }[]
      >`SELECT number FROM invoices WHERE number IS NOT NULL ORDER BY number`
    ).map(({ number }) => number);
  const isWithoutGap = async (): Promise<boolean> =>
    (await orderIn()).every((number, at) => Number(/\d+$/.exec(number)?.[0]) === at + 1);

  test('BIL-2 one run, runs of parts in any order, two workers at once and all of it once more make the same bills', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sold(), { minLength: 3, maxLength: 3 }), days(200), async (all, asOf) => {
        const [once, inParts, atOnce] = [await settle(all), await settle(all), await settle(all)];
        await bill(once, asOf);
        for (const id of [...inParts].reverse()) await bill([id], asOf);
        await begin(atOnce.slice(0, 2), asOf);
        await begin(atOnce.slice(1), asOf);
        await Promise.all([work(), work()]);
        const made = await each(once, billsOf);
        expect(await each(inParts, billsOf)).toEqual(made);
        expect(await each(atOnce, billsOf)).toEqual(made);
        expect((await bill([...once, ...inParts, ...atOnce], asOf)).counts).toMatchObject({ bills: 0 });
        expect(await each(once, billsOf)).toEqual(made);
      }),
      cases,
    );
    expect(await isWithoutGap()).toBe(true);
  }, 120_000);

  test('BIL-2 a preview’s totals are what is issued, whatever was sold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sold(), { minLength: 1, maxLength: 4 }), days(200), async (all, asOf) => {
        const id = await begin(await settle(all), asOf, true);
        await work();
        const shown = await runById(h.db.prisma, id);
        await confirmRun(h.deps, accounting(), id);
        await work();
        expect(await runById(h.db.prisma, id)).toMatchObject({
          state: 'done',
          told: shown?.told,
          counts: shown?.counts,
        });
      }),
      cases,
    );
  }, 120_000);

  test('BIL-2 as of the 1st and then as of the 15th is as of the 15th, in lines and amounts, whatever was sold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sold(0n), { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 2, max: 7 }),
        async (all, month) => {
          const [once, twice] = [await settle(all), await settle(all)];
          await bill(twice, day(`2026-0${month}-01`));
          await bill([...once, ...twice], day(`2026-0${month}-15`));
          expect(await each(twice, linesOf)).toEqual(await each(once, linesOf));
        },
      ),
      cases,
    );
  }, 120_000);

  test('BIL-21 what another system billed until Baton took it over is never billed, however often and for whenever runs bill', async () => {
    const through = fc.constantFrom('2026-01-31', '2026-06-30', '2026-07-31', '2026-12-31').map(day);
    const asOfs = fc.array(days(500), { minLength: 1, maxLength: 2 });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(sold(0n), through, asOfs, async ({ rows = [] }, billedThrough, on) => {
        taken += 1;
        const { id } = await h.acting(h.person('billing'), async (work) => {
          const customer = await findOrCreateCustomer(work, { name: `Taken ${taken}`, currency: 'USD' });
          await takeOver(work, [
            {
              row: 2,
              value: {
                customer,
                group: undefined,
                outsideId: `S-${taken}`,
                schedule: {
                  ...{
                    months: 1,
                    anchorOn: undefined,
                    inArrears: false,
                    remaining: undefined,
                    daysAhead: 0,
                    mode: 'automate',
                  },
                  ...{ billedThrough, nextOn: addDays(billedThrough, 1) },
                },
                rows: rows.filter(({ per }) => per !== 'once').map((row) => ({ ...aService('x', 1, 1), ...row })),
                assets: [],
              },
            },
          ]);
          return customer;
        });
        for (const asOf of on) await bill([id], asOf);
        expect(
          await h.db.prisma.$queryRaw`
            SELECT l.description, l.period_first, l.net FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
            WHERE i.customer_id = ${id}::uuid AND l.period_first <= ${billedThrough}::date`,
        ).toEqual([]);
      }),
      cases,
    );
  }, 120_000);

  test('N05 of 500 the 7th cannot be reckoned: 499 bills, one told with its reason, and its missed month comes with the next run', async () => {
    await settleTown(h.db, citizens);
    const seventh = (await h.db.prisma.customer.findFirstOrThrow({ where: { name: 'Citizen 7' } })).id;
    const category = (value: string) => h.db.prisma.$executeRaw`
      UPDATE subscription_items SET tax_category = ${value} WHERE subscription_id IN (
        SELECT id FROM subscriptions WHERE customer_id = ${seventh}::uuid)`;
    await category('moonlight');
    const everybody = (await h.db.prisma.customer.findMany({ where: { name: { startsWith: 'Citizen' } } })).map(
      ({ id }) => id,
    );
    const done = await bill(everybody, day('2026-01-01'));
    expect(done.counts).toMatchObject({ customers: citizens, bills: citizens - 1, leftAside: 1 });
    expect(await h.db.prisma.parkedItem.findMany({ where: { runId: done.id } })).toMatchObject([
      { item: 'Citizen 7', reason: expect.stringContaining('moonlight') },
    ]);
    expect(await billsOf(seventh)).toEqual([]);
    await category('services');
    expect((await bill(everybody, day('2026-02-01'))).counts).toMatchObject({ bills: citizens + 1, leftAside: 0 });
    expect(await billsOf(seventh)).toMatchObject([{ amount: 152_50n }, { amount: 152_50n }]);
  }, 60_000);

  test('N09 two workers issue, drafts are voided in between: no number twice, no gap, and what is void took none', async () => {
    await h.setPolicy(billRunsPolicy, { ...none, draftDays: 1 });
    const some = (
      await h.db.prisma.customer.findMany({
        where: { name: { startsWith: 'Citizen' } },
        take: 60,
        orderBy: { id: 'asc' },
      })
    ).map(({ id }) => id);
    const before = (await orderIn()).length;
    const scope = { asOf: day('2026-03-01'), outcome: 'draft', customers: some, withInactive: false } as const;
    await startBillRun(h.deps, accounting(), { ...scope, customers: some.slice() }, { isPreview: false });
    await work();
    const drafts = await h.db.prisma.invoice.findMany({
      where: { state: 'draft', customerId: { in: some } },
      orderBy: { id: 'asc' },
    });
    expect(drafts).toHaveLength(some.length);
    h.advanceDays(1);
    const voided = drafts.filter((_, n) => n % 6 === 0);
    await Promise.all([
      issueDrafts(h.deps),
      issueDrafts(h.deps),
      ...voided.map(({ id }) =>
        h.deps.transact(system, (of) => voidWith(of, { invoiceId: id, reason: 'not wanted' })).catch(() => undefined),
      ),
    ]);
    const after = await h.db.prisma.invoice.findMany({ where: { id: { in: drafts.map(({ id }) => id) } } });
    const issued = after.filter(({ number }) => number !== null);
    expect(after.filter(({ state }) => state === 'draft')).toEqual([]);
    expect((await orderIn()).length).toBe(before + issued.length);
    expect(new Set(await orderIn()).size).toBe(before + issued.length);
    expect(await isWithoutGap()).toBe(true);
  }, 60_000);
});
