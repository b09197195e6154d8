/** Taking back what was allocated: it ends, and its invoices are open again. ALL-10, BIL-17 */
import { add, type Money, negate, sum } from '../../../core/money/money.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, settleInvoice } from '../invoices/index.ts';
import { type AllocationEntry, type MoneySource, settledWith } from './entry.ts';
import type { Settled } from './events.ts';
import { addToBalance, addToRest, endAllocations, liveAllocations, lockBalance } from './store.ts';

export interface Releasing {
  /** What ends; all of one currency. */
  readonly allocations: readonly AllocationEntry[];
  /** Locked, all that they settle. */
  readonly invoices: readonly Invoice[];
  readonly reason: string;
  /** In plain words, as it follows the amount. */
  readonly how: string;
  readonly tells: (after: Invoice) => { readonly text: string; readonly key: string };
}

/**
 * Ends allocations, and with those to an invoice what was written off by itself of it: once money is missing, the remainder is no
 * longer small. Where what they came from goes, the caller says. @returns the invoices as they are now
 */
export const release = async (work: Work, releasing: Releasing): Promise<readonly Settled[]> => {
  const { allocations, invoices, reason, how, tells } = releasing;
  const all = await liveAllocations(work.tx, { targets: invoices.map(({ id }) => id) });
  const small = all.filter(({ source }) => source.kind === 'tolerance');
  const ids = [...new Set([...allocations, ...small].map(({ id }) => id))];
  const ended = await endAllocations(work, ids, reason);
  const entries = [...allocations, ...small.filter(({ id }) => !allocations.some((each) => each.id === id))];
  const settled: Settled[] = [];
  for (const invoice of invoices) {
    const own = entries.filter((each) => ended.has(each.id) && each.target.id === invoice.id);
    const latest = own.at(-1);
    if (!latest) continue;
    const { currency } = invoice.amount;
    const gone = sum(
      own.map(({ amount }) => amount),
      currency,
    );
    const after = await settleInvoice(work, invoice, settledWith(invoice, own, -1n), tells);
    settled.push({
      before: invoice,
      after,
      amount: negate(gone),
      allocationId: latest.id,
      decision: latest.decision,
      how,
    });
  }
  return settled;
};

/** What ended is left over again: in the balance. */
export const giveBack = async (
  work: Work,
  customerId: string,
  parts: readonly { readonly source: MoneySource; readonly amount: Money }[],
): Promise<void> => {
  const currency = parts[0]?.amount.currency;
  if (currency === undefined) return;
  await lockBalance(work.tx, customerId, currency);
  let total: Money = { amount: 0n, currency };
  for (const { source, amount } of parts) {
    await addToRest(work.tx, customerId, source, amount);
    total = add(total, amount);
  }
  await addToBalance(work.tx, customerId, total);
};
