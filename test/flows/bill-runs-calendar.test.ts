import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Day, day } from '../../src/core/time/calendar.ts';
import { startBillRun } from '../../src/features/billing/billruns/index.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { type ASubscription, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';

/** A service at a month's price in cents. */
const at = (cents: number, days: { readonly first: Day; readonly last?: Day }) => {
  const ownPrice = { tenThousandths: BigInt(cents) * 10_000n, currency: 'USD' };
  return { ownPrice, prices: [{ from: day('1900-01-01'), price: ownPrice }], ...days };
};

describeEachEngine('bill runs and the calendar', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { timeZone: 'Pacific/Auckland' });
    await taxServices(h, 0);
    await makeSeller(h, { timeZone: 'Pacific/Auckland' });
  });
  afterAll(() => h.close());

  const begin = async (what: ASubscription) => (await startSubscription(h, what)).customerId;
  const run = async (customerId: string, asOf: string) => {
    const scope = { asOf: day(asOf), outcome: 'issued', customers: [customerId], withInactive: false } as const;
    await startBillRun(h.deps, h.person('accounting'), { ...scope, customers: [customerId] }, { isPreview: false });
    await workThroughRuns(h.deps);
  };
  /** For each line the days that it is for and its cents, and on which day its bill was issued. */
  const billed = async (customerId: string) =>
    (
      await h.db.prisma.$queryRaw<{ said: string }[]>`
        SELECT to_char(l.period_first, 'YYYY-MM-DD') || ' ' || to_char(l.period_last, 'YYYY-MM-DD') || ' ' || l.net || ' ' ||
          to_char(i.issued_on, 'YYYY-MM-DD') AS said
        FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id WHERE i.customer_id = ${customerId}::uuid
        ORDER BY l.period_first, l.net`
    ).map(({ said }) => said);
  const monthEnds: readonly Day[] = ['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'].map(day);

  test('N01, BIL-2 billed on the 31st through February of a leap year: each month once, on its last day', async () => {
    h.clock.set(new Date('2028-06-01T00:00:00Z'));
    const from = day('2028-01-31');
    const id = await begin({ rows: [{ first: from }], rule: { firstOn: from, nextOn: from, anchorOn: from } });
    // Every day from the first to the last, as a zealous accountant would.
    for (const asOf of ['2028-01-30', ...monthEnds, ...monthEnds, '2028-05-30']) await run(id, asOf);
    expect((await billed(id)).map((said) => said.slice(0, 21))).toEqual([
      '2028-01-31 2028-02-28',
      '2028-02-29 2028-03-30',
      '2028-03-31 2028-04-29',
      '2028-04-30 2028-05-30',
      '2028-05-31 2028-06-29',
    ]);
  });

  test('BIL-2, BIL-12 at 23:45 and at 00:15 in Auckland bills are dated by its day, also where clocks change', async () => {
    const issued = async (at: string): Promise<string | undefined> => {
      h.clock.set(new Date(at));
      const id = await begin({});
      await run(id, '2026-01-01');
      return (await billed(id))[0]?.slice(-10);
    };
    expect(await issued('2026-02-28T10:45:00Z')).toBe('2026-02-28');
    expect(await issued('2026-02-28T11:15:00Z')).toBe('2026-03-01');
    // Clocks go back in the night to April 5, and forward in the night to September 27.
    expect(await issued('2026-04-04T10:45:00Z')).toBe('2026-04-04');
    expect(await issued('2026-04-05T11:45:00Z')).toBe('2026-04-05');
    expect(await issued('2026-04-05T12:15:00Z')).toBe('2026-04-06');
    expect(await issued('2026-09-26T11:45:00Z')).toBe('2026-09-26');
    expect(await issued('2026-09-27T10:45:00Z')).toBe('2026-09-27');
    expect(await issued('2026-09-27T11:15:00Z')).toBe('2026-09-28');
  });

  test('BIL-16, BIL-20 three months missed are caught up by one run: a bill for each, and none twice', async () => {
    h.clock.set(new Date('2026-04-20T00:00:00Z'));
    const id = await begin({});
    await run(id, '2026-01-01');
    await run(id, '2026-04-20');
    await run(id, '2026-04-20');
    expect(await billed(id)).toEqual([
      '2026-01-01 2026-01-31 10000 2026-04-20',
      '2026-02-01 2026-02-28 10000 2026-04-20',
      '2026-03-01 2026-03-31 10000 2026-04-20',
      '2026-04-01 2026-04-30 10000 2026-04-20',
    ]);
    expect(await h.db.prisma.invoice.count({ where: { customerId: id } })).toBe(4);
  });

  test('BIL-2 a price that changes in the middle of a month: the days before by the old one, those after by the new', async () => {
    h.clock.set(new Date('2026-04-20T00:00:00Z'));
    const rows = [
      at(310_00, { first: day('2026-03-01'), last: day('2026-03-10') }),
      at(620_00, { first: day('2026-03-11') }),
    ];
    const id = await begin({ rows, rule: { firstOn: day('2026-03-01'), nextOn: day('2026-03-01') } });
    await run(id, '2026-03-01');
    expect((await billed(id)).map((said) => said.slice(0, -11))).toEqual([
      '2026-03-01 2026-03-31 10000',
      '2026-03-01 2026-03-31 42000',
    ]);
  });
});
