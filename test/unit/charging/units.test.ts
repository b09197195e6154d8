import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { calendarAnchor } from '../../../src/core/time/periods.ts';
import { type Account, dueLines, type Item, type UnitCount } from '../../../src/features/billing/charging/index.ts';
import { heavy } from '../../support/cases.ts';
import { anAccount, anItem, aSchedule, billing, price, totalOf } from './an-account.ts';

const april = { first: day('2026-04-01'), last: day('2026-04-30') };
const aCount = (units: number, change: Partial<UnitCount> = {}): UnitCount => ({
  id: 'count',
  itemId: 'item',
  period: april,
  units,
  ...change,
});
/** $45.00 a month since January 1, 1,000 units included, $0.0035 above. */
const metered = (change: Partial<Item> = {}, included = 1000): Item =>
  anItem({
    description: 'Mail',
    first: day('2026-01-01'),
    prices: [
      {
        from: day('2020-01-01'),
        price: price(45_00),
        metering: { included, above: { tenThousandths: 3_500n, currency: 'USD' } },
      },
    ],
    ...change,
  });
const withCounts = (counts: readonly UnitCount[], items: readonly Item[] = [metered()]): Account =>
  anAccount({ items, counts });
const counted = (account: Account, asOf = '2026-05-01') =>
  dueLines(account, day(asOf))
    .filter(({ itemId }) => itemId.startsWith('count'))
    .map(({ description, quantity, net }) => [description, quantity, Number(net.amount)]);

