/**
 * Money as whole minor units (cents) with an ISO 4217 currency beside it. Rules BIL-11 (integers; parts sum to the
 * whole) and ALL-7 (amounts of different currencies are never added up) live here. Reading and writing amounts as text
 * is in `money-text.ts`; both are exported from here.
 */
import { isCurrency, type Money } from './currencies.ts';

export { isCurrency, type Money, minorDigits } from './currencies.ts';
export { amountText, formatMoney, type ParsedAmount, parseAmount } from './money-text.ts';

/**
 * @param amount minor units; a number must be a safe integer
 * @throws RangeError for a fraction or an unknown currency
 */
export const money = (amount: bigint | number, currency: string): Money => {
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency: ${currency}`);
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) {
    throw new RangeError(`Money is counted in whole minor units, not ${amount}`);
  }
  return { amount: BigInt(amount), currency };
};

export const zero = (currency: string): Money => money(0n, currency);

/** ALL-7. @throws RangeError when the currencies differ */
export const add = (a: Money, b: Money): Money => ({ amount: a.amount + b.amount, currency: commonCurrency(a, b) });

/** ALL-7. @throws RangeError when the currencies differ */
export const subtract = (a: Money, b: Money): Money => ({
  amount: a.amount - b.amount,
  currency: commonCurrency(a, b),
});

/** ALL-7. The total of a list that is in one currency; zero of it when empty. @throws RangeError otherwise */
export const sum = (list: readonly Money[], currency: string): Money => list.reduce(add, zero(currency));

/** ALL-7: one total for each currency that occurs, in order of the currency's code. */
export const sumByCurrency = (list: readonly Money[]): Money[] => {
  const totals = new Map<string, bigint>();
  for (const { amount, currency } of list) totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ amount, currency }));
};

/** Negative, 0 or positive, for sorting and limits. @throws RangeError when the currencies differ (ALL-7) */
export const compare = (a: Money, b: Money): number => {
  commonCurrency(a, b);
  if (a.amount === b.amount) return 0;
  return a.amount < b.amount ? -1 : 1;
};

export const isZero = (value: Money): boolean => value.amount === 0n;

export const negate = (value: Money): Money => ({ amount: -value.amount, currency: value.currency });

/**
 * BIL-11: splits money by weights so that the parts sum to the whole. Each part is within one minor unit of its exact
 * share; what is left over goes to the parts that lost most by rounding down, earlier ones first.
 *
 * Example: `allocate(money(100, 'USD'), [1, 1, 1])` is 34, 33, 33 cents.
 * @param weights whole numbers, none negative, not all 0
 */
export const allocate = (whole: Money, weights: readonly (bigint | number)[]): Money[] => {
  const shares = weights.map((weight) => BigInt(weight));
  const total = shares.reduce((a, b) => a + b, 0n);
  if (total <= 0n || shares.some((share) => share < 0n)) {
    throw new RangeError('Weights must be whole numbers, none negative, and not all 0');
  }
  // Work on the absolute amount, so that a credit is split exactly as the charge it reverses.
  const sign = whole.amount < 0n ? -1n : 1n;
  const absolute = whole.amount * sign;
  const parts = shares.map((share, index) => ({
    index,
    amount: (absolute * share) / total,
    lost: (absolute * share) % total,
  }));
  let left = absolute - parts.reduce((a, part) => a + part.amount, 0n);
  const byLoss = [...parts].sort((a, b) => (a.lost === b.lost ? a.index - b.index : a.lost > b.lost ? -1 : 1));
  for (const part of byLoss) {
    if (left === 0n) break;
    part.amount += 1n;
    left -= 1n;
  }
  return parts.map((part) => ({ amount: part.amount * sign, currency: whole.currency }));
};

/**
 * Multiplies by the fraction `numerator / denominator`, rounded once, half away from zero: 0.5 becomes 1 and -0.5
 * becomes -1, so that a credit is exactly the negative of the charge it reverses.
 *
 * Example (BIL-9): $2,000.00 × 6/31 is $387.10.
 */
export const multiplyRatio = (value: Money, numerator: bigint | number, denominator: bigint | number): Money => {
  const below = BigInt(denominator);
  if (below === 0n) throw new RangeError('The denominator must not be 0');
  const above = value.amount * BigInt(numerator);
  const negative = above < 0n !== below < 0n;
  const top = above < 0n ? -above : above;
  const bottom = below < 0n ? -below : below;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return { amount: negative ? -rounded : rounded, currency: value.currency };
};

const commonCurrency = (a: Money, b: Money): string => {
  if (a.currency !== b.currency) throw new RangeError(`ALL-7: ${a.currency} and ${b.currency} cannot be added up`);
  return a.currency;
};
