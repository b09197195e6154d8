import type { Subject } from '../../core/subject.ts';
import type { Work } from '../../platform/work.ts';
import type { Charge, Invoice } from './invoice.ts';

/**
 * Plans a draft for each charge above zero; nobody sees it before `presentInvoices`. Of a subject and kind there is one
 * that is not void: a second is a Conflict. ONB-3
 */
export async function planInvoices(
  _work: Work,
  _input: { readonly subject: Subject; readonly customerId: string; readonly currency: string; readonly charges: readonly Charge[] },
): Promise<readonly Invoice[]> {
  throw new Error('not written');
}

/** Puts a subject's invoices before accounting, one message each. Safe to repeat; later ones join. ONB-3 */
export async function presentInvoices(_work: Work, _subject: Subject): Promise<void> {
  throw new Error('not written');
}
