import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, money } from '../../../src/core/money/money.ts';
import { addDays, type Day, day, dayOfMonth, daysInMonth } from '../../../src/core/time/calendar.ts';
import { monthlyOn } from '../../../src/features/billing/subscriptions/items/service-row.ts';
import { firstBill, goLiveCredit } from '../../../src/features/billing/subscriptions/proration.ts';
import { requireServices } from '../../../src/features/billing/subscriptions/set-up-subscription.ts';
import { aService } from '../../support/services.ts';

const usd = (amount: bigint | number): Money => money(amount, 'USD');
const midMonthDays = [15];

describe('BIL-9 the go-live credit', () => {
  test.each([
    ['on the 15th: half', '2026-01-15', 200_000n, 100_000n, 'mid-month half'],
    ['on the 7th: 6 of 31 days', '2026-01-07', 200_000n, 38_710n, 'days'],
    ['on the 22nd: 21 of 31 days', '2026-01-22', 200_000n, 135_484n, 'days'],
    ['on the 1st: nothing', '2026-01-01', 200_000n, 0n, 'full month'],
    ['on the 31st: 30 of 31 days', '2026-01-31', 200_000n, 193_548n, 'days'],
    ['in February: 27 of 28 days', '2026-02-28', 200_000n, 192_857n, 'days'],
    ['T46 live on February 10: 9 of 28 days', '2026-02-10', 200_000n, 64_286n, 'days'],
    ['T46 live on the last day of a leap year’s February: 28 of 29', '2028-02-29', 200_000n, 193_103n, 'days'],
    ['on the 15th, an odd cent: half rounded up', '2026-02-15', 99_999n, 50_000n, 'mid-month half'],
    ['half a cent is rounded up once: 1 of 30 days of $0.15', '2026-04-02', 15n, 1n, 'days'],
    ['below half a cent it is rounded down', '2026-04-02', 14n, 0n, 'days'],
    ['nothing prepaid: nothing', '2026-01-22', 0n, 0n, 'none'],
  ])('%s', (_, wentLiveOn, base, credit, rule) => {
    expect(goLiveCredit({ base: usd(base), wentLiveOn: day(wentLiveOn), midMonthDays })).toMatchObject({
      credit: usd(credit),
      rule,
    });
  });

  test('which days are mid-month is a setting', () => {
    const on = { base: usd(200_000), wentLiveOn: day('2026-01-15') };
    expect(goLiveCredit({ ...on, midMonthDays: [] }).credit).toEqual(usd(90_323));
    expect(goLiveCredit({ ...on, wentLiveOn: day('2026-01-16'), midMonthDays: [15, 16] }).credit).toEqual(usd(100_000));
  });

  test('the rule is stated with its figures', () => {
    const { text } = goLiveCredit({ base: usd(200_000), wentLiveOn: day('2026-01-07'), midMonthDays });
    expect(text).toBe('Live on Jan 7, 2026: 6 of 31 days of the prepaid $2,000.00 are credited, $387.10.');
  });

  test('it lies between nothing and the base, is exact to half a cent, and never shrinks with a later day', () => {
    const days = fc.integer({ min: 0, max: 5000 }).map((n) => addDays(day('2024-01-01'), n));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), days, (amount, wentLiveOn: Day) => {
        const of = (on: Day) => goLiveCredit({ base: usd(amount), wentLiveOn: on, midMonthDays: [] }).credit.amount;
        const credit = of(wentLiveOn);
        const n = BigInt(daysInMonth(wentLiveOn));
        const difference = 2n * (credit * n - amount * BigInt(dayOfMonth(wentLiveOn) - 1));
        expect(credit >= 0n && credit <= amount).toBe(true);
        expect(difference <= n && difference > -n).toBe(true);
        if (dayOfMonth(wentLiveOn) < Number(n)) expect(of(addDays(wentLiveOn, 1)) >= credit).toBe(true);
      }),
    );
  });
});

