/**
 * What one of something costs. Prices may be finer than a cent ($0.0035 a message, €0.6514 a kilometre); they become money
 * once, when a line is made of them. BIL-11
 */
import { type Ratio, ratio } from '../ratio.ts';
import { type Money, minorDigits } from './currencies.ts';
import { multiplyRatio } from './money.ts';
import { formatDecimal, parseDecimal, toDecimal } from './money-text.ts';

export interface UnitPrice {
  /** 10,000ths of a minor unit: 350000n in USD is $0.35. Negative for a prepayment. */
  readonly tenThousandths: bigint;
  /** ISO 4217, capital letters. */
  readonly currency: string;
}

export type ParsedUnitPrice =
  | { readonly ok: true; readonly value: UnitPrice }
  | { readonly ok: false; readonly error: string };

/** How many decimals a price may have beyond those of its currency. */
const finer = 4;
const scale = 10n ** BigInt(finer);

/** `$12.50` as the price of one. */
export const unitPriceOf = ({ amount, currency }: Money): UnitPrice => ({ tenThousandths: amount * scale, currency });

/**
 * Reads a price as people write it: like an amount, with up to four decimals more than the currency has, and with a minus
 * for a prepayment. `1.234` and `1,234` are refused, since each can be read in two ways.
 *
 * Example: `0.0035` in USD is $0.0035; `0.1234567` is refused, since six decimals are the most.
 * @returns the price, or a sentence for the person that says how to write it
 */
export const parseUnitPrice = (text: string, currency: string): ParsedUnitPrice => {
  const figures = text.trim();
  const isNegative = /^[-−–]/u.test(figures);
  const parsed = parseDecimal(isNegative ? figures.slice(1) : figures, currency, finer);
  if (!parsed.ok) return parsed;
  return { ok: true, value: { tenThousandths: isNegative ? -parsed.value : parsed.value, currency } };
};

/** `$0.0035`, `$12.50`, `¥800`: the currency's own decimals, and finer ones only where there are any. */
export const formatUnitPrice = ({ tenThousandths, currency }: UnitPrice, locale: string = 'en-US'): string =>
  formatDecimal(toDecimal(tenThousandths, minorDigits(currency) + finer), currency, locale, finer);

/** For prefilling a field: what `parseUnitPrice` reads back exactly. Three decimals get a fourth, for `1.234` has two readings. */
export const unitPriceText = ({ tenThousandths, currency }: UnitPrice): string => {
  const digits = minorDigits(currency);
  const [whole = '', decimals = ''] = toDecimal(tenThousandths, digits + finer).split('.');
  const needed = decimals.replace(/0+$/, '').padEnd(digits, '0');
  if (needed === '') return whole;
  return `${whole}.${needed.length === 3 ? `${needed}0` : needed}`;
};

/**
 * BIL-11: what a line costs, rounded once, half away from zero, so that a credit is exactly the negative of its charge.
 *
 * Example: 1,250 at $0.0035 is $4.375, so $4.38; half a month of $45.50 is `lineAmount(price, ratio(1, 2))`, $22.75.
 */
export const lineAmount = (unit: UnitPrice, quantity: bigint | number | Ratio): Money => {
  const { above, below } = typeof quantity === 'object' ? quantity : ratio(quantity);
  return multiplyRatio({ amount: unit.tenThousandths, currency: unit.currency }, above, below * scale);
};
