/** Which lines of a customer stand on which bill. BIL-16, BIL-20 */
import { formatMoney, isZero, type Money, subtract, sum } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { DueBill, DueLine } from '../charging/index.ts';
import { type LineTax, taxTotals } from '../taxes/index.ts';

/** A due line with what decides where it stands and how it is taxed. */
export interface SheetLine extends DueLine {
  readonly subscriptionId: string;
  readonly groupId?: string | undefined;
  readonly taxCategory: string;
  readonly account?: string | undefined;
  /** Where the table of taxes does not decide it: that of the first month for its credit. BIL-9 */
  readonly ownTax?: LineTax | undefined;
}

/** The bills of one subscription, and with what its bills may share an invoice: terms, addressees, order number. */
export interface Stack {
  readonly shares: string;
  readonly bills: readonly (Omit<DueBill, 'lines'> & { readonly lines: readonly SheetLine[] })[];
}

/** An invoice to make. */
export interface Sheet {
  readonly shares: string;
  /** Its scheduled day; none where only changes and what is charged once stand on it. */
  readonly scheduledOn?: Day | undefined;
  readonly lines: readonly SheetLine[];
}

/**
 * BIL-20: bills of one scheduled day that may share an invoice are one, with a section for each group; what has no day stands on
 * the first of them.
 *
 * Example: two groups with equal terms, both due on May 1: one invoice.
 */
export const sheetsOf = (stacks: readonly Stack[]): readonly Sheet[] => {
  const all = stacks.flatMap(({ shares, bills }) => bills.map((bill) => ({ shares, ...bill })));
  return [...new Set(all.map(({ shares }) => shares))].flatMap((shares) => {
    const mine = all.filter((bill) => bill.shares === shares);
    const days = [...new Set(mine.flatMap(({ scheduledOn }) => scheduledOn ?? []))].sort();
    const linesOf = (on: Day | undefined) =>
      mine.filter((bill) => (bill.scheduledOn ?? days[0]) === on).flatMap(({ lines }) => lines);
    const dates: readonly (Day | undefined)[] = days.length > 0 ? days : [undefined];
    return dates.map((scheduledOn) => ({ shares, scheduledOn, lines: linesOf(scheduledOn) }));
  });
};

/** A line with its tax, as it is before what exceeds the bill is taken off. */
export type TaxedSheetLine = SheetLine & { readonly tax: LineTax };

export interface Fitted {
  readonly lines: readonly TaxedSheetLine[];
  /** What exceeds the bill, and waits for the next. */
  readonly rest: readonly TaxedSheetLine[];
}

/**
 * BIL-9: credits use a bill up and do not exceed it; what is left of them waits for the next. The last is cut first.
 *
 * Example: 1,000.00 charged and 1,354.84 credited at one rate: 1,000.00 are credited now, 354.84 wait.
 */
export const fitCredits = (lines: readonly TaxedSheetLine[], currency: string): Fitted => {
  let kept = [...lines];
  const rest: TaxedSheetLine[] = [];
  const totalWith = (at: number, net: bigint): bigint =>
    taxTotals(
      kept.map((line, index) => (index === at ? { ...line, net: { amount: net, currency } } : line)),
      currency,
    ).total.amount;
  for (let at = kept.length - 1; at >= 0; at--) {
    const line = kept[at];
    if (!line || line.net.amount >= 0n || taxTotals(kept, currency).total.amount >= 0n) continue;
    const net = { amount: largestCredit(line.net.amount, (credit) => totalWith(at, credit) >= 0n), currency };
    const waits = subtract(line.net, net);
    rest.unshift({ ...line, net: waits });
    kept = kept.map((each, index) => (index === at ? cut(line, net, waits) : each));
  }
  return { lines: kept.filter(({ net }) => !isZero(net)), rest };
};

const cut = (line: TaxedSheetLine, net: Money, waits: Money): TaxedSheetLine => ({
  ...line,
  net,
  why: `${line.why}; ${formatMoney(waits)} waits for the next bill`,
});

/** The lowest amount from `lowest` to 0 that still fits: the more is credited, the less the bill comes to. */
const largestCredit = (lowest: bigint, fits: (net: bigint) => boolean): bigint => {
  let [low, high] = [lowest, 0n];
  while (low < high) {
    const middle = (low + high - 1n) / 2n;
    if (fits(middle)) high = middle;
    else low = middle + 1n;
  }
  return high;
};

export interface TaxedSheet extends Omit<Sheet, 'lines'> {
  readonly lines: readonly TaxedSheetLine[];
}

/** The sheets as they are made: what exceeds one goes to the next that it may stand on. */
export const fitted = (
  sheets: readonly TaxedSheet[],
  currency: string,
): { readonly sheets: readonly TaxedSheet[]; readonly waiting: readonly TaxedSheetLine[]; readonly waits: Money } => {
  const carried = new Map<string, readonly TaxedSheetLine[]>();
  const made = sheets.map((sheet) => {
    const { lines, rest } = fitCredits([...sheet.lines, ...(carried.get(sheet.shares) ?? [])], currency);
    carried.set(sheet.shares, rest);
    return { ...sheet, lines };
  });
  const waiting = [...carried.values()].flat();
  const waits = sum(
    waiting.map(({ net }) => net),
    currency,
  );
  return { sheets: made.filter(({ lines }) => lines.length > 0), waiting, waits };
};
