import { expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { judge } from '../../../src/features/billing/reminding/promises/promise.ts';

const promise = { amount: money(100_00, 'USD'), paidBefore: 50_00n, promisedOn: day('2026-03-05') };

test.each([
  ['nothing came, the day is not over', 50_00n, 50_00n, 200_00n, '2026-03-05', 'open'],
  ['nothing came, the morning after', 50_00n, 50_00n, 200_00n, '2026-03-06', 'broken'],
  ['part of it came', 110_00n, 110_00n, 140_00n, '2026-03-06', 'broken'],
  ['all of it came before the day', 150_00n, 150_00n, 100_00n, '2026-03-04', 'kept'],
  ['it came on the day and was recorded later', 150_00n, 150_00n, 0n, '2026-03-09', 'kept'],
  ['it came a day late', 150_00n, 50_00n, 0n, '2026-03-09', 'broken'],
  ['the rest was credited', 110_00n, 110_00n, 0n, '2026-03-06', 'kept'],
  ['all of it was credited or voided', 50_00n, 50_00n, 0n, '2026-03-04', 'ended'],
])('BIL-18 a promise: %s', (_what, received, receivedBy, owed, today, state) => {
  expect(judge(promise, { received, receivedBy, owed }, day(today))).toBe(state);
});
