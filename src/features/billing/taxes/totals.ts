/** What the taxes of a document come to. BIL-14 */
import { add, type Money, money, multiplyRatio, sum } from '../../../core/money/money.ts';
import type { LineTax } from './tax.ts';

export interface TaxedLine {
  readonly net: Money;
  readonly tax: LineTax;
}

/** One tax of a document: what it is reckoned on, and what it comes to. */
export interface TaxTotal {
  readonly tax: LineTax;
  readonly net: Money;
  readonly amount: Money;
}

export interface Totals {
  readonly net: Money;
  /** In the order in which the lines name them; exempt ones stand there too, with their reason. */
  readonly taxes: readonly TaxTotal[];
  readonly tax: Money;
  readonly total: Money;
}

const millionths = 1_000_000;

/**
 * BIL-14: the totals of a document. Each tax is reckoned once, on the sum of its lines, and rounded once, half away from
 * zero: half up for a bill, and for a credit exactly what the bill had.
 *
 * Example: 299.33 + 179.33 + 99.34 at 20 % is 578.00, and 115.60 tax; each alone has 59.87, 35.87 and 19.87.
 * @throws RangeError when a line is in another currency (ALL-7)
 */
export const taxTotals = (lines: readonly TaxedLine[], currency: string): Totals => {
  const taxes = groupsOf(lines).map((group) => totalOf(group, currency));
  const net = sum(
    lines.map((line) => line.net),
    currency,
  );
  const tax = sum(
    taxes.map(({ amount }) => amount),
    currency,
  );
  return { net, taxes, tax, total: add(net, tax) };
};

/**
 * For documents that show a tax beside each line: shares of the totals above, in the order of the lines. They sum to the
 * whole, and each is within one minor unit of the line's own tax; what is left over goes to those that lost most.
 *
 * Example: three lines of 0.33 at 10 % have 0.10 together: 0.04, 0.03 and 0.03.
 */
export const taxByLine = (ofDocument: readonly TaxedLine[], currency: string): readonly Money[] => {
  // Copies, so that one and the same line given twice has two shares.
  const lines = ofDocument.map((line) => ({ ...line }));
  const shares = new Map<TaxedLine, bigint>();
  for (const group of groupsOf(lines)) spread(group, totalOf(group, currency).amount.amount, shares);
  return lines.map((line) => money(shares.get(line) ?? 0n, currency));
};

const spread = (group: readonly TaxedLine[], whole: bigint, shares: Map<TaxedLine, bigint>): void => {
  // A credit is spread exactly as the charge it reverses.
  const sign = whole < 0n ? -1n : 1n;
  const exact = group.map((line) => ({ line, tax: sign * line.net.amount * BigInt(line.tax.rate) }));
  const parts = exact.map(({ line, tax }) => ({ line, down: floorDivide(tax), lost: tax - floorDivide(tax) * scale }));
  let left = sign * whole - parts.reduce((total, { down }) => total + down, 0n);
  for (const { line, down } of parts.sort((a, b) => Number(b.lost - a.lost))) {
    shares.set(line, sign * (left > 0n ? down + 1n : down));
    left -= 1n;
  }
};

const scale = BigInt(millionths);

/** Towards less: −1 of a million is −1, where `/` gives 0. */
const floorDivide = (value: bigint): bigint => (value - (((value % scale) + scale) % scale)) / scale;

/** Lines whose tax is one and the same: with another reason it stands on the document by itself. */
const groupsOf = (lines: readonly TaxedLine[]): readonly (readonly [TaxedLine, ...TaxedLine[]])[] => {
  const groups = new Map<string, [TaxedLine, ...TaxedLine[]]>();
  for (const line of lines) {
    const { code, rate, treatment, reason } = line.tax;
    const key = JSON.stringify([code, rate, treatment, reason]);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
};

const totalOf = (group: readonly [TaxedLine, ...TaxedLine[]], currency: string): TaxTotal => {
  const net = sum(
    group.map((line) => line.net),
    currency,
  );
  const { tax } = group[0];
  return { tax, net, amount: multiplyRatio(net, tax.rate, millionths) };
};
