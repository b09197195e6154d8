/** What was earned with which plan or charge, before tax. CUS-8 */
import { money, sumByCurrency } from '../../../core/money/money.ts';
import type { Chart } from '../../../platform/block-kit/chart.ts';
import type { Table } from '../../../platform/block-kit/table.ts';
import { figureOf, plotted } from '../../reports/index.ts';

/** Of one service and currency, in minor units before tax. */
export interface Earned {
  readonly service: string;
  readonly kind: 'plan' | 'charge' | 'other';
  readonly currency: string;
  readonly invoiced: bigint;
  /** What was credited of it, or voided. */
  readonly credited: bigint;
}

export const netOf = ({ invoiced, credited }: Earned): bigint => invoiced - credited;

const kindNames = { plan: 'Plan', charge: 'Charge', other: 'Other' } as const;
export const kindName = ({ kind }: Earned): string => kindNames[kind];

const totals = (earned: readonly Earned[], of: (each: Earned) => bigint) =>
  new Map(sumByCurrency(earned.map((each) => money(of(each), each.currency))).map((total) => [total.currency, total]));

/** The largest first, and each currency's total by itself. ALL-7 */
export const revenueTable = (earned: readonly Earned[]): Table => {
  const [invoiced, credited, net] = [
    totals(earned, (each) => each.invoiced),
    totals(earned, (each) => each.credited),
    totals(earned, netOf),
  ];
  const amounts = (each: Earned) =>
    [each.invoiced, each.credited, netOf(each)].map((of) => figureOf(money(of, each.currency)));
  return {
    caption: 'Revenue before tax',
    columns: ['Service', 'Kind', 'Currency', 'Invoiced', 'Credited', 'Revenue'],
    rows: [
      ...earned.map((each) => [each.service, kindName(each), each.currency, ...amounts(each)]),
      ...[...net].map(([currency, total]) => [
        'Total',
        '',
        currency,
        figureOf(invoiced.get(currency) ?? money(0n, currency)),
        figureOf(credited.get(currency) ?? money(0n, currency)),
        figureOf(total),
      ]),
    ],
  };
};

const mostBars = 10;

export const revenueCharts = (earned: readonly Earned[]): readonly Chart[] =>
  [...new Set(earned.map(({ currency }) => currency))].sort().map((currency) => {
    const own = earned.filter((each) => each.currency === currency).slice(0, mostBars);
    return {
      title: `Revenue, ${currency}`,
      unit: currency,
      categories: own.map(({ service }) => service),
      series: [{ name: 'Revenue', values: own.map((each) => plotted(money(netOf(each), currency))) }],
    };
  });
