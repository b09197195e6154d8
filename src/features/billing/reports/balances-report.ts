import { money, sumByCurrency } from '../../../core/money/money.ts';
import { atOnce, figureOf, moneyReaders, type Report, type ReportRow } from '../../reports/index.ts';
import { type LeftOver, leftOver } from './balances-store.ts';

const balanceOf = ({ balance, currency }: LeftOver) => money(balance, currency);

const rowOf = (each: LeftOver): ReportRow => ({
  customer: each.customer,
  balance: balanceOf(each),
  currency: each.currency,
  since: each.oldestOn ?? undefined,
  sources: each.sources,
});

/** CUS-8: what customers have left over of payments and credit notes, as it is now. */
export const balancesReport: Report = {
  word: 'balances',
  title: 'Credits and balances',
  help: 'what customers have left over, and of what',
  readers: moneyReaders,
  range: 'now',
  fields: [
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'balance', name: 'Balance', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
    { key: 'since', name: 'Oldest of', kind: 'day' },
    { key: 'sources', name: 'Left of', kind: 'text' },
  ],
  overview: async ({ tx }) => {
    const all = await leftOver(tx);
    const totals = sumByCurrency(all.map(balanceOf));
    return {
      tables: [
        {
          caption: 'Balances by currency',
          columns: ['Currency', 'Balance'],
          rows: totals.map((total) => [total.currency, figureOf(total)]),
        },
        {
          caption: 'What customers have left over',
          columns: ['Customer', 'Balance', 'Currency', 'Left of'],
          rows: all.map((each) => [each.customer, figureOf(balanceOf(each)), each.currency, each.sources]),
        },
      ],
      charts: [],
      note: 'A balance is used for the next invoice, from “Use balance” on it, or given back, from “Refund” in the customer’s window.',
    };
  },
  rows: ({ tx }) => atOnce(leftOver(tx).then((all) => all.map(rowOf))),
};