describe('ONB-16 the first recurring bill', () => {
  const of = (wentLiveOn: string, today: string, prepaidNet: Money | undefined = usd(200_000)) =>
    firstBill({ monthly: usd(200_000), prepaidNet, wentLiveOn: day(wentLiveOn), today: day(today), midMonthDays });

  test.each([
    ['2026-01-15', '2026-02-01', 100_000n],
    ['2026-01-07', '2026-02-01', 161_290n],
    ['2026-01-22', '2026-02-01', 64_516n],
    ['2026-01-01', '2026-02-01', 200_000n],
    ['2026-12-31', '2027-01-01', 6_452n],
  ])('live on %s: on %s, due %s', (wentLiveOn, nextOn, due) => {
    expect(of(wentLiveOn, wentLiveOn)).toMatchObject({ nextOn, due: usd(due), dueNow: false });
  });

  test('armed after that day: due now', () => {
    expect(of('2026-01-15', '2026-01-31').dueNow).toBe(false);
    expect(of('2026-01-15', '2026-02-01').dueNow).toBe(true);
    expect(of('2026-01-15', '2026-03-05')).toMatchObject({ dueNow: true, nextOn: '2026-02-01', due: usd(100_000) });
  });

  test('gone live by override without payment: no credit', () => {
    const bill = firstBill({
      monthly: usd(200_000),
      prepaidNet: undefined,
      wentLiveOn: day('2026-01-22'),
      today: day('2026-01-22'),
      midMonthDays,
    });
    expect(bill).toMatchObject({ credit: usd(0), due: usd(200_000), rule: 'none' });
  });

  test('a credit above the first bill is carried over, and the bill is not negative', () => {
    expect(of('2026-01-31', '2026-01-31', usd(400_000))).toMatchObject({
      credit: usd(387_097),
      due: usd(0),
      carriedOver: usd(187_097),
    });
  });

  test('BIL-11 due + credit = monthly + carried over', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.integer({ min: 0, max: 800 }),
        (monthly, prepaid, n) => {
          const on = addDays(day('2026-01-01'), n);
          const bill = firstBill({
            monthly: usd(monthly),
            prepaidNet: usd(prepaid),
            wentLiveOn: on,
            today: on,
            midMonthDays,
          });
          expect(bill.due.amount + bill.credit.amount).toBe(monthly + bill.carriedOver.amount);
          expect(bill.due.amount >= 0n && bill.carriedOver.amount >= 0n).toBe(true);
          expect(bill.due.amount === 0n || bill.carriedOver.amount === 0n).toBe(true);
        },
      ),
    );
  });
});

describe('ONB-8 the services of a subscription', () => {
  const item = { description: 'Managed desktop', quantity: 12, unitAmount: usd(4_550) };

  test('BIL-11 a month’s total is the sum of quantity × price of what is served on the day', () => {
    const on = day('2026-05-01');
    const yearly = aService('Domain', 1, 12_000, { per: 12 });
    const rows = [
      aService('Managed desktop', 12, 4_550),
      aService('Managed server', 1, 5_400),
      yearly,
      aService('Ended', 1, 9_999, { last: day('2026-04-30') }),
      aService('Later', 1, 9_999, { first: day('2026-05-02') }),
      aService('Taken back', 1, 9_999, { withdrawn: true }),
      aService('Stopped', 1, 9_999, { interruptions: [{ kind: 'stop', first: on }] }),
      aService('Fee', 1, 9_999, { per: 'once', first: on }),
    ];
    expect(monthlyOn(rows, on, 'USD')).toEqual(usd(61_000));
  });

  test.each([
    ['none', []],
    ['a blank description', [{ ...item, description: ' ' }]],
    ['no quantity', [{ ...item, quantity: 0 }]],
    ['half a service', [{ ...item, quantity: 1.5 }]],
    ['a negative price', [{ ...item, unitAmount: usd(-1) }]],
    ['ALL-7 another currency', [item, { ...item, unitAmount: money(100, 'EUR') }]],
  ])('refused: %s', (_, items) => {
    expect(() => requireServices(items, 'USD')).toThrow(
      expect.objectContaining({ fields: { services: expect.any(String) } }),
    );
  });
});

test('BIL-9 less than nothing was never paid: a caller’s mistake, not a charge', () => {
  const input = { base: usd(-1), wentLiveOn: day('2026-01-07'), midMonthDays };
  expect(() => goLiveCredit(input)).toThrow(RangeError);
});
