import type { Money } from '../../../core/money/money.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Invoice } from '../invoices/index.ts';
import { addToBalance } from './store.ts';

/** What settles an invoice changed. */
export interface Settled {
  readonly before: Invoice;
  readonly after: Invoice;
  /** What settles it now more than before; negative where it is open again. */
  readonly amount: Money;
  /** The latest of what was allocated, or ended: the cause, of which is told once. */
  readonly allocationId: string;
  readonly decision: string;
  /** In plain words, as it follows the amount: `from the balance (the check 1234 of Mar 2, 2026)`. */
  readonly how: string;
}

/** Invoices are settled, or open again, otherwise than by a payment that came in or back: those tell of themselves. BIL-15 */
export const invoicesSettled = eventType<readonly Settled[]>('invoices.settled');

/** What these customers have left over is another sum. */
export const balanceMoved = eventType<readonly string[]>('balance.moved');

/** Of a locked balance, whose parts the caller moves. */
export const moveBalance = async (work: Work, customerId: string, change: Money): Promise<void> => {
  await addToBalance(work.tx, customerId, change);
  if (change.amount !== 0n) await work.emit(balanceMoved, [customerId]);
};
