import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slotsBetween } from '../../../../src/core/time/calendar.ts';
import { retryAfterMs } from '../../../../src/platform/jobs/runner.ts';
import { dueSlots, latestSlot, nextSlot } from '../../../../src/platform/jobs/slots.ts';

const at = (text: string) => new Date(text);
const rome = { times: ['02:00', '11:00'], zone: 'Europe/Rome' };

test.each([
  ['a job that never ran begins with its latest slot', 'every', undefined, ['2026-03-05T10:00:00.000Z']],
  [
    'every missed slot counts',
    'every',
    '2026-03-04T01:00:00Z',
    ['2026-03-04T10:00:00.000Z', '2026-03-05T01:00:00.000Z', '2026-03-05T10:00:00.000Z'],
  ],
  ['only the latest counts', 'latest', '2026-03-01T01:00:00Z', ['2026-03-05T10:00:00.000Z']],
  ['nothing new', 'latest', '2026-03-05T10:00:00Z', []],
  ['nothing new, every', 'every', '2026-03-05T10:00:00Z', []],
  ['a clock that was set back makes nothing due', 'every', '2026-04-01T00:00:00Z', []],
  ['a clock that was set back makes nothing due, latest', 'latest', '2026-04-01T00:00:00Z', []],
] as const)('%s', (_title, missed, last, expected) => {
  const due = dueSlots(rome, missed, last === undefined ? undefined : at(last), at('2026-03-05T12:00:00Z'));
  expect(due.map((slot) => slot.toISOString())).toEqual(expected);
});

test('the latest slot is the last of all slots so far, and the next the first after', () => {
  const schedules = fc.oneof(
    fc.record({ everyMinutes: fc.integer({ min: 1, max: 600 }) }),
    fc.record({
      times: fc.constantFrom(['02:30'], ['00:00', '23:59'], ['11:00', '02:00']),
      zone: fc.constantFrom('Europe/Rome', 'America/New_York', 'Pacific/Apia', 'UTC'),
    }),
  );
  const moments = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(schedules, moments, (schedule, now) => {
      const day = 86_400_000;
      expect(latestSlot(schedule, now)).toEqual(slotsBetween(schedule, new Date(now.getTime() - 5 * day), now).at(-1));
      expect(nextSlot(schedule, now)).toEqual(slotsBetween(schedule, now, new Date(now.getTime() + 5 * day))[0]);
    }),
  );
});

test('a schedule without times is never due', () => {
  expect(dueSlots({ times: [], zone: 'UTC' }, 'latest', undefined, at('2026-03-05T12:00:00Z'))).toEqual([]);
});

test('retries wait 30 s, then twice as long each time, at most half an hour', () => {
  expect([1, 2, 3, 7, 10, 99].map(retryAfterMs)).toEqual([30_000, 60_000, 120_000, 1_800_000, 1_800_000, 1_800_000]);
});
