/** What a run comes to, currency by currency. ALL-7 */
import { z } from 'zod';
import { amountText, formatMoney, type Money } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import type { Table } from '../../../platform/block-kit/table.ts';

export interface RunTotal {
  readonly bills: number;
  readonly net: Money;
  readonly tax: Money;
  readonly total: Money;
}

/** As a cursor carries it: amounts as texts, since JSON's numbers are not exact. */
export const sumsSchema = z.record(
  z.string(),
  z.object({ bills: z.int(), net: z.string(), tax: z.string(), total: z.string() }),
);
export type Sums = z.infer<typeof sumsSchema>;

export const addBill = (
  sums: Sums,
  { net, tax, total }: { readonly net: Money; readonly tax: Money; readonly total: Money },
): Sums => {
  const { currency } = total;
  const so = sums[currency] ?? { bills: 0, net: '0', tax: '0', total: '0' };
  return {
    ...sums,
    [currency]: {
      bills: so.bills + 1,
      net: `${BigInt(so.net) + net.amount}`,
      tax: `${BigInt(so.tax) + tax.amount}`,
      total: `${BigInt(so.total) + total.amount}`,
    },
  };
};

export const totalsOf = (sums: Sums): readonly RunTotal[] =>
  Object.entries(sums)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { bills, net, tax, total }]) => ({
      bills,
      net: { amount: BigInt(net), currency },
      tax: { amount: BigInt(tax), currency },
      total: { amount: BigInt(total), currency },
    }));

/** `12 bills: net $1,200.00, tax $99.00, total $1,299.00`. */
export const totalText = ({ bills, net, tax, total }: RunTotal): string =>
  `${plural(bills, 'bill')}: net ${formatMoney(net)}, tax ${formatMoney(tax)}, total ${formatMoney(total)}`;

/** Each currency by itself; nothing where nothing is billed. ALL-7 */
export const totalsTables = (totals: readonly RunTotal[]): readonly Table[] =>
  totals.length === 0
    ? []
    : [
        {
          caption: 'Bills by currency',
          columns: ['Currency', 'Bills', 'Net', 'Tax', 'Total'],
          rows: totals.map(({ bills, net, tax, total }) => [
            total.currency,
            { text: bills.toLocaleString('en-US'), value: bills },
            ...[net, tax, total].map((amount) => ({ text: formatMoney(amount), value: Number(amountText(amount)) })),
          ]),
        },
      ];
