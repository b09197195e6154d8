/** What a line of an invoice says, and what the lines of one come to. BIL-11, BIL-14 */
import { UserError } from '../../../../core/errors.ts';
import { formatMoney, type Money } from '../../../../core/money/money.ts';
import { lineAmount, type UnitPrice, unitPriceOf } from '../../../../core/money/unit-price.ts';
import type { Period } from '../../../../core/time/spans.ts';
import { type LineTax, type Totals, taxTotals } from '../../taxes/index.ts';

interface Entries {
  /** The subscription's item that it bills, and the asset and the billing group that it is for. */
  readonly itemId?: string | undefined;
  readonly assetId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly description: string;
  /** Whole. */
  readonly quantity: number;
  readonly unitPrice: UnitPrice;
  /** For the bookkeeping's journal. */
  readonly account?: string | undefined;
  readonly taxCategory?: string | undefined;
  /** The service that it is for. */
  readonly period?: Period | undefined;
  /** For people: `April 8 – 30: 23 of 30 days`. */
  readonly why?: string | undefined;
}

/** A line to be charged. */
export interface NewLine extends Entries {
  /** By which the table of taxes knows it. */
  readonly taxCategory: string;
  /** Where it is a part of the price, for a part of the period; else quantity × price. Negative for a credit. */
  readonly net?: Money | undefined;
  /** Where the table of taxes does not decide it: what is credited at the rate that was charged. BIL-9 */
  readonly tax?: LineTax | undefined;
}

/** A line as it stands on its invoice. */
export interface InvoiceLine extends Entries {
  readonly id: string;
  readonly net: Money;
  readonly tax: LineTax;
  /** How much of its item and period counts as billed by it, where that is not what it charges: it was corrected. Decision 0034 */
  readonly countsAs?: Money | undefined;
}

export const netOfLine = ({ net, unitPrice, quantity }: NewLine): Money => net ?? lineAmount(unitPrice, quantity);

/** The days that the lines are for, together; none where none says any. */
export const periodOf = (lines: readonly Pick<Entries, 'period'>[]): Period | undefined => {
  const periods = lines.flatMap(({ period }) => period ?? []);
  const [first] = periods.map((each) => each.first).sort();
  const last = periods
    .map((each) => each.last)
    .sort()
    .at(-1);
  return first && last ? { first, last } : undefined;
};

/**
 * BIL-14: what an invoice comes to. Credits may stand on it as negative lines and use it up, but not exceed it: what exceeds
 * the bill waits for the next (BIL-9).
 *
 * Example: 100.00 and −30.00 at 20 % are 70.00, 14.00 tax, 84.00.
 * @throws UserError when there is no line, or it would be negative
 */
export const invoiceTotals = (lines: readonly Pick<InvoiceLine, 'net' | 'tax'>[], currency: string): Totals => {
  if (lines.length === 0) throw new UserError('An invoice needs at least one line. Enter what is charged.');
  const totals = taxTotals(lines, currency);
  if (totals.total.amount < 0n) {
    throw new UserError(
      `It would come to ${formatMoney(totals.total)}: an invoice cannot be negative. Credit no more on it than it charges.`,
    );
  }
  return totals;
};

/** What the header of an invoice without lines says of what it charges. */
export interface HeaderCharge {
  readonly id: string;
  readonly label: string;
  readonly net: Money;
  /** Basis points. */
  readonly taxRate: number;
}

/** What an invoice without stored lines comes to: its header says so, whatever its rate would round to. BIL-21 */
export const totalsOfHeader = (invoice: HeaderCharge & { readonly tax: Money; readonly amount: Money }): Totals => {
  const { net, tax, amount } = invoice;
  return { net, taxes: [{ tax: lineOfHeader(invoice).tax, net, amount: tax }], tax, total: amount };
};

/** Basis points are hundredths of a percent, a tax's rate is in millionths. */
const basisPoint = 100;

/** The one line of an invoice that has none stored: its header. The rate was typed in with it. Decision 0034 */
export const lineOfHeader = ({ id, label, net, taxRate }: HeaderCharge): InvoiceLine => ({
  id,
  description: label,
  quantity: 1,
  unitPrice: unitPriceOf(net),
  net,
  tax: { code: 'TAX', name: 'Tax', rate: taxRate * basisPoint, treatment: 'taxed' },
});
