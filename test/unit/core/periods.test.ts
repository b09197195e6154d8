import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, instantAt, todayIn } from '../../../src/core/time/calendar.ts';
import {
  calendarAnchor,
  nthPeriod,
  type PeriodMonths,
  periodNumber,
  periodOf,
  periodsWithin,
  type Rhythm,
} from '../../../src/core/time/periods.ts';
import { dayAfter, isWithin } from '../../../src/core/time/spans.ts';
import { light } from '../../support/cases.ts';

const rhythm = (months: PeriodMonths, anchor: string): Rhythm => ({ months, anchor: day(anchor) });
const firsts = (from: Rhythm, count: number) => Array.from({ length: count }, (_, n) => nthPeriod(from, n).first);
const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(day('1990-01-01'), n));
const lengths = fc.constantFrom<PeriodMonths>(1, 3, 12);

describe('BIL-20 periods follow one another without gap or drift', () => {
  test('N01 the 31st, fourteen months on end, is each month’s last day', () => {
    const year = ['03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31', '11-30', '12-31'];
    const expected = (in_: number, february: string) => [
      `${in_}-01-31`,
      `${in_}-02-${february}`,
      ...year.map((on) => `${in_}-${on}`),
      `${in_ + 1}-01-31`,
      `${in_ + 1}-02-${(in_ + 1) % 4 === 0 ? '29' : '28'}`,
    ];
    expect(firsts(rhythm(1, '2027-01-31'), 14)).toEqual(expected(2027, '28'));
    expect(firsts(rhythm(1, '2028-01-31'), 14)).toEqual(expected(2028, '29'));
  });

  test('the periods between end the day before the next', () => {
    expect(periodOf(rhythm(1, '2027-01-31'), day('2027-02-28'))).toEqual({ first: '2027-02-28', last: '2027-03-30' });
    expect(periodOf(rhythm(1, '2027-01-31'), day('2027-02-27'))).toEqual({ first: '2027-01-31', last: '2027-02-27' });
    expect(periodOf(rhythm(3, '2026-01-31'), day('2026-05-01'))).toEqual({ first: '2026-04-30', last: '2026-07-30' });
  });

  test('a year from a leap day begins on February 28, and on the 29th again four years later', () => {
    expect(firsts(rhythm(12, '2028-02-29'), 5)).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
  });

  test.each<[PeriodMonths, string, string, string]>([
    [1, '2026-04-08', '2026-04-01', '2026-04-30'],
    [1, '1999-12-31', '1999-12-01', '1999-12-31'],
    [3, '2026-04-08', '2026-04-01', '2026-06-30'],
    [3, '2026-03-31', '2026-01-01', '2026-03-31'],
    [12, '2028-02-29', '2028-01-01', '2028-12-31'],
  ])('every %s months of the calendar: %s lies in %s to %s', (months, on, first, last) => {
    expect(periodOf({ months, anchor: calendarAnchor }, day(on))).toEqual({ first, last });
  });

  test('all that have a day in a range, whole, also before the anchor', () => {
    expect(periodsWithin(rhythm(1, '2026-03-15'), { first: day('2026-02-14'), last: day('2026-03-15') })).toEqual([
      { first: '2026-01-15', last: '2026-02-14' },
      { first: '2026-02-15', last: '2026-03-14' },
      { first: '2026-03-15', last: '2026-04-14' },
    ]);
    expect(periodsWithin(rhythm(1, '2026-03-15'), { first: day('2026-02-14'), last: day('2026-02-13') })).toEqual([]);
  });

  test('each day lies in just the period of its number, and the next begins the day after', () => {
    fc.assert(
      fc.property(lengths, days, days, (months, anchor, on) => {
        const n = periodNumber({ months, anchor }, on);
        const own = nthPeriod({ months, anchor }, n);
        return isWithin(on, own) && nthPeriod({ months, anchor }, n + 1).first === dayAfter(own.last);
      }),
      light,
    );
  });

  test('the n-th begins on the anchor’s day of the month or on the month’s last, and has its months', () => {
    fc.assert(
      fc.property(lengths, days, fc.integer({ min: -40, max: 40 }), (months, anchor, n) => {
        const { first } = nthPeriod({ months, anchor }, n);
        const inMonth = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).getUTCDate();
        const monthsApart = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
        return (
          Number(first.slice(8)) === Math.min(Number(anchor.slice(8)), inMonth) &&
          monthsApart(first) - monthsApart(anchor) === n * months
        );
      }),
      light,
    );
  });
});

describe('BIL-22 which day an instant is, is decided where the customer lives', () => {
  test('N03 a start late in the evening in New York is that evening’s day, and a whole period follows', () => {
    const start = todayIn('America/New_York', new Date('2026-03-01T03:47:00Z'));
    expect(start).toBe('2026-02-28');
    expect(periodOf(rhythm(1, start), start)).toEqual({ first: '2026-02-28', last: '2026-03-27' });
  });

  // New York: March 8 has 23 hours, November 1 has 25. Auckland: April 5 has 25, September 27 has 23.
  test.each([
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
    ['Pacific/Auckland', '2026-04-05'],
    ['Pacific/Auckland', '2026-09-27'],
  ])(
    '%s, %s: a quarter of an hour before and after midnight are two days, each with a period of its own',
    (zone, on) => {
      const changing = day(on);
      for (const [each, time] of [
        [addDays(changing, -1), '23:45'],
        [changing, '00:15'],
        [changing, '23:45'],
        [addDays(changing, 1), '00:15'],
      ] as const) {
        const start = todayIn(zone, instantAt(each, time, zone));
        expect(start).toBe(each);
        expect(periodOf(rhythm(1, start), start).first).toBe(each);
      }
    },
  );
});
