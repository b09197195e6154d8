import type { Money } from '../../core/money.ts';
import type { Work } from '../../platform/work.ts';
import type { Invoice } from './invoice.ts';

/** Corrects what is charged before tax, with a reason; never below what is paid. ALL-5 */
export async function correctInvoice(
  _work: Work,
  _input: { readonly invoiceId: string; readonly net: Money; readonly reason: string },
): Promise<Invoice> {
  throw new Error('not written');
}

/** Voids an invoice that nothing is paid on, with a reason. ALL-5 */
export async function voidInvoice(_work: Work, _input: { readonly invoiceId: string; readonly reason: string }): Promise<void> {
  throw new Error('not written');
}
