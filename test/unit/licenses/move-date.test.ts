import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { checkMove, proposedDate } from '../../../src/features/licenses/expiry/expiry-action.ts';

const yearly = { expiresOn: day('2026-04-30'), periodMonths: 12 };
const monthly = { expiresOn: day('2026-02-28'), periodMonths: 1 };
const today = day('2026-04-06');

describe('COL-6 the date that a license’s payment moves', () => {
  const said = (task: Parameters<typeof checkMove>[0], license: typeof yearly, on: string): string => {
    try {
      checkMove(task, license, day(on), today);
      return 'fine';
    } catch (error) {
      return error instanceof FieldErrors ? (error.fields.new_expires_on ?? '') : String(error);
    }
  };

  test.each([
    ['2026-04-05', /past already/],
    ['2026-04-30', /after the present one, Apr 30, 2026/],
    ['2026-05-01', /^fine$/],
    ['2027-04-30', /^fine$/],
    ['2027-05-31', /^fine$/],
    ['2027-06-01', /pays for 12 months: choose a day up to May 31, 2027.*correct the license/],
    ['9999-12-31', /pays for 12 months/],
  ])('a license of a year until Apr 30, 2026, on Apr 6: %s', (on, answer) => {
    expect(said({}, yearly, on)).toMatch(answer);
  });

  test('one that lapsed: a term on, ahead of today, never a day already past', () => {
    expect(proposedDate({}, monthly, today)).toBe('2026-04-28');
    expect(said({}, monthly, '2026-03-28')).toMatch(/past already/);
    expect(said({}, monthly, '2026-04-28')).toBe('fine');
    expect(said({}, monthly, '2026-04-06')).toBe('fine');
  });

  test('while other charges are unpaid: what this payment pays for, and no further', () => {
    const task = { notAfter: day('2026-04-28') };
    expect(proposedDate(task, monthly, today)).toBe('2026-04-28');
    expect(said(task, monthly, '2026-04-28')).toBe('fine');
    expect(said(task, monthly, '2026-04-29')).toMatch(/pays until Apr 28, 2026/);
  });

  test('BIL-17 back, since the payment came back: before the present one, where it was, never past', () => {
    const task = { backTo: day('2026-03-31') };
    expect(proposedDate(task, yearly, today)).toBe('2026-04-06');
    expect(proposedDate({ backTo: day('2026-04-10') }, yearly, today)).toBe('2026-04-10');
    expect(said(task, yearly, '2026-04-06')).toBe('fine');
    expect(said(task, yearly, '2026-04-05')).toMatch(/past already/);
    expect(said(task, yearly, '2026-04-30')).toMatch(/moved back: it must be before/);
  });
});
