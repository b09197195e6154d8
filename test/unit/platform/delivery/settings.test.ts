import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, defaultTiming, nextMessageAt } from '../../../../src/platform/delivery/settings.ts';
import { defaultPace, updateBudget } from '../../../../src/platform/delivery/transports/slack/pace.ts';

test('waits double with each failure, keep a random half, and never exceed the longest', () => {
  expect([1, 2, 3, 20].map((failures) => backoff(defaultTiming, failures, 1))).toEqual([500, 1000, 2000, 30_000]);
  expect(backoff(defaultTiming, 3, 0)).toBe(1000);
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const wait = backoff(defaultTiming, failures, random);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(wait).toBeLessThanOrEqual(30_000);
    }),
  );
});

test('the next message waits a second and a little from the answer; without pacing not at all', () => {
  expect(nextMessageAt(defaultPace, 5_000)).toBe(6_003);
  expect(nextMessageAt({ ...defaultPace, messageIntervalMs: 0 }, 5_000)).toBe(0);
});

test('the update budget: a burst below the limit, then the permitted rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1000 }), (updatesPerMinute) => {
      const { burst, everyMs } = updateBudget({ messageIntervalMs: 0, updatesPerMinute });
      expect(burst).toBeLessThanOrEqual(updatesPerMinute);
      expect(Math.floor(60_000 / everyMs)).toBeLessThanOrEqual(updatesPerMinute);
    }),
  );
  expect(updateBudget(defaultPace)).toEqual({ key: 'chat.update', burst: 30, everyMs: 1200 });
});

test('the default request timeout is under half the lease', () => {
  expect(defaultTiming.requestTimeoutMs * 2).toBeLessThan(defaultTiming.leaseMs);
});
