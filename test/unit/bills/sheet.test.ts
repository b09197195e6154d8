import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { fitted, sheetsOf, type TaxedSheetLine } from '../../../src/features/billing/bills/sheet.ts';
import { taxTotals } from '../../../src/features/billing/taxes/index.ts';

const on = day('2026-05-01');
const line = (cents: number, percent = 0): TaxedSheetLine => ({
  itemId: `${cents}`,
  subscriptionId: 's',
  description: 'x',
  period: { first: on, last: on },
  quantity: 1,
  unitPrice: { tenThousandths: BigInt(cents) * 10_000n, currency: 'USD' },
  net: money(cents, 'USD'),
  why: 'May',
  taxCategory: 'services',
  tax: { code: `${percent}`, name: 'Tax', rate: percent * 10_000, treatment: 'taxed' },
});
const nets = (lines: readonly TaxedSheetLine[]) => lines.map(({ net }) => Number(net.amount));

test('BIL-20 bills of one day that may share an invoice are one; what has no day stands on the first', () => {
  const may = { scheduledOn: on, lines: [line(1)] };
  const june = { scheduledOn: day('2026-06-01'), lines: [line(2)] };
  const sheets = sheetsOf([
    { shares: 'a', bills: [may, june] },
    { shares: 'a', bills: [june, { lines: [line(3)] }] },
    { shares: 'b', bills: [{ lines: [line(4)] }] },
  ]);
  expect(
    sheets.map(({ shares, scheduledOn, lines }) => [shares, scheduledOn, lines.map(({ itemId }) => itemId)]),
  ).toEqual([
    ['a', '2026-05-01', ['1', '3']],
    ['a', '2026-06-01', ['2', '2']],
    ['b', undefined, ['4']],
  ]);
});

test('BIL-9 what exceeds the bill is cut from the last credit, says so, and goes to the next that it may stand on', () => {
  const { sheets, waits } = fitted(
    [
      { shares: 'a', scheduledOn: on, lines: [line(1000_00), line(-1354_84)] },
      { shares: 'b', lines: [line(-5_00)] },
      { shares: 'a', scheduledOn: day('2026-06-01'), lines: [line(1000_00)] },
    ],
    'USD',
  );
  expect(sheets.map(({ lines }) => nets(lines))).toEqual([
    [1000_00, -1000_00],
    [1000_00, -354_84],
  ]);
  expect(sheets[0]?.lines[1]?.why).toBe('May; -$354.84 waits for the next bill');
  expect(waits).toEqual(money(-5_00, 'USD'));
});

test('BIL-9 at other rates too no bill is below zero, no more could be credited, and nothing of it is lost', () => {
  const lines = fc.array(
    fc.tuple(
      fc.integer({ min: -100_000, max: 100_000 }).filter((n) => n !== 0),
      fc.constantFrom(0, 7, 22),
    ),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(lines, (given) => {
      const sorted = [...given].sort(([a], [b]) => Number(a < 0) - Number(b < 0));
      const { sheets, waits } = fitted(
        [{ shares: 'a', lines: sorted.map(([cents, percent]) => line(cents, percent)) }],
        'USD',
      );
      const made = sheets[0]?.lines ?? [];
      const total = taxTotals(made, 'USD').total.amount;
      expect(total).toBeGreaterThanOrEqual(0n);
      const whole = sorted.reduce((sum, [cents]) => sum + cents, 0);
      expect(nets(made).reduce((sum, net) => sum + net, 0) + Number(waits.amount)).toBe(whole);
      // With a rate of 22 % at most, another cent is worth at most two.
      if (waits.amount < 0n) expect(total).toBeLessThanOrEqual(1n);
    }),
    { numRuns: 300 },
  );
});
