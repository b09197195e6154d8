import { expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { addDays, addMonths, day } from '../../../src/core/time/calendar.ts';
import { dayProblem, requireDays } from '../../../src/core/time/day-range.ts';
import { nextExpiry } from '../../../src/features/licenses/licenses/license.ts';

const today = day('2026-03-02');

test.each([
  ['happened', '2021-03-02', '2026-03-02'],
  ['planned', '2025-03-02', '2028-03-02'],
  ['awaited', '2026-03-02', '2027-03-02'],
  ['expiry', '2016-03-02', '2036-03-02'],
  ['billed', '2021-03-02', '2028-03-02'],
] as const)('a day that means “%s” lies from %s to %s, and the sentence says so', (meaning, first, last) => {
  for (const on of [day(first), day(last), today]) expect(dayProblem(on, meaning, today)).toBeUndefined();
  for (const on of [addDays(day(first), -1), addDays(day(last), 1), day('1900-01-01'), day('9999-12-31')])
    expect(dayProblem(on, meaning, today)).toMatch(/^Choose a day from \w{3} \d+, \d{4} to \w{3} \d+, \d{4}\.$/);
});

test('each wrong day is told at its field', () => {
  const days = { start_on: day('1900-01-01'), expected_on: today, other: undefined };
  try {
    requireDays(days, 'planned', today);
    expect.unreachable();
  } catch (error) {
    expect(error instanceof FieldErrors && Object.keys(error.fields)).toEqual(['start_on']);
  }
});

test('a license that was entered as “never” can still be counted with and drawn', () => {
  expect(addMonths(day('9999-12-31'), 12)).toBe('9999-12-31');
  expect(addDays(day('9999-12-31'), 1)).toBe('9999-12-31');
  expect(nextExpiry(day('9999-12-31'), 12, today)).toBe('9999-12-31');
});
