import { expect, test } from 'vitest';
import { grouped, limiter } from '../../../../src/platform/delivery/sharing.ts';

test('whoever asks while a statement is under way shares the next one, and each gets its own answer', async () => {
  const statements: number[][] = [];
  const double = grouped(async (asked: readonly number[]) => {
    statements.push([...asked]);
    await new Promise((resolve) => setImmediate(resolve));
    return asked.map((n) => n * 2);
  });
  const first = double(1);
  await new Promise((resolve) => setImmediate(resolve));
  const others = [double(2), double(3), double(4)];
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8]);
  expect(statements).toEqual([[1], [2, 3, 4]]);
});

test('a failed statement fails those who shared it, not those who come after', async () => {
  let broken = true;
  const ask = grouped(async (asked: readonly number[]) => {
    if (broken) throw new Error('the database is away');
    return asked;
  });
  const results = await Promise.allSettled([ask(1), ask(2)]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await ask(3)).toBe(3);
});

test('a limiter lets so many through at a time, in order, also after one fails', async () => {
  const gate = limiter(2);
  let active = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      gate(async () => {
        active += 1;
        most = Math.max(most, active);
        order.push(n);
        await new Promise((resolve) => setImmediate(resolve));
        active -= 1;
        if (n === 3) throw new Error('x');
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).toHaveLength(10);
});
