import { expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { unitPriceOf } from '../../../src/core/money/unit-price.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { AssignedAsset } from '../../../src/features/billing/charging/index.ts';
import { monthlyText } from '../../../src/features/billing/subscriptions/accounts/monthly.ts';
import { rivalsOf, type Subscription } from '../../../src/features/billing/subscriptions/index.ts';

const asset = (id: string, more: Partial<AssignedAsset> = {}): AssignedAsset => ({
  id,
  name: id,
  group: 'g',
  server: 's1',
  first: day('2026-01-01'),
  ...more,
});
const subscription = (
  id: string,
  cents: number,
  eachAsset?: { level: 'group' | 'asset'; id: string },
  isArmed = true,
) =>
  ({
    id,
    groupId: 'g',
    currency: 'USD',
    counts: [],
    template: { armed: isArmed, nextOn: day('2026-04-01') },
    items: [
      {
        id: `row ${id}`,
        sold: { kind: 'plan', id: `plan ${id}` },
        description: `Plan ${id}`,
        quantity: 1,
        prices: [{ from: day('2020-01-01'), price: unitPriceOf(money(cents, 'USD')) }],
        per: 1,
        prorated: 'by months',
        interruptions: [],
        first: day('2026-01-01'),
        eachAsset,
      },
    ],
  }) as unknown as Subscription;

test('CUS-4 what a subscription costs a month counts a plan for each asset by those that it reaches', () => {
  const assets = [...Array.from({ length: 14 }, (_, at) => asset(`${at}`)), asset('free', { free: true })];
  expect(monthlyText(subscription('a', 33_00, { level: 'group', id: 'g' }), assets, [])).toBe('$462.00 a month');
  expect(monthlyText(subscription('a', 33_00, { level: 'group', id: 'g' }), [], [])).toBe('$0.00 a month');
  expect(monthlyText(subscription('a', 33_00), assets, [])).toBe('$33.00 a month');
});

test('CUS-4 a narrower row of another armed subscription of the group takes its asset; two of one level cannot be reckoned', () => {
  const assets = [asset('1'), asset('2')];
  const wide = subscription('wide', 30_00, { level: 'group', id: 'g' });
  const narrow = subscription('narrow', 5_00, { level: 'asset', id: '1' });
  const costs = (of: Subscription, all: readonly Subscription[]) => monthlyText(of, assets, rivalsOf(of, all));
  expect(costs(wide, [wide, narrow])).toBe('$30.00 a month');
  expect(costs(narrow, [wide, narrow])).toBe('$5.00 a month');
  const unarmed = subscription('unarmed', 5_00, { level: 'asset', id: '1' }, false);
  expect(costs(wide, [wide, unarmed])).toBe('$60.00 a month');
  const elsewhere = { ...narrow, groupId: 'h' };
  expect(costs(wide, [wide, elsewhere])).toBe('$60.00 a month');
  expect(costs(wide, [wide, subscription('twin', 1_00, { level: 'group', id: 'g' })])).toMatch(
    /^Not to be billed: 1 has both “Plan wide” and “Plan twin” on the same days/,
  );
});
