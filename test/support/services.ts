import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import type { ServiceRow } from '../../src/features/billing/subscriptions/index.ts';
import { typedSold } from '../../src/features/billing/subscriptions/items/store.ts';

/** A service that was typed: so many at a month's price in cents. */
export const aService = (
  description: string,
  quantity: number,
  cents: number,
  more: Partial<ServiceRow> = {},
): ServiceRow => {
  const ownPrice = unitPriceOf(money(cents, 'USD'));
  return {
    id: 'x',
    sold: typedSold(description, ownPrice),
    description,
    quantity,
    ownPrice,
    prices: [{ from: day('1900-01-01'), price: ownPrice }],
    per: 1,
    prorated: 'by months',
    first: day('2026-01-01'),
    interruptions: [],
    ...more,
  };
};
