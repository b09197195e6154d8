/** What a credit note says: lines of an invoice, wholly or in part, with their tax. BIL-13 */
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { add, compare, formatMoney, isZero, type Money, subtract, zero } from '../../../core/money/money.ts';
import { type LineTax, type Totals, taxTotals } from '../taxes/index.ts';

/** A line of an issued invoice, with what earlier credit notes took back of it. */
export interface CreditableLine {
  readonly id: string;
  readonly description: string;
  readonly net: Money;
  readonly credited: Money;
  readonly tax: LineTax;
  /** The service that it bills, which can be billed again. */
  readonly itemId?: string | undefined;
}

/** So much of a line is taken back; negative for a line that was a credit itself. */
export interface CreditedLine {
  readonly lineId: string;
  readonly net: Money;
}

export interface CreditNote extends Totals {
  readonly lines: readonly CreditedLine[];
}

/** All that is left of an invoice: what a void of a presented one credits (BIL-12). */
export const restOf = (lines: readonly CreditableLine[]): readonly CreditedLine[] =>
  lines.map((line) => ({ lineId: line.id, net: leftOf(line) })).filter(({ net }) => !isZero(net));

/**
 * BIL-13: a credit note, in amounts that are given back. Each tax is reversed at its own rate: it is what the tax of all
 * credits so far comes to, less what the earlier ones had; so that the last takes the odd cent, and credits of a whole
 * invoice are exactly its tax.
 *
 * Example: 0.33 at 10 % has 0.03 tax; credited by thirds, they have 0.01, 0.01 and 0.01; of 0.05 of 0.50 two halves 0.03, 0.02.
 * @throws FieldErrors at the line of which less is left, or that is named twice; UserError where it comes to nothing, or to more than the invoice;
 *   RangeError for a line of another invoice
 */
export const creditNote = (
  lines: readonly CreditableLine[],
  credited: readonly CreditedLine[],
  currency: string,
): CreditNote => {
  const foreign = credited.find(({ lineId }) => !lines.some(({ id }) => id === lineId));
  if (foreign) throw new RangeError(`BIL-13: the invoice has no line ${foreign.lineId}`);
  const ofLine = ({ id }: CreditableLine): Money => credited.find(({ lineId }) => lineId === id)?.net ?? zero(currency);
  refuseTwice(lines, credited);
  refuseTooMuch(lines, ofLine);
  const before = totalsOf(lines, (line) => line.credited, currency);
  const after = totalsOf(lines, (line) => add(line.credited, ofLine(line)), currency);
  const note = difference(after, before);
  if (note.total.amount <= 0n)
    throw new UserError('Nothing would be given back. Enter what is to be credited of at least one line.');
  const invoice = totalsOf(lines, (line) => line.net, currency);
  if (compare(after.total, invoice.total) > 0) {
    throw new UserError(
      `With this the credits come to ${formatMoney(after.total)}, more than the invoice’s ${formatMoney(invoice.total)}. Credit less.`,
    );
  }
  return { ...note, lines: credited };
};

const totalsOf = (lines: readonly CreditableLine[], netOf: (line: CreditableLine) => Money, currency: string): Totals =>
  taxTotals(
    lines.map((line) => ({ net: netOf(line), tax: line.tax })),
    currency,
  );

/** Both are of the same lines, so their taxes stand in the same order; those that nothing is credited of are left out. */
const difference = (after: Totals, before: Totals): Totals => ({
  net: subtract(after.net, before.net),
  taxes: after.taxes
    .map((group, index) => {
      const earlier = before.taxes[index] ?? group;
      return { tax: group.tax, net: subtract(group.net, earlier.net), amount: subtract(group.amount, earlier.amount) };
    })
    .filter(({ net, amount }) => !isZero(net) || !isZero(amount)),
  tax: subtract(after.tax, before.tax),
  total: subtract(after.total, before.total),
});

const leftOf = ({ net, credited }: CreditableLine): Money => subtract(net, credited);

/** A credit note has one amount for each line. */
const refuseTwice = (lines: readonly CreditableLine[], credited: readonly CreditedLine[]): void => {
  const problems = lines
    .filter(({ id }) => credited.filter(({ lineId }) => lineId === id).length > 1)
    .map(({ id, description }) => [id, `“${description}” is credited twice here. Enter one amount for it.`] as const);
  if (problems.length > 0) throw new FieldErrors(Object.fromEntries(problems));
};

const refuseTooMuch = (lines: readonly CreditableLine[], ofLine: (line: CreditableLine) => Money): void => {
  const problems = lines.flatMap((line) => {
    const left = leftOf(line);
    const asked = ofLine(line);
    const [least, most] = left.amount < 0n ? [left.amount, 0n] : [0n, left.amount];
    if (least <= asked.amount && asked.amount <= most) return [];
    return [
      [line.id, `Only ${formatMoney(left)} of “${line.description}” can be credited. Enter that or less.`] as const,
    ];
  });
  if (problems.length > 0) throw new FieldErrors(Object.fromEntries(problems));
};
