import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutcomeUnknown } from '../../../src/core/errors.ts';
import { TransactionLate } from '../../../src/platform/db/failures/failures.ts';
import { inTime } from '../../../src/platform/slack/receiving/patience.ts';
import { type Deps, system } from '../../../src/platform/work/work.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);
/** Says how long each transaction was given. */
const given = (run: () => Promise<unknown> = async () => undefined) => {
  const timeouts: (number | undefined)[] = [];
  const transact = async (_by: unknown, _body: unknown, options?: { readonly timeout?: number }) => {
    timeouts.push(options?.timeout);
    return run();
  };
  return { timeouts, parts: { decisionMs: 2000, deps: { transact } as unknown as Deps } };
};
const begin = ({ deps }: { readonly deps: Deps }) => deps.transact(system, async () => undefined);

test('a transaction has what is left of the time that somebody may wait', async () => {
  const { timeouts, parts } = given();
  await inTime(parts, async (timely) => {
    await vi.advanceTimersByTimeAsync(1500);
    await begin(timely);
  });
  expect(timeouts).toEqual([500]);
});

test('what takes longer and began nothing is known to have changed nothing, and begins nothing any more', async () => {
  const { timeouts, parts } = given();
  let later: Promise<unknown> | undefined;
  const asked = inTime(parts, async (timely) => {
    setTimeout(() => {
      later = begin(timely).catch((error: unknown) => error);
    }, 3000);
    return never();
  });
  const refused = expect(asked).rejects.toThrow(TransactionLate);
  await vi.advanceTimersByTimeAsync(3000);
  await refused;
  expect(await later).toBeInstanceOf(TransactionLate);
  expect(timeouts).toEqual([]);
});

test('what began and was not heard of again may have been done', async () => {
  const { parts } = given(never);
  const refused = expect(inTime(parts, begin)).rejects.toThrow(OutcomeUnknown);
  await vi.advanceTimersByTimeAsync(3000);
  await refused;
});

test('what goes on after the answer has its own time', async () => {
  const { timeouts, parts } = given();
  const kept = await inTime(parts, async (timely) => timely);
  await vi.advanceTimersByTimeAsync(60_000);
  await begin(kept);
  expect(timeouts).toEqual([undefined]);
});
