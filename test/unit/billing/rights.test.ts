import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { closedProblem, firstOpenDay, isMovedBack } from '../../../src/features/billing/closing/closing.ts';
import { rightsPolicy } from '../../../src/features/billing/rights/policy.ts';
import { needsSecond } from '../../../src/features/billing/rights/right.ts';

describe('ALL-11 above which amount a second person approves', () => {
  test.each([
    ['the limit itself', { USD: '100000' }, 100_000n, 'USD', false],
    ['a cent above it', { USD: '100000' }, 100_001n, 'USD', true],
    ['a negative amount counts by its size', { USD: '100000' }, -100_001n, 'USD', true],
    ['a currency without a limit, where another has one', { USD: '100000' }, 1n, 'EUR', true],
    ['no limit at all', {}, 99_999_999n, 'USD', false],
    ['a limit of nothing: everything', { USD: '0' }, 1n, 'USD', true],
  ])('ALL-11 %s', (_case, limits, amount, currency, needs) => {
    expect(needsSecond(limits, { amount, currency })).toBe(needs);
  });

  test('ALL-11 somebody must be able to do it: a deed without a role is refused', () => {
    expect(rightsPolicy.schema.safeParse(rightsPolicy.defaults).success).toBe(true);
    const refused = rightsPolicy.schema.safeParse({ ...rightsPolicy.defaults, refund: [] });
    expect(refused.error?.issues[0]?.message).toContain('at least one role');
  });
});

describe('BIL-16 what lies in a closed period', () => {
  test.each([
    ['the day before', '2026-02-27', true],
    ['the closing date itself', '2026-02-28', true],
    ['the day after', '2026-03-01', false],
  ])('BIL-16 %s', (_case, on, isClosed) => {
    const problem = closedProblem(day('2026-02-28'), day(on));
    if (isClosed) expect(problem).toContain('closed through Feb 28, 2026');
    else expect(problem).toBeUndefined();
  });

  test.each([
    ['2026-02-28', '2026-02-03', '2026-03-01'],
    ['2026-02-28', '2026-02-28', '2026-03-01'],
    ['2026-02-28', '2026-03-02', '2026-03-02'],
    [undefined, '2026-02-03', '2026-02-03'],
  ])('BIL-16 what cannot be refused is booked on the first open day', (closedOn, on, booked) => {
    expect(firstOpenDay(closedOn === undefined ? undefined : day(closedOn), day(on))).toBe(booked);
  });

  test('BIL-16 nothing is closed until somebody closes it', () => {
    expect(closedProblem(undefined, day('1999-01-01'))).toBeUndefined();
  });

  test('BIL-16 opening again is moving back, also all of it; closing further is not', () => {
    expect(isMovedBack(day('2026-02-28'), day('2026-01-31'))).toBe(true);
    expect(isMovedBack(day('2026-02-28'), undefined)).toBe(true);
    expect(isMovedBack(day('2026-01-31'), day('2026-02-28'))).toBe(false);
    expect(isMovedBack(undefined, day('2026-02-28'))).toBe(false);
  });
});
