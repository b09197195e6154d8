import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/core/time/calendar.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import { linesOf } from '../../src/features/billing/invoices/index.ts';
import type { ServiceRow } from '../../src/features/billing/subscriptions/index.ts';
import { updateRows } from '../../src/features/billing/subscriptions/items/store.ts';
import { billingHarness } from '../support/billing.ts';
import { bill, preview, startSubscription, taxServices } from '../support/bills.ts';
import type { Harness } from '../support/harness.ts';
import { days, sold } from '../support/situations.ts';

let h: Harness;
beforeAll(async () => {
  h = await billingHarness('embedded', { start: '2026-01-01T12:00:00Z' });
  await taxServices(h, 22);
});
afterAll(() => h.close());

const situation = fc.record({
  what: sold(),
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
    fc.asyncProperty(situation, async ({ what, credit, asOf, ended, later }) => {
      const { customerId, subscription } = await startSubscription(h, what);
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
