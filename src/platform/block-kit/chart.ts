/** Charts as Slack draws them. WRK-7 */
import type { KnownBlock } from '@slack/types';
import { clip } from '../../core/text/text.ts';

export interface Series {
  readonly name: string;
  /** One for each category. */
  readonly values: readonly number[];
}

/** Bars of figures that are of one kind: never of two currencies. ALL-7 */
export interface Chart {
  readonly title: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  /** What the figures are: `USD`. */
  readonly unit?: string;
}

/** Slack's block, which its SDK has no type of yet. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label?: string };
  };
}

/** Slack's, of a chart; and so many charts a message may hold. */
const mostCategories = 20;
const mostSeries = 6;
const mostCharts = 2;
const mostInLabel = 20;
const mostInTitle = 50;

/** Names must differ, also once they are cut. */
const distinct = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return names.map((name) => {
    let label = clip(name, mostInLabel) || '–';
    for (let n = 2; taken.has(label); n += 1) label = `${clip(name, mostInLabel - 3)} ${n}`;
    taken.add(label);
    return label;
  });
};

const chartOf = ({ title, categories, series, unit }: Chart): ChartBlock => {
  const labels = distinct(categories.slice(0, mostCategories));
  const names = distinct(series.slice(0, mostSeries).map(({ name }) => name));
  return {
    type: 'data_visualization',
    title: clip(title, mostInTitle),
    chart: {
      type: 'bar',
      series: names.map((name, at) => ({
        name,
        data: labels.map((label, of) => ({ label, value: series[at]?.values[of] ?? 0 })),
      })),
      axis_config: { categories: labels, ...(unit ? { y_label: clip(unit, mostInTitle) } : {}) },
    },
  };
};

/** The charts of one message: as many as Slack takes; one without anything to show is left out. */
export const charts = (all: readonly Chart[]): readonly KnownBlock[] =>
  all
    .filter(({ categories, series }) => categories.length > 0 && series.length > 0)
    .slice(0, mostCharts)
    .map((chart) => chartOf(chart) as unknown as KnownBlock);
