import type { Money } from '../../core/money.ts';
import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Payment } from './payment.ts';

/** Payments of these invoices or of a subject, oldest first, reversed ones included. */
export async function paymentsFor(_tx: Tx, _of: { readonly invoiceIds: readonly string[] } | { readonly subject: Subject }): Promise<readonly Payment[]> {
  throw new Error('not written');
}

/** What was received, and not reversed, for an invoice before tax: paid × net / amount, rounded half up. BIL-9 */
export async function netReceivedFor(_tx: Tx, _invoiceId: string): Promise<Money> {
  throw new Error('not written');
}
