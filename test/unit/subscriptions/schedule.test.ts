import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import { dueLines } from '../../../src/features/billing/charging/index.ts';
import {
  afterBilling,
  begunOn,
  type Rule,
  scheduleOf,
} from '../../../src/features/billing/subscriptions/schedules/schedule.ts';
import { aService } from '../../support/services.ts';

const monthly: Rule = { months: 1, inArrears: false, nextOn: day('2026-06-01'), daysAhead: 0, mode: 'automate' };

describe('BIL-20 a schedule’s number remaining is its last day', () => {
  test.each([
    ['two', { remaining: 2 }, '2026-06-01', '2026-07-31'],
    ['none', { remaining: 0 }, '2026-06-01', '2026-05-31'],
    ['two in arrears', { remaining: 2, inArrears: true }, '2026-05-01', '2026-06-30'],
    [
      'one of a year from its start',
      { remaining: 1, months: 12, anchorOn: day('2026-06-01') },
      '2026-06-01',
      '2027-05-31',
    ],
    ['endless', {}, '2026-06-01', undefined],
  ] as const)('%s', (_, more, first, last) => {
    expect(scheduleOf({ ...monthly, ...more })).toMatchObject({ first, last });
  });
});

test('BIL-20 a schedule that begins within a period: its first date is its first day, or the day after that period', () => {
  const begun = { months: 1, firstOn: day('2026-06-10'), daysAhead: 0, mode: 'automate' } as const;
  expect(begunOn({ ...begun, inArrears: false }).nextOn).toBe('2026-06-10');
  expect(begunOn({ ...begun, inArrears: true }).nextOn).toBe('2026-07-01');
});

test('BIL-20 after a bill the next date is the first whose issue day is yet to come, and as many fewer remain', () => {
  const rule = fc.record({
    months: fc.constantFrom(1 as const, 3 as const, 12 as const),
    inArrears: fc.boolean(),
    daysAhead: fc.constantFrom(0, 1, 30),
    remaining: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    firstOn: fc.integer({ min: 0, max: 400 }).map((n) => addDays(day('2026-01-01'), n)),
  });
  fc.assert(
    fc.property(rule, fc.integer({ min: 0, max: 900 }), (given, later) => {
      const before = begunOn({ ...given, mode: 'automate' });
      const asOf = addDays(given.firstOn, later);
      const after = { ...before, ...afterBilling(before, asOf) };
      expect(after.remaining === 0 || addDays(after.nextOn, -after.daysAhead) > asOf).toBe(true);
      expect(afterBilling(after, asOf)).toEqual({ nextOn: after.nextOn, remaining: after.remaining });
      // What is billed ends on the same day, whether it is asked before or after.
      expect(scheduleOf(after).last).toBe(scheduleOf(before).last);
      const row = aService('Line', 1, 1_00, { first: day('2025-01-01') });
      const periods = (of: Rule) =>
        dueLines(
          { currency: 'USD', items: [row], assets: [], counts: [], schedules: [scheduleOf(of)], billed: [] },
          asOf,
        ).length;
      if (given.remaining !== undefined) expect(periods(before)).toBe(given.remaining - (after.remaining ?? 0));
    }),
  );
});
