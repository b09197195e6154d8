/** Exact fractions: 23 of 30 days and two whole months are 83/30, and nothing is rounded before money is. */
export interface Ratio {
  readonly above: bigint;
  /** Never below 1. */
  readonly below: bigint;
}

const greatestDivisor = (a: bigint, b: bigint): bigint => {
  if (b === 0n) return a < 0n ? -a : a;
  return greatestDivisor(b, a % b);
};

/** In lowest terms: `ratio(2, -4)` is −1/2. @throws RangeError for a zero below, or what is not whole */
export const ratio = (above: bigint | number, below: bigint | number = 1): Ratio => {
  const [top, bottom] = [BigInt(above), BigInt(below)];
  if (bottom === 0n) throw new RangeError('The denominator must not be 0');
  const common = greatestDivisor(top, bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { above: (sign * top) / common, below: (sign * bottom) / common };
};

export const nothing: Ratio = { above: 0n, below: 1n };

export const plus = (a: Ratio, b: Ratio): Ratio => ratio(a.above * b.below + b.above * a.below, a.below * b.below);

export const times = (a: Ratio, b: Ratio): Ratio => ratio(a.above * b.above, a.below * b.below);
