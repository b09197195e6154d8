import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nothing, plus, ratio, times } from '../../../src/core/ratio.ts';
import { light } from '../../support/cases.ts';

const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
const below = fc.integer({ min: 1, max: 1_000_000 });

test('BIL-11 fractions are kept in lowest terms, the sign above', () => {
  expect(ratio(2, -4)).toEqual({ above: -1n, below: 2n });
  expect(ratio(-6, -3)).toEqual({ above: 2n, below: 1n });
  expect(ratio(7)).toEqual({ above: 7n, below: 1n });
  expect(ratio(0, 5)).toEqual(nothing);
  expect(plus(ratio(23, 30), ratio(2))).toEqual(ratio(83, 30));
  expect(times(ratio(2, 3), ratio(3, 4))).toEqual(ratio(1, 2));
});

test('BIL-11 nothing is divided by zero, and parts of one are no numerators', () => {
  expect(() => ratio(1, 0)).toThrow('The denominator must not be 0');
  expect(() => ratio(0.5)).toThrow(RangeError);
});

test('BIL-11 fractions add and multiply exactly', () => {
  fc.assert(
    fc.property(whole, below, whole, below, (...figures) => {
      const [a, b, c, d] = figures.map(BigInt) as [bigint, bigint, bigint, bigint];
      const [total, product] = [plus(ratio(a, b), ratio(c, d)), times(ratio(a, b), ratio(c, d))];
      return total.above * b * d === (a * d + c * b) * total.below && product.above * b * d === a * c * product.below;
    }),
    light,
  );
});
