import { plainCell } from '../../core/text/cells.ts';
import type { AxiaPolicy } from './policy.ts';

/** Where each mapped column stands; what the report may lack is undefined. */
export interface Columns {
  readonly width: number;
  readonly transaction: number;
  readonly subscription: number | undefined;
  readonly period: number | undefined;
  readonly customer: number;
  readonly amount: number;
  readonly date: number;
  readonly status: number | undefined;
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
export const normal = (name: string): string =>
  plainCell(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');

/** The columns of a header; what is missing or doubled in it. */
export type Found =
  | { readonly kind: 'found'; readonly columns: Columns }
  | { readonly kind: 'missing' | 'doubled'; readonly names: readonly string[] };

/** Finds the mapped columns in what may be the header. */
export const findColumns = (header: readonly string[], policy: AxiaPolicy): Found => {
  const names = header.map(normal);
  const missing: string[] = [];
  const doubled: string[] = [];
  const optional = (name: string): number | undefined => {
    const wanted = normal(name);
    const at = wanted === '' ? -1 : names.indexOf(wanted);
    if (at >= 0 && names.lastIndexOf(wanted) !== at) doubled.push(name);
    return at < 0 ? undefined : at;
  };
  const needed = (name: string): number => {
    const at = optional(name);
    if (at === undefined) missing.push(name);
    return at ?? -1;
  };
  const neededIfNamed = (name: string): number | undefined => (normal(name) === '' ? undefined : needed(name));
  const columns: Columns = {
    width: header.length,
    transaction: needed(policy.transactionColumn),
    subscription: neededIfNamed(policy.subscriptionColumn),
    period: neededIfNamed(policy.periodColumn),
    customer: needed(policy.customerColumn),
    amount: needed(policy.amountColumn),
    date: needed(policy.dateColumn),
    status: neededIfNamed(policy.statusColumn),
    name: optional(policy.nameColumn),
    currency: optional(policy.currencyColumn),
    reason: optional(policy.reasonColumn),
    code: optional(policy.codeColumn),
    brand: optional(policy.brandColumn),
    card: optional(policy.cardColumn),
    nextAttempt: optional(policy.nextAttemptColumn),
    attempt: optional(policy.attemptColumn),
  };
  if (doubled.length > 0) return { kind: 'doubled', names: doubled };
  return missing.length > 0 ? { kind: 'missing', names: missing } : { kind: 'found', columns };
};
