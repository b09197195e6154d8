import { expect, test } from 'vitest';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import { createMonths } from '../../../src/sandbox/months.ts';

const begin = new Date('2027-12-31T10:00:00Z');
const idle = () => new Promise((resolve) => setImmediate(resolve));

/** A Baton of which only the calendar is left. */
const passing = (fails?: string) => {
  let today = day('2027-12-31');
  const seen: string[] = [];
  const months = createMonths(async (withBills) => {
    await idle();
    today = addDays(today, 1);
    if (today === fails) throw new Error('Baton is being restarted');
    seen.push(`${today}${withBills ? ' billed' : ''}`);
    return today;
  });
  const over = async () => {
    while (months.state().passing) await idle();
  };
  return { months, seen, over, today: () => today };
};

test('months go by a day at a time, each day once, and end on the same day of a shorter month', async () => {
  const { months, seen, over, today } = passing();
  months.start(begin, 2, true);
  expect(months.state().passing).toMatchObject({ month: 1, of: 2, today: '2027-12-31' });
  expect(() => months.start(begin, 1, false)).toThrow('stop them first');
  await over();
  expect([seen.length, new Set(seen).size, seen[0]]).toEqual([60, 60, '2028-01-01 billed']);
  expect(today()).toBe('2028-02-29');
});

test('they stop after the day that is under way; what goes wrong ends them and says why, and they go on when asked again', async () => {
  const stopped = passing();
  stopped.months.start(begin, 12, false);
  await idle();
  stopped.months.stop();
  await stopped.over();
  expect(stopped.seen.length).toBeLessThan(366);
  const failing = passing('2028-01-03');
  failing.months.start(begin, 1, false);
  await failing.over();
  expect([failing.seen, failing.months.state().problem]).toEqual([
    ['2028-01-01', '2028-01-02'],
    'Baton is being restarted',
  ]);
  failing.months.start(new Date('2028-01-03T10:00:00Z'), 1, false);
  expect(failing.months.state().problem).toBeUndefined();
});
