import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { billRunsSlice, startBillRun } from '../../src/features/billing/billruns/index.ts';
import { billNow } from '../../src/features/billing/bills/index.ts';
import { addPlan } from '../../src/features/billing/catalog/index.ts';
import { customersDay } from '../../src/features/customers/index.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { runsSlice, workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

let h: Harness;
const auckland = 'Pacific/Auckland';
beforeAll(async () => {
  h = await billingHarness('embedded', {
    timeZone: auckland,
    slices: [runsSlice({ work: async () => {}, wake: () => {} })],
  });
  await taxServices(h, 0);
  await makeSeller(h, { timeZone: auckland });
});
afterAll(() => h.close());

const accounting = () => h.person('accounting');
const at = (instant: string) => h.clock.set(new Date(instant));
/** A bill run over these customers, confirmed. */
const run = async (customers: readonly string[], asOf: string) => {
  const scope = { asOf: day(asOf), outcome: 'draft', customers: [...customers], withInactive: false } as const;
  const id = await startBillRun(h.deps, accounting(), { ...scope, customers: [...customers] });
  await workThroughRuns(h.deps);
  await confirmRun(h.deps, accounting(), id);
  await workThroughRuns(h.deps);
};
const billed = async (customerId: string) =>
  (await h.db.prisma.invoice.findMany({ where: { customerId }, orderBy: { ref: 'asc' } })).map(
    ({ periodFirst, periodLast, amount }) => [
      `${periodFirst?.toISOString().slice(0, 10)} – ${periodLast?.toISOString().slice(0, 10)}`,
      Number(amount),
    ],
  );
const inZone = (customerId: string, timeZone: string) =>
  h.db.prisma.customer.update({ where: { id: customerId }, data: { timeZone } });

test('BIL-2, BIL-20 (N01) runs through February of a leap year: the 31st does not drift, its days are 29', async () => {
  const anchor = { anchorOn: day('2028-01-31'), firstOn: day('2028-01-31'), nextOn: day('2028-01-31') };
  const { customerId: last } = await startSubscription(h, { rule: anchor, rows: [{ first: day('2028-01-31') }] });
  const first = { firstOn: day('2028-02-10'), nextOn: day('2028-02-10') };
  const { customerId: tenth } = await startSubscription(h, { rule: first, rows: [{ first: day('2028-02-10') }] });
  for (const asOf of ['2028-01-31', '2028-02-10', '2028-02-28', '2028-02-29', '2028-03-30', '2028-03-31']) {
    at(`${asOf}T00:00:00Z`);
    await run([last, tenth], asOf);
  }
  expect(await billed(last)).toEqual([
    ['2028-01-31 – 2028-02-28', 100_00],
    ['2028-02-29 – 2028-03-30', 100_00],
    ['2028-03-31 – 2028-04-29', 100_00],
  ]);
  // 20 of 29 days.
  expect(await billed(tenth)).toEqual([
    ['2028-02-10 – 2028-02-29', 68_97],
    ['2028-03-01 – 2028-03-31', 100_00],
  ]);
});

test('ALL-4, BIL-12 a run at 23:45 in Auckland is of that day, and one at 00:15 of the next, whatever day it is in UTC', async () => {
  const rule = { firstOn: day('2027-02-01'), nextOn: day('2027-02-01') };
  const { customerId } = await startSubscription(h, { rule, rows: [{ first: day('2027-02-01') }] });
  await inZone(customerId, auckland);
  const offered = async () =>
    /"block_id":"as_of".*?"initial_date":"([\d-]+)"/.exec(
      JSON.stringify(
        (
          await asking(
            h,
            billRunsSlice(() => {}),
            'accounting',
          ).press('bill.run', '')
        ).modal,
      ),
    )?.[1];
  const today = () => customersDay(h.db.prisma, customerId, h.clock.now());
  at('2027-01-31T10:45:00Z');
  expect([await offered(), await today()]).toEqual(['2027-01-31', '2027-01-31']);
  await run([customerId], (await offered()) ?? '');
  expect(await billed(customerId)).toEqual([]);
  at('2027-01-31T11:15:00Z');
  expect([await offered(), await today()]).toEqual(['2027-02-01', '2027-02-01']);
  const [made] = await billNow(h.deps, accounting(), { customerId, asOf: await today(), isIssued: true });
  expect(made?.issued?.on).toBe('2027-02-01');
  await run([customerId], '2027-02-01');
  expect(await billed(customerId)).toEqual([['2027-02-01 – 2027-02-28', 100_00]]);
});

test.each([
  ['America/New_York', '2027-03-14', '2027-03-15T03:30:00Z', '18 of 31 days', 58_06],
  ['America/New_York', '2027-11-07', '2027-11-08T04:30:00Z', '24 of 30 days', 80_00],
  [auckland, '2027-04-04', '2027-04-04T11:30:00Z', '27 of 30 days', 90_00],
  [auckland, '2027-09-26', '2027-09-26T10:30:00Z', '5 of 30 days', 16_67],
])('ALL-4 in %s the day on which clocks change, %s, is a day like any other', async (zone, on, late, days, cents) => {
  const rule = { firstOn: day(on), nextOn: day(on) };
  const { customerId } = await startSubscription(h, { rule, rows: [{ first: day(on) }] });
  await inZone(customerId, zone);
  at(late);
  const today = await customersDay(h.db.prisma, customerId, h.clock.now());
  expect(today).toBe(on);
  const [bill] = (await preview(h, customerId, today)).bills;
  expect(bill?.lines[0]?.why).toContain(days);
  await run([customerId], today);
  await run([customerId], today);
  expect((await billed(customerId)).map(([, amount]) => amount)).toEqual([cents]);
});

test('BIL-16, BIL-20 three months missed: caught up by one run, each once, and as if each had been run on its day', async () => {
  at('2026-01-01T00:00:00Z');
  const [{ customerId: missed }, { customerId: timely }] = [await startSubscription(h), await startSubscription(h)];
  for (const asOf of ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01']) await run([timely], asOf);
  at('2026-04-01T00:00:00Z');
  await run([missed], '2026-01-01');
  await run([missed], '2026-04-01');
  await run([missed, timely], '2026-04-01');
  expect(await billed(missed)).toHaveLength(4);
  expect(await billed(missed)).toEqual(await billed(timely));
});

test('CUS-4, BIL-2 a price that changes in mid-period holds from the next period on, also where a month was missed', async () => {
  at('2026-01-01T00:00:00Z');
  const article = { code: `P-${newId()}`, name: 'Listed', description: '', taxCategory: 'services' };
  const { id } = await addPlan(h.deps, accounting(), {
    plan: { ...article, billing: 'flat', perMonths: 1, prorated: 'by months' },
    price: { currency: 'USD', price: '100', validFrom: day('2026-01-01') },
  });
  await h.db.prisma.planPrice.create({
    data: {
      id: newId(),
      planId: id,
      currency: 'USD',
      price: 120_000_000n,
      validFrom: new Date('2026-02-15'),
      createdBy: 'U_ACCOUNTING',
      createdAt: h.clock.now(),
    },
  });
  const rows = [{ sold: { kind: 'plan' as const, id }, ownPrice: undefined, prices: [] }];
  const { customerId } = await startSubscription(h, { rows });
  const plan = saidOf(await preview(h, customerId, '2026-03-01'));
  expect(plan.map(({ total }) => total)).toEqual([100_00, 100_00, 120_00]);
  await run([customerId], '2026-03-01');
  await run([customerId], '2026-03-31');
  expect((await billed(customerId)).map(([, amount]) => amount)).toEqual([100_00, 100_00, 120_00]);
});
