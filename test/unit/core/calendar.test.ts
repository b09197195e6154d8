import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addBusinessDays,
  addDays,
  addMonths,
  addYears,
  businessDaysBetween,
  compareDays,
  type Day,
  day,
  dayOfMonth,
  daysBetween,
  daysInMonth,
  firstOfMonth,
  firstOfNextMonth,
  formatDay,
  fromDbDate,
  instantAt,
  isBusinessDay,
  isZone,
  parseDay,
  slotsBetween,
  toDbDate,
  todayIn,
} from '../../../src/core/time/calendar.ts';
import { formatting } from '../../support/cases.ts';

const anyDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays(day('1950-01-01'), n));
const zones = fc.constantFrom(
  'Europe/Rome',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
);
const iso = (list: Date[]) => list.map((at) => at.toISOString());

describe('days', () => {
  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-1-1',
    '1899-12-31',
    '0206-01-01',
    '2026-01-01T00:00',
    '',
    '20260101',
  ])('“%s” is no day', (text) => {
    expect(parseDay(text)).toBeUndefined();
    expect(() => day(text)).toThrow(RangeError);
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 2, '2027-02-15'],
  ])('%s and %d months is %s: clamped to the end of the month', (from, months, expected) => {
    expect(addMonths(day(from), months)).toBe(expected);
  });

  test('years, months and their ends', () => {
    expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28');
    expect(addYears(day('2024-02-29'), 4)).toBe('2028-02-29');
    expect(firstOfMonth(day('2026-01-15'))).toBe('2026-01-01');
    expect(daysInMonth(day('2024-02-10'))).toBe(29);
    expect(dayOfMonth(day('2026-01-09'))).toBe(9);
    expect(formatDay(day('2026-01-15'))).toBe('Jan 15, 2026');
    expect(compareDays(day('2026-01-15'), day('2026-01-16'))).toBeLessThan(0);
  });

  test('ONB-16 the first of the month after', () => {
    expect(firstOfNextMonth(day('2026-01-01'))).toBe('2026-02-01');
    expect(firstOfNextMonth(day('2026-12-31'))).toBe('2027-01-01');
  });

  test('adding days and counting them are inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (from, n) => {
        expect(daysBetween(from, addDays(from, n))).toBe(n);
      }),
    );
  });

  test('a day survives the way through the database', () => {
    fc.assert(
      fc.property(anyDay, (d) => {
        expect(fromDbDate(toDbDate(d))).toBe(d);
      }),
    );
    expect(toDbDate(day('2026-01-15')).toISOString()).toBe('2026-01-15T00:00:00.000Z');
  });
});

describe('business days', () => {
  const holidays = new Set(['2026-01-19']);

  test('are Monday to Friday except holidays', () => {
    expect(
      ['2026-01-16', '2026-01-17', '2026-01-18', '2026-01-19', '2026-01-20'].map((d) =>
        isBusinessDay(day(d), holidays),
      ),
    ).toEqual([true, false, false, false, true]);
  });

  test.each([
    ['2026-01-16', 1, '2026-01-20'],
    ['2026-01-17', 1, '2026-01-20'],
    ['2026-01-20', -1, '2026-01-16'],
    ['2026-01-17', 0, '2026-01-17'],
    ['2026-01-16', 3, '2026-01-22'],
  ])('%s and %d is %s', (from, n, expected) => {
    expect(addBusinessDays(day(from), n, holidays)).toBe(expected);
  });

  test('adding and counting are inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (from, n) => {
        expect(businessDaysBetween(from, addBusinessDays(from, n))).toBe(n);
      }),
    );
    expect(Object.is(businessDaysBetween(day('2026-01-18'), day('2026-01-17')), 0)).toBe(true);
  });
});

