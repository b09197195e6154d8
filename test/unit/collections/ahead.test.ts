import { expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { stepsAhead } from '../../../src/features/collections/ahead/foretell.ts';
import { collectionsPolicy, newCase } from '../../../src/features/collections/cases/index.ts';

const days = { first: day('2026-01-10'), last: day('2026-02-28') };
const failed = {
  ...newCase(true, money(100_00, 'USD')),
  state: 'failed' as const,
  attempts: 5,
  deadlineOn: day('2026-01-17'),
  nextActionOn: day('2026-01-18'),
};
const steps = (facts: typeof failed, policy = {}, within = days) =>
  stepsAhead(facts, { ...collectionsPolicy.defaults, ...policy }, within).map(({ on }) => on);

test('BIL-19, COL-0 what a case’s days will make of it is said once where the deadline acts, and as often as it reminds where it does not, with an end', () => {
  expect(steps(failed)).toEqual(['2026-01-18']);
  expect(steps(failed, { deadlineActs: false, reminderDays: 3 })).toEqual([
    '2026-01-18',
    '2026-01-21',
    '2026-01-24',
    '2026-01-27',
    '2026-01-30',
  ]);
  expect(steps(failed, {}, { ...days, last: day('2026-01-17') })).toEqual([]);
  // What the sweep has not seen yet, it sees today.
  expect(steps({ ...failed, deadlineOn: day('2026-01-02'), nextActionOn: day('2026-01-03') })).toEqual(['2026-01-10']);
});
