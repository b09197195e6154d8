/** What is foreseen, by month and currency. BIL-19, ALL-7 */
import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import { addBill, type RunTotal, sumsSchema, totalsOf, totalText } from '../billruns/index.ts';
import type { ForeseenBill } from './foresee.ts';

/** How far ahead it goes. */
export const mostMonths = 36;

/** @throws UserError for none, or more than can be reckoned */
export const requireMonths = (months: number): number => {
  if (Number.isInteger(months) && months >= 1 && months <= mostMonths) return months;
  throw new UserError(
    `A forecast goes from 1 to ${mostMonths} months ahead, and not ${months}. Write it like this: \`/bill forecast Harbor Dental 6 months\`.`,
  );
};

const monthSchema = z.object({
  bills: sumsSchema,
  /** What the balance pays, in minor units by currency. */
  balance: z.record(z.string(), z.string()),
});
type MonthSum = z.infer<typeof monthSchema>;

/** By `2026-04 runs`. */
export type MonthSums = Readonly<Record<string, MonthSum>>;
export const monthSumsSchema = z.record(z.string(), monthSchema);

/** What runs make, what they hold until it is released, and what people are asked for. */
const ways = ['runs', 'held', 'asked'] as const;
export type Way = (typeof ways)[number];

const wayOf = ({ how, isHeld }: ForeseenBill): Way => (isHeld ? 'held' : how);

export const addForeseen = (sums: MonthSums, bills: readonly ForeseenBill[]): MonthSums => {
  const added: Record<string, MonthSum> = { ...sums };
  for (const bill of bills) {
    const { amount, currency } = bill.balanceUsed;
    const key = `${bill.asOf.slice(0, 7)} ${wayOf(bill)}`;
    const so = added[key] ?? { bills: {}, balance: {} };
    added[key] = {
      bills: addBill(so.bills, bill),
      balance: { ...so.balance, [currency]: `${BigInt(so.balance[currency] ?? '0') + amount}` },
    };
  }
  return added;
};

export interface MonthTotal extends RunTotal {
  /** Its last day. */
  readonly month: Day;
  readonly how: Way;
  readonly balanceUsed: Money;
}

/** In order; of each currency by itself, and what runs make before what they hold and what people are asked for. */
export const monthTotals = (sums: MonthSums, ends: readonly Day[]): readonly MonthTotal[] =>
  ends.flatMap((month) =>
    ways.flatMap((how) => {
      const { bills, balance } = sums[`${month.slice(0, 7)} ${how}`] ?? { bills: {}, balance: {} };
      return totalsOf(bills).map((total) => {
        const { currency } = total.total;
        return { month, how, ...total, balanceUsed: { amount: BigInt(balance[currency] ?? '0'), currency } };
      });
    }),
  );

/** A customer's. */
export interface Forecast {
  readonly totals: readonly MonthTotal[];
  readonly problems: readonly string[];
  /** What is left over and pays on request only. BIL-15 */
  readonly unused: readonly Money[];
}

const monthName = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const wayText: Readonly<Record<Way, string>> = {
  runs: '',
  held: ', held until somebody releases it',
  asked: ', which people are asked for',
};

/** What of a bill, or of several, the balance pays: `, of which the balance pays $30.00`. BIL-15 */
export const balanceText = ({ amount, currency }: Money): string =>
  amount > 0n ? `, of which the balance pays ${formatMoney({ amount, currency })}` : '';

/** `April 2026: 12 bills: net $1,200.00, tax $99.00, total $1,299.00, of which the balance pays $30.00`. */
export const monthText = ({ month, how, balanceUsed, ...total }: MonthTotal): string =>
  `${monthName.format(toDbDate(month))}${wayText[how]}: ${totalText(total)}${balanceText(balanceUsed)}`;