describe('ALL-4 instants and days in zones', () => {
  test.each([
    [
      '2026-03-08',
      '02:30',
      'America/New_York',
      '2026-03-08T07:00:00.000Z',
      'does not exist: the next existing instant',
    ],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z', 'comes twice: the first'],
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z', 'half an hour is skipped'],
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 'the whole day is skipped'],
    ['2026-01-15', '00:00', 'Asia/Kathmandu', '2026-01-14T18:15:00.000Z', 'an odd offset'],
  ])('%s %s in %s is %s: %s', (on, time, zone, expected) => {
    expect(instantAt(day(on), time, zone).toISOString()).toBe(expected);
  });

  test('today is what the zone says', () => {
    const instant = new Date('2026-01-15T23:30:00Z');
    expect(todayIn('Europe/Rome', instant)).toBe('2026-01-16');
    expect(todayIn('America/New_York', instant)).toBe('2026-01-15');
  });

  test('midnight of a day is in that day, and a millisecond earlier is not', () => {
    fc.assert(
      fc.property(anyDay, zones, (d: Day, zone) => {
        fc.pre(!(zone === 'Pacific/Apia' && d === '2011-12-30'));
        const midnight = instantAt(d, '00:00', zone);
        return todayIn(zone, midnight) === d && todayIn(zone, new Date(midnight.getTime() - 1)) < d;
      }),
      formatting,
    );
  });

  test('zones and times that do not exist are refused', () => {
    expect([isZone('Europe/Rome'), isZone('UTC'), isZone('Europe/Atlantis'), isZone(''), isZone('+02:00')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    for (const time of ['24:00', '2:00', '02:60', ''])
      expect(() => instantAt(day('2026-01-15'), time, 'UTC')).toThrow(RangeError);
  });
});

describe('slots', () => {
  const rule = { times: ['11:00', '02:30'], zone: 'America/New_York' };

  test('keep their local times when the clocks change', () => {
    expect(iso(slotsBetween(rule, new Date('2026-03-07T16:00:00Z'), new Date('2026-03-09T15:00:00Z')))).toEqual([
      '2026-03-08T07:00:00.000Z',
      '2026-03-08T15:00:00.000Z',
      '2026-03-09T06:30:00.000Z',
      '2026-03-09T15:00:00.000Z',
    ]);
  });

  test('periods count from midnight UTC', () => {
    const found = slotsBetween(
      { everyMinutes: 15 },
      new Date('2026-01-01T00:00:00Z'),
      new Date('2026-01-01T00:45:30Z'),
    );
    expect(iso(found).map((text) => text.slice(11, 16))).toEqual(['00:15', '00:30', '00:45']);
    expect(() => slotsBetween({ everyMinutes: 0 }, new Date(0), new Date(1))).toThrow(RangeError);
  });

  test('an interval cut anywhere has the same slots: none lost, none twice', () => {
    const rules = fc.oneof(
      fc.record({
        times: fc.uniqueArray(fc.constantFrom('00:00', '01:30', '02:30', '03:00', '23:59'), { minLength: 1 }),
        zone: zones,
      }),
      fc.record({ everyMinutes: fc.integer({ min: 1, max: 2000 }) }),
    );
    const start = Date.parse('2026-02-20T00:00:00Z');
    const hours = fc.integer({ min: 0, max: 24 * 20 });
    fc.assert(
      fc.property(rules, hours, hours, fc.nat(3_600_000), (anyRule, a, b, ms) => {
        const from = new Date(start);
        const middle = new Date(start + a * 3_600_000 + ms);
        const end = new Date(middle.getTime() + b * 3_600_000);
        const whole = slotsBetween(anyRule, from, end);
        expect([...slotsBetween(anyRule, from, middle), ...slotsBetween(anyRule, middle, end)]).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('nothing lies between an instant and itself, or an earlier one', () => {
    const at = new Date('2026-01-01T11:00:00Z');
    expect(slotsBetween({ everyMinutes: 1 }, at, at)).toEqual([]);
    expect(slotsBetween({ everyMinutes: 1 }, at, new Date(0))).toEqual([]);
  });
});