describe('CUS-4, BIL-11 units of a metered plan: what is above the included ones, at its own price, in a line of its own', () => {
  test('1,000 included, 2,250 counted: 1,250 at $0.0035, rounded once; the plan’s price beside it', () => {
    const lines = dueLines(withCounts([aCount(2_250)]), day('2026-04-01'));
    expect(lines.map(({ description, quantity, net }) => [description, quantity, Number(net.amount)])).toEqual([
      ['Mail, April: 2,250 units, 1,000 included, $0.0035 above', 1_250, 438],
      ['Mail', 1, 45_00],
    ]);
    expect(lines[0]).toMatchObject({ unitPrice: { tenThousandths: 3_500n }, period: { first: april.first } });
  });

  test('up to the included ones nothing is charged', () => {
    expect(counted(withCounts([aCount(1_000)]))).toEqual([]);
    expect(counted(withCounts([aCount(1_143)]))).toEqual([[expect.any(String), 143, 50]]);
  });

  test('the included ones are those of the quantity, and of a part of the price that part, rounded up', () => {
    expect(counted(withCounts([aCount(2_250)], [metered({ quantity: 2 })]))).toEqual([
      ['Mail, April: 2,250 units, 2,000 included, $0.0035 above', 250, 88],
    ]);
    const since8 = metered({ first: day('2026-04-08') });
    expect(counted(withCounts([aCount(2_250)], [since8]))).toEqual([
      ['Mail, April: 2,250 units, 767 included, $0.0035 above', 1_483, 519],
    ]);
    const full = metered({ first: day('2026-04-08'), prorated: 'never' });
    expect(counted(withCounts([aCount(2_250)], [full]))[0]?.[1]).toBe(1_250);
    const later = anAccount({
      items: [metered()],
      counts: [aCount(2_250)],
      schedules: [aSchedule({ first: day('2026-04-16') })],
    });
    expect(counted(later)[0]?.[1]).toBe(1_750);
  });

  test('a year’s price includes its units once a year, however it is billed; a month’s price those of each month', () => {
    const year = { first: day('2026-01-01'), last: day('2026-12-31') };
    const yearly = anAccount({
      items: [metered({ per: 12 })],
      counts: [aCount(1_100, { period: year })],
      schedules: [aSchedule({ first: day('2026-01-01') })],
    });
    expect(counted(yearly, '2026-12-31')).toEqual([[expect.stringContaining('1,000 included'), 100, 35]]);
    const quarterly = { ...withCounts([aCount(2_250)]), schedules: [aSchedule({ months: 3 })] };
    for (const prorated of ['by months', 'by days', 'never'] as const)
      expect(counted({ ...quarterly, items: [metered({ prorated })] })[0]?.[1]).toBe(1_250);
  });

  test('rows that took over from one another include together, at the price of the last', () => {
    const changed = [
      metered({ last: day('2026-04-15') }),
      metered({ id: 'more', replaces: 'item', quantity: 3, first: day('2026-04-16') }),
    ];
    expect(counted(withCounts([aCount(2_250)], changed))).toEqual([
      ['Mail, April: 2,250 units, 2,000 included, $0.0035 above', 250, 88],
    ]);
    const dearer = metered({ id: 'more', replaces: 'item', first: day('2026-04-16') });
    const prices = [{ from: april.first, price: price(1), metering: { included: 0, above: price(1) } }];
    expect(counted(withCounts([aCount(2_250)], [changed[0] ?? dearer, { ...dearer, prices }]))).toEqual([
      ['Mail, April: 2,250 units, 500 included, $0.01 above', 1_750, 17_50],
    ]);
  });

  test('the price of the period decides: what it includes later, or included before, is nothing to it', () => {
    const raised = metered();
    const prices = [
      ...raised.prices,
      { from: day('2026-05-01'), price: price(45_00), metering: { included: 1, above: price(100) } },
    ];
    expect(counted(withCounts([aCount(2_250)], [{ ...raised, prices }]))[0]?.[1]).toBe(1_250);
  });

  test('entered anew, taken back or withdrawn with the service: what was billed is credited, and what holds is charged', () => {
    const paid = billing(withCounts([aCount(2_250)]), dueLines(withCounts([aCount(2_250)]), day('2026-04-30')));
    expect(counted(paid, '2026-04-30')).toEqual([]);
    const anew = { ...paid, counts: [aCount(2_250, { withdrawn: true }), aCount(3_250, { id: 'count2' })] };
    expect(counted(anew, '2026-04-30')).toEqual([
      [expect.any(String), 1_250, -438],
      [expect.any(String), 2_250, 788],
    ]);
    const withdrawn = { ...paid, items: [metered({ withdrawn: true })] };
    expect(counted(withdrawn, '2026-04-30')).toEqual([['Mail, April: 2,250 units', 2_250, -438]]);
  });

  test('what is free, not served in the period, or has no units in its price charges none', () => {
    for (const item of [metered({ free: true }), metered({ last: day('2026-03-31') }), anItem()])
      expect(counted(withCounts([aCount(9_000)], [item]))).toEqual([]);
    expect(counted(withCounts([aCount(9_000, { itemId: 'gone' })]))).toEqual([]);
    expect(counted({ ...withCounts([aCount(9_000)]), schedules: [] })).toEqual([]);
  });

  test('a count does not make the period due that begins on its day', () => {
    const arrears = { ...withCounts([aCount(2_250)]), schedules: [aSchedule({ paid: 'in arrears' })] };
    const paid = billing(arrears, dueLines(arrears, day('2026-04-20')));
    expect(totalOf(paid.billed)).toBe(438n);
    expect(dueLines(paid, day('2026-04-20'))).toEqual([]);
  });

  test('whatever is counted, in whatever order: all of it is charged once, above what the months served include', () => {
    const month = (n: number) => ({
      first: day(`2026-0${n}-01`),
      last: day(`2026-0${n}-${[31, 28, 31, 30, 31, 30, 31, 31, 30][n - 1]}`),
    });
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { minLength: 1, maxLength: 9 }),
        fc.nat(3_000),
        fc.constantFrom<1 | 3>(1, 3),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
        (units, included, months, stops) => {
          const counts = units.map((each, n) => aCount(each, { id: `count${n}`, period: month(n + 1) }));
          const schedules = [aSchedule({ first: day('2026-01-01'), months, anchor: calendarAnchor })];
          const all = anAccount({ items: [metered({}, included)], counts, schedules });
          const end = day('2026-09-30');
          const bit = stops.sort().reduce((before, n) => billing(before, dueLines(before, day(`2026-0${n}-15`))), all);
          const billed = billing(bit, dueLines(bit, end));
          const above = units.map((each) => Math.max(each - included, 0));
          const cents = above.reduce((total, each) => total + BigInt(Math.round((each * 35) / 100)), 0n);
          expect(totalOf(billed.billed.filter(({ itemId }) => itemId.startsWith('count')))).toBe(cents);
          expect(dueLines(billed, end)).toEqual([]);
        },
      ),
      heavy,
    );
  });
});
