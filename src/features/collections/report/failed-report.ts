import { money } from '../../../core/money/money.ts';
import {
  countOf,
  figureOf,
  moneyReaders,
  plotted,
  type Range,
  type Reading,
  type Report,
  type ReportRow,
} from '../../reports/index.ts';
import { type FailedCharge, type FailedSum, failedIn, failedSums } from './failed-store.ts';

const rowOf = ({ amount, paid, reason, ref, currency, ...charge }: FailedCharge): ReportRow => ({
  case: `C-${ref}`,
  customer: charge.customer,
  gateway: charge.gateway,
  period: charge.period,
  opened: charge.openedOn,
  state: charge.state,
  attempts: charge.attempts,
  reason: reason ?? undefined,
  amount: money(amount, currency),
  paid: money(paid, currency),
  currency,
});

async function* rows({ tx, timeZone }: Reading, range: Range): AsyncGenerator<readonly ReportRow[]> {
  for await (const batch of failedIn(tx, range, timeZone)) yield batch.map(rowOf);
}

const chartsOf = (sums: readonly FailedSum[]) =>
  [...new Set(sums.map(({ currency }) => currency))].map((currency) => {
    const own = sums.filter((each) => each.currency === currency);
    return {
      title: `Failed charges by what became of them, ${currency}`,
      unit: currency,
      categories: own.map(({ state }) => state),
      series: [{ name: 'Amount', values: own.map(({ amount }) => plotted(money(amount, currency))) }],
    };
  });

/** CUS-8: the charges that failed first in these days, and what became of them by now. */
export const failedReport: Report = {
  word: 'failed',
  title: 'Failed charges',
  help: 'which charges failed, and what became of them',
  readers: [...moneyReaders, 'investigator'],
  range: 'past',
  fields: [
    { key: 'case', name: 'Case', kind: 'text' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'gateway', name: 'Gateway', kind: 'text', isExtra: true },
    { key: 'period', name: 'Period', kind: 'text' },
    { key: 'opened', name: 'Since', kind: 'day' },
    { key: 'state', name: 'State', kind: 'text' },
    { key: 'attempts', name: 'Tries', kind: 'count' },
    { key: 'reason', name: 'Last reason', kind: 'text', isExtra: true },
    { key: 'amount', name: 'Amount', kind: 'money' },
    { key: 'paid', name: 'Paid', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
  ],
  overview: async ({ tx, timeZone }, range) => {
    const sums = await failedSums(tx, range, timeZone);
    return {
      tables: [
        {
          caption: 'Failed charges by what became of them',
          columns: ['State', 'Currency', 'Charges', 'Amount', 'Paid'],
          rows: sums.map(({ state, currency, charges, amount, paid }) => [
            state,
            currency,
            countOf(charges),
            figureOf(money(amount, currency)),
            figureOf(money(paid, currency)),
          ]),
        },
      ],
      charts: chartsOf(sums),
    };
  },
  rows,
};
