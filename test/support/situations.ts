/** Whatever may have been sold to a customer, for properties of bills. */
import fc from 'fast-check';
import { addDays, day } from '../../src/core/time/calendar.ts';
import { ownPrices } from '../../src/features/billing/subscriptions/items/store.ts';
import type { ASubscription } from './bills.ts';

export const start = day('2026-01-01');
export const days = (most: number) => fc.integer({ min: 0, max: most }).map((n) => addDays(start, n));

/** A service; @param least of its price, in 10,000ths of a cent */
const service = (least: bigint) =>
  fc.record({
    description: fc.constantFrom('Help desk', 'Backup', 'Domain'),
    quantity: fc.integer({ min: 1, max: 50 }),
    prices: fc
      .bigInt({ min: least, max: 50_000_000n })
      .map((tenThousandths) => ownPrices({ tenThousandths, currency: 'USD' })),
    per: fc.constantFrom(1 as const, 3 as const, 12 as const, 'once' as const),
    prorated: fc.constantFrom('by months' as const, 'by days' as const, 'never' as const),
    first: days(150),
  });

/** Services and how they are billed. */
export const sold = (least = -50_000n) =>
  fc
    .record({
      rows: fc.array(service(least), { minLength: 1, maxLength: 4 }),
      months: fc.constantFrom(1 as const, 3 as const, 12 as const),
      inArrears: fc.boolean(),
      daysAhead: fc.constantFrom(0, 30),
    })
    .map(
      ({ rows, months, inArrears, daysAhead }): ASubscription => ({
        rows: rows.map((each) => ({ ...each, ownPrice: each.prices[0]?.price })),
        rule: { months, inArrears, daysAhead, nextOn: inArrears ? addDays(start, 1) : start },
      }),
    );
