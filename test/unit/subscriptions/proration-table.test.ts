import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { type Account, dueLines } from '../../../src/features/billing/charging/index.ts';
import { goLiveCredit } from '../../../src/features/billing/subscriptions/proration.ts';
import { anAccount, anItem, aSchedule } from '../charging/an-account.ts';

/** A part of an amount, half up, with nothing of the rules: (2 × amount × days + length) / (2 × length), rounded down. */
const part = (amount: bigint, days: number, length: number): bigint =>
  (2n * amount * BigInt(days) + BigInt(length)) / (2n * BigInt(length));

/** Months of each length, and every day of them. */
const months = [
  ['2027-02', 28],
  ['2028-02', 29],
  ['2027-04', 30],
  ['2027-01', 31],
] as const;
const everyDay = months.flatMap(([month, length]) =>
  Array.from({ length }, (_, index) => [`${month}-${String(index + 1).padStart(2, '0')}`, index + 1, length] as const),
);
const amounts = [200_000n, 199_999n, 1n, 99_999n, 4_550n, 123_456_789_012n];
const currencies = ['USD', 'JPY', 'KWD'];

describe('BIL-9 the go-live credit, every day of months of 28, 29, 30 and 31 days', () => {
  const credit = (amount: bigint, currency: string, on: string, midMonthDays: readonly number[]) =>
    goLiveCredit({ base: money(amount, currency), wentLiveOn: day(on), midMonthDays }).credit;

  test.each([
    ['2026-01-15', 100_000n],
    ['2026-01-07', 38_710n],
    ['2026-01-22', 135_484n],
  ])('$2,000.00, live on %s', (on, expected) => {
    expect(credit(200_000n, 'USD', on, [15])).toEqual(money(expected, 'USD'));
    // And what is due of the first full month's bill.
    expect(200_000n - credit(200_000n, 'USD', on, [15]).amount).toBe(
      { '2026-01-15': 100_000n, '2026-01-07': 161_290n, '2026-01-22': 64_516n }[on],
    );
  });

  test.each(everyDay)('live on %s', (on, number, length) => {
    for (const amount of amounts) {
      for (const currency of currencies) {
        expect(credit(amount, currency, on, [])).toEqual(money(part(amount, number - 1, length), currency));
        const half = number === 15 ? part(amount, 1, 2) : part(amount, number - 1, length);
        expect(credit(amount, currency, on, [15])).toEqual(money(half, currency));
      }
    }
  });
});

describe('N08 a broken month, every day of months of 28, 29, 30 and 31 days', () => {
  const account = (amount: bigint, currency: string, change: Parameters<typeof anItem>[0]): Account =>
    anAccount({
      currency,
      items: [
        anItem({
          prices: [{ from: day('2020-01-01'), price: { tenThousandths: amount * 10_000n, currency } }],
          ...change,
        }),
      ],
      schedules: [aSchedule({ first: day('2027-01-01') })],
    });
  const first = (of: Account, on: string) => dueLines(of, day(on)).at(-1)?.net.amount ?? 0n;

  test.each(everyDay)('%s as the first day, and as the last', (on, number, length) => {
    const begun = `${on.slice(0, 7)}-01`;
    for (const amount of amounts) {
      for (const currency of currencies) {
        const fromOn = account(amount, currency, { first: day(on) });
        expect(first(fromOn, on)).toBe(part(amount, length - number + 1, length));
        const untilOn = account(amount, currency, { first: day(begun), last: day(on) });
        expect(first(untilOn, begun)).toBe(part(amount, number, length));
      }
    }
  });
});
