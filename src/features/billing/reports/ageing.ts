/** What is owed, by how long it has been due. CUS-8, BIL-18 */
import { type Money, money, sum } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { daysBetween } from '../../../core/time/calendar.ts';
import type { Chart } from '../../../platform/block-kit/chart.ts';
import type { Table } from '../../../platform/block-kit/table.ts';
import { figureOf, plotted } from '../../reports/index.ts';

/** The last day of each age, counted from the due date; what is older than the last is in none. */
export const ageEnds = [0, 30, 60, 90] as const;
export const ageNames = ['Not due', '1–30 days', '31–60 days', '61–90 days', 'Over 90 days'] as const;

/**
 * Which age something has that is due on a day, as of another.
 *
 * Example: as of 2026-03-31, due on March 31 → 0 (not due), March 30 → 1, March 1 → 1, February 28 → 2.
 */
export const ageOf = (dueOn: Day, asOf: Day): number => {
  const late = daysBetween(dueOn, asOf);
  const at = ageEnds.findIndex((end) => late <= end);
  return at < 0 ? ageEnds.length : at;
};

/** So much of one age is owed by one customer, or, without one, by all. */
export interface Aged {
  readonly customer?: string | undefined;
  readonly currency: string;
  readonly age: number;
  readonly invoices: number;
  readonly open: bigint;
}

/** Amounts by age, and their sum. */
const acrossAges = (aged: readonly Aged[], currency: string): readonly Money[] => {
  const byAge = ageNames.map((_, age) =>
    money(
      aged.filter((each) => each.age === age).reduce((total, { open }) => total + open, 0n),
      currency,
    ),
  );
  return [...byAge, sum(byAge, currency)];
};

const currenciesOf = (aged: readonly Aged[]): readonly string[] =>
  [...new Set(aged.map(({ currency }) => currency))].sort();

/** Each currency by itself. ALL-7 */
export const ageingTable = (all: readonly Aged[]): Table => ({
  caption: 'Receivables by age',
  columns: ['Currency', 'Invoices', ...ageNames, 'Total'],
  rows: currenciesOf(all).map((currency) => {
    const aged = all.filter((each) => each.currency === currency);
    const invoices = aged.reduce((count, each) => count + each.invoices, 0);
    return [
      currency,
      { text: invoices.toLocaleString('en-US'), value: invoices },
      ...acrossAges(aged, currency).map(figureOf),
    ];
  }),
});

/** Who owes most, in the order given. */
export const debtorsTable = (aged: readonly Aged[]): Table => {
  const names = [...new Set(aged.map(({ customer, currency }) => `${currency} ${customer ?? ''}`))];
  return {
    caption: 'Who owes most',
    columns: ['Customer', 'Currency', ...ageNames, 'Total'],
    rows: names.map((name) => {
      const currency = name.slice(0, 3);
      const own = aged.filter((each) => `${each.currency} ${each.customer ?? ''}` === name);
      return [name.slice(4), currency, ...acrossAges(own, currency).map(figureOf)];
    }),
  };
};

export const ageingCharts = (all: readonly Aged[]): readonly Chart[] =>
  currenciesOf(all).map((currency) => ({
    title: `Receivables by age, ${currency}`,
    unit: currency,
    categories: ageNames,
    series: [
      {
        name: 'Open',
        values: acrossAges(
          all.filter((each) => each.currency === currency),
          currency,
        )
          .slice(0, ageNames.length)
          .map(plotted),
      },
    ],
  }));
