import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, day } from '../../src/core/time/calendar.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import { linesOf } from '../../src/features/billing/invoices/index.ts';
import type { ServiceRow } from '../../src/features/billing/subscriptions/index.ts';
import { ownPrices, updateRows } from '../../src/features/billing/subscriptions/items/store.ts';
import { billingHarness } from '../support/billing.ts';
import { bill, preview, startSubscription, taxServices } from '../support/bills.ts';
import type { Harness } from '../support/harness.ts';

let h: Harness;
beforeAll(async () => {
  h = await billingHarness('embedded', { start: '2026-01-01T12:00:00Z' });
  await taxServices(h, 22);
});
afterAll(() => h.close());

const start = day('2026-01-01');
const days = (most: number) => fc.integer({ min: 0, max: most }).map((n) => addDays(start, n));

const row = fc.record({
  description: fc.constantFrom('Help desk', 'Backup', 'Domain'),
  quantity: fc.integer({ min: 1, max: 50 }),
  prices: fc
    .bigInt({ min: -50_000n, max: 50_000_000n })
    .map((tenThousandths) => ownPrices({ tenThousandths, currency: 'USD' })),
  per: fc.constantFrom(1 as const, 3 as const, 12 as const, 'once' as const),
  prorated: fc.constantFrom('by months' as const, 'by days' as const, 'never' as const),
  first: days(150),
});

const situation = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 4 }),
  months: fc.constantFrom(1 as const, 3 as const, 12 as const),
  inArrears: fc.boolean(),
  daysAhead: fc.constantFrom(0, 30),
  credit: fc.option(fc.bigInt({ min: 1n, max: 500_000n })),
  asOf: days(200),
  ended: days(200),
  later: fc.integer({ min: 0, max: 120 }),
});

test('BIL-1 the preview is what is made, and a second time there is nothing, whatever was sold, billed and ended', async () => {
  const bills = async (customerId: string, asOf: string): Promise<void> => {
    const plan = await preview(h, customerId, asOf);
    if (plan.bills.length === 0) return;
    const made = await bill(h, customerId, asOf, figuresOf(plan));
    expect(made).toMatchObject(
      plan.bills.map(({ draft, label }) => ({ label, net: draft.net, tax: draft.tax, amount: draft.total })),
    );
    for (const [index, invoice] of made.entries())
      expect(await linesOf(h.db.prisma, invoice)).toMatchObject(plan.bills[index]?.draft.lines ?? []);
    for (const { amount } of made) expect(amount.amount).toBeGreaterThanOrEqual(0n);
    expect((await preview(h, customerId, asOf)).bills).toEqual([]);
  };
  await fc.assert(
    fc.asyncProperty(situation, async ({ rows, months, inArrears, daysAhead, credit, asOf, ended, later }) => {
      const { customerId, subscription } = await startSubscription(h, {
        rows: rows.map((each) => ({ ...each, ownPrice: each.prices[0]?.price })),
        rule: { months, inArrears, daysAhead, nextOn: inArrears ? addDays(start, 1) : start },
      });
      if (credit !== null)
        await h.db.prisma.recurringTemplate.update({
          where: { subscriptionId: subscription.id },
          data: { creditAmount: credit, creditRule: 'days', creditTaxRate: 100_000 },
        });
      await bills(customerId, asOf);
      const last = (of: ServiceRow) => (of.first < ended ? addDays(ended, -1) : of.first);
      await h.acting(h.person('billing'), (work) =>
        updateRows(
          work,
          subscription.items.slice(0, 1).map((of) => ({ ...of, last: last(of) })),
        ),
      );
      await bills(customerId, asOf);
      await bills(customerId, addDays(asOf, later));
    }),
    { numRuns: 100 },
  );
}, 240_000);
