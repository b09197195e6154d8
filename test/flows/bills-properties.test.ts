import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { zero } from '../../src/core/money/money.ts';
import { addDays, type Day, toDbDate } from '../../src/core/time/calendar.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import { dueLines } from '../../src/features/billing/charging/index.ts';
import { linesOf, type NewLine } from '../../src/features/billing/invoices/index.ts';
import {
  accountOf,
  billedFor,
  type ServiceRow,
  subscriptionsOfCustomer,
} from '../../src/features/billing/subscriptions/index.ts';
import { updateRows } from '../../src/features/billing/subscriptions/items/store.ts';
import { billingHarness } from '../support/billing.ts';
import { bill, preview, startSubscription, taxServices } from '../support/bills.ts';
import { stored } from '../support/cases.ts';
import type { Harness } from '../support/harness.ts';
import { days, sold, start } from '../support/situations.ts';

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
  groupEnds: days(300),
  goesOn: fc.boolean(),
});

let count = 0;
const customerWithGroup = async () => {
  const [customerId, groupId] = [newId(), newId()];
  count += 1;
  const by = { createdBy: 'test', createdAt: h.clock.now() };
  const name = `Grouped ${count}`;
  await h.db.prisma.customer.create({
    data: { id: customerId, name, nameKey: name.toLowerCase(), currency: 'USD', timeZone: 'UTC', ...by },
  });
  const group = { id: groupId, customerId, name: 'Main', nameKey: 'main', startOn: toDbDate(start), ...by };
  await h.db.prisma.billingGroup.create({ data: group });
  return { customerId, groupId };
};

const byPeriod = (lines: readonly Pick<NewLine, 'itemId' | 'period' | 'net'>[]) => {
  const totals = new Map<string, bigint>();
  for (const { itemId, period, net } of lines) {
    const key = `${itemId} ${period?.first}`;
    totals.set(key, (totals.get(key) ?? 0n) + (net?.amount ?? 0n));
  }
  return new Map([...totals].filter(([, total]) => total !== 0n).sort());
};

/** What bills and waiting credits say by service and period; and what that costs by itself, where nothing of it was billed. */
const billedAndCost = async (customerId: string, asOf: Day) => {
  const subscription = (await subscriptionsOfCustomer(h.db.prisma, customerId))[0] ?? expect.fail('no subscription');
  const billed = (await billedFor(h.db.prisma, [subscription])).get(subscription.id) ?? [];
  const { waiting } = await preview(h, customerId, asOf);
  const unbilled = billed.map((each) => ({ ...each, net: zero('USD') }));
  return {
    billed: byPeriod([...billed, ...waiting]),
    cost: byPeriod(dueLines(accountOf(subscription, unbilled, []), asOf)),
  };
};

test('BIL-1 the preview is what is made, and a second time there is nothing, whatever was sold, billed and ended, its billing group too', async () => {
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
    fc.asyncProperty(situation, async ({ what, credit, asOf, ended, later, groupEnds, goesOn }) => {
      const { customerId, groupId } = await customerWithGroup();
      const { subscription } = await startSubscription(h, { ...what, customerId, groupId });
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
      const groupEnd = async (endOn: Date | null) => {
        await h.db.prisma.billingGroup.update({ where: { id: groupId }, data: { endOn } });
        const last = addDays(asOf, later);
        await bills(customerId, last);
        const { billed, cost } = await billedAndCost(customerId, last);
        expect(billed).toEqual(cost);
        if (endOn) expect([...billed.keys()].filter((key) => key.slice(-10) > groupEnds)).toEqual([]);
      };
      // BIL-22: nothing is billed beyond its last day, and what was is credited; gone on with, it costs what it would have.
      await groupEnd(toDbDate(groupEnds));
      if (goesOn) await groupEnd(null);
    }),
    stored,
  );
}, 240_000);
