import type { Money } from '../../../core/money/money.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { Invoice } from '../invoices/index.ts';

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
