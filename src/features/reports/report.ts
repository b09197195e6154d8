import { amountText, formatMoney, type Money } from '../../core/money/money.ts';
import type { Day } from '../../core/time/calendar.ts';
import type { Chart } from '../../platform/block-kit/chart.ts';
import type { Figure, Table } from '../../platform/block-kit/table.ts';
import type { Tx } from '../../platform/db/open.ts';
import { point } from '../../platform/work/contributions.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';

/** What a field of a row holds: a `Day` is a text of its kind. */
export type ReportValue = string | number | Money | undefined;

export interface ReportField {
  readonly key: string;
  readonly name: string;
  readonly kind: 'text' | 'money' | 'day' | 'count';
  /** It is chosen only where somebody asks for it. */
  readonly isExtra?: true;
}

export type ReportRow = Readonly<Record<string, ReportValue>>;

/** Both days count. What is as of a day is as of the last. */
export interface Range {
  readonly first: Day;
  readonly last: Day;
}

/** `now`: how it is; `as_of`: how it was at a day's end; `past`: what happened on these days; `ahead`: what will. */
export type RangeKind = 'now' | 'as_of' | 'past' | 'ahead';

/** What a report reads with; a transaction's `Work` is one. */
export type Reading = Pick<Work, 'today' | 'timeZone' | 'policy'> & { readonly tx: Tx };

/** Of each currency by itself. ALL-7 */
export interface Overview {
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  /** What the figures mean, where they do not say it. */
  readonly note?: string;
}

/** What somebody can ask for as figures: on screen, and as a file with the fields that they choose. CUS-8 */
export interface Report {
  /** In commands: `ageing`. */
  readonly word: string;
  readonly title: string;
  /** Completes “shows …”. */
  readonly help: string;
  /** Who may read it; everybody who holds a role unless said. ALL-8 */
  readonly readers?: readonly Role[];
  readonly range: RangeKind;
  readonly fields: readonly ReportField[];
  readonly overview: (reading: Reading, range: Range) => Promise<Overview>;
  /** All rows in an order of their own, in pieces that fit into memory. */
  readonly rows: (reading: Reading, range: Range) => AsyncIterable<readonly ReportRow[]>;
  /** Where a file must be the very same when it is asked for again. */
  readonly kept?: {
    /** The kept file's hash; undefined where there is none, or where it need not be the same yet. */
    readonly find: (work: Work, of: FileOf) => Promise<string | undefined>;
    readonly note: (work: Work, of: FileOf, hash: string) => Promise<void>;
  };
}

/** What makes a file of a report what it is. */
export interface FileOf extends Range {
  /** Keys, in the report’s order. */
  readonly fields: readonly string[];
  readonly format: string;
}

/** Where slices contribute their reports. CUS-8 */
export const reports = point<Report>('reports');

/** Who reads what is billed and paid. ALL-8 */
export const moneyReaders: readonly Role[] = ['billing', 'accounting', 'management', 'admin'];

/** Rows that are read at once, where a report has few. */
export async function* atOnce(rows: Promise<readonly ReportRow[]>): AsyncGenerator<readonly ReportRow[]> {
  yield await rows;
}

/** An amount in a table: read as money, sorted as a figure. */
export const figureOf = (value: Money): Figure => ({ text: formatMoney(value), value: plotted(value) });

/** An amount in a chart. */
export const plotted = (value: Money): number => Number(amountText(value));

export const countOf = (count: number): Figure => ({ text: count.toLocaleString('en-US'), value: count });
