import { plainCell } from '../../core/text/cells.ts';
import { clip } from '../../core/text/text.ts';
import { ReportRefused } from '../../features/collections/index.ts';
import type { AxiaPolicy } from './policy.ts';

/** Where each mapped column stands; what the report may lack is undefined. */
export interface Columns {
  readonly width: number;
  readonly transaction: number;
  readonly subscription: number;
  readonly period: number;
  readonly customer: number;
  readonly amount: number;
  readonly date: number;
  readonly status: number;
  readonly name: number | undefined;
  readonly currency: number | undefined;
  readonly reason: number | undefined;
  readonly code: number | undefined;
  readonly brand: number | undefined;
  readonly card: number | undefined;
  readonly nextAttempt: number | undefined;
  readonly attempt: number | undefined;
}

/** `Transaction_ID`, ` transaction id ` and `Transaction ID` are one column, also with characters in it that nobody sees. */
const normal = (name: string): string =>
  plainCell(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');

/** Finds the mapped columns in the header. @throws ReportRefused that names every missing or doubled one */
export const findColumns = (header: readonly string[], policy: AxiaPolicy): Columns => {
  const names = header.map(normal);
  const missing: string[] = [];
  const optional = (name: string): number | undefined => {
    const wanted = normal(name);
    const at = wanted === '' ? -1 : names.indexOf(wanted);
    if (at >= 0 && names.lastIndexOf(wanted) !== at)
      throw new ReportRefused(`The header has the column “${clip(name, 60)}” twice.`);
    return at < 0 ? undefined : at;
  };
  const needed = (name: string): number => {
    const at = optional(name);
    if (at === undefined) missing.push(name);
    return at ?? -1;
  };
  const columns: Columns = {
    width: header.length,
    transaction: needed(policy.transactionColumn),
    subscription: needed(policy.subscriptionColumn),
    period: needed(policy.periodColumn),
    customer: needed(policy.customerColumn),
    amount: needed(policy.amountColumn),
    date: needed(policy.dateColumn),
    status: needed(policy.statusColumn),
    name: optional(policy.nameColumn),
    currency: optional(policy.currencyColumn),
    reason: optional(policy.reasonColumn),
    code: optional(policy.codeColumn),
    brand: optional(policy.brandColumn),
    card: optional(policy.cardColumn),
    nextAttempt: optional(policy.nextAttemptColumn),
    attempt: optional(policy.attemptColumn),
  };
  if (missing.length === 0) return columns;
  const found = clip(header.map((name) => name.trim()).join(', '), 300);
  throw new ReportRefused(
    `The header lacks ${missing.map((name) => `“${name}”`).join(', ')}. It has: ${found}. An admin can map other names.`,
    header.map((name) => clip(name.trim(), 100)),
  );
};
