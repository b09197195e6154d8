import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { DueLine } from '../../../src/features/billing/charging/index.ts';
import {
  creditedTwice,
  type GivenBack,
  lessGivenBack,
} from '../../../src/features/billing/subscriptions/accounts/given-back.ts';

const april = { first: day('2026-04-01'), last: day('2026-04-30') };
const given = (cents: number, more: Partial<GivenBack> = {}): GivenBack => ({
  itemId: 'a',
  period: april,
  amount: money(cents, 'USD'),
  ...more,
});
const line = (cents: number, more: Partial<DueLine> = {}): DueLine => ({
  itemId: 'a',
  description: 'Help desk',
  period: april,
  quantity: 1,
  unitPrice: { tenThousandths: 0n, currency: 'USD' },
  net: money(cents, 'USD'),
  why: 'April',
  ...more,
});
const cents = (lines: readonly DueLine[]) => lines.map(({ net, why }) => [Number(net.amount), why]);

describe('BIL-6, BIL-13 what a change credits of what was given back already', () => {
  test('as much as was given back, and never more than is credited', () => {
    expect(creditedTwice([line(-50_00)], [given(60_00)])).toEqual([given(50_00)]);
    expect(creditedTwice([line(-50_00)], [given(20_00)])).toEqual([given(20_00)]);
  });

  test('of that service, asset and period only, and nothing of what is charged', () => {
    const others = [
      given(60_00, { itemId: 'b' }),
      given(60_00, { assetId: 'x' }),
      given(60_00, { period: { ...april, first: day('2026-04-02') } }),
    ];
    expect(creditedTwice([line(-50_00), line(50_00)], others)).toEqual([]);
    expect(creditedTwice([line(50_00)], [given(60_00)])).toEqual([]);
  });

  test('the rest is credited, and says why it is less; the others stay', () => {
    const lines = [line(-50_00), line(30_00, { itemId: 'b' })];
    expect(cents(lessGivenBack(lines, [given(20_00)]))).toEqual([
      [-30_00, 'April; $20.00 was given back before'],
      [30_00, 'April'],
    ]);
    expect(cents(lessGivenBack(lines, [given(50_00)]))).toEqual([[30_00, 'April']]);
  });
});
