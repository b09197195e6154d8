/** What becomes of a customer's bills in a run. Pure. BIL-2 */
import { type Money, sum } from '../../../core/money/money.ts';
import type { BillPlan } from '../bills/index.ts';
import type { BillRunsPolicy } from './policy.ts';

export type Verdict =
  | { readonly what: 'nothing due' }
  | { readonly what: 'bill'; readonly total: Money }
  /** Below the minimum: it waits for the next run. */
  | { readonly what: 'wait'; readonly total: Money }
  /** Above the limit: exceptional, held for release. */
  | { readonly what: 'hold'; readonly total: Money; readonly limit: Money };

/** What the bills of a customer come to, tax included. */
export const totalOf = ({ bills, customer }: Pick<BillPlan, 'bills' | 'customer'>): Money =>
  sum(
    bills.map(({ draft }) => draft.total),
    customer.currency,
  );

/**
 * Whether a customer's bills are made, wait, or are held; all of them together, as they leave the house together.
 *
 * Example: with a minimum of $10.00 and a limit of $10,000.00: $9.99 waits, $10.00 and $10,000.00 are billed, $10,000.01 is held.
 */
export const decideBills = (
  plan: Pick<BillPlan, 'bills' | 'customer'>,
  { minimum, exceptional }: Pick<BillRunsPolicy, 'minimum' | 'exceptional'>,
): Verdict => {
  if (plan.bills.length === 0) return { what: 'nothing due' };
  const total = totalOf(plan);
  const { currency } = total;
  const [least, most] = [minimum[currency], exceptional[currency]];
  if (least !== undefined && total.amount < BigInt(least)) return { what: 'wait', total };
  if (most === undefined || total.amount <= BigInt(most)) return { what: 'bill', total };
  return { what: 'hold', total, limit: { amount: BigInt(most), currency } };
};
