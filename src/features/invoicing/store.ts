import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Work } from '../../platform/work.ts';
import type { Invoice, InvoiceState } from './invoice.ts';

/** A subject's invoices, one for each kind (a void one only where none replaced it), oldest first. */
export async function invoicesFor(_tx: Tx, _subject: Subject): Promise<readonly Invoice[]> {
  throw new Error('not written');
}

export async function invoiceById(_tx: Tx, _id: string): Promise<Invoice | undefined> {
  throw new Error('not written');
}

/** Locks the invoice (its subject's owner first) and reads it. @throws NotFound */
export async function lockInvoice(_work: Work, _id: string): Promise<Invoice> {
  throw new Error('not written');
}

/** Writes what payments add up to. For the payments slice only. */
export async function settleInvoice(
  _work: Work,
  _invoice: Invoice,
  _settled: { readonly paid: bigint; readonly state: InvoiceState },
): Promise<void> {
  throw new Error('not written');
}
