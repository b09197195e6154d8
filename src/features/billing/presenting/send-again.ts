/** An invoice that its customer got before, once more: it goes as it is proposed, and presents nothing anew. COL-11 */
import { FieldErrors } from '../../../core/errors.ts';
import { linkTo } from '../../../platform/links/index.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { type Invoice, standingInvoice } from '../invoices/index.ts';
import { keepPaper } from '../papers/index.ts';
import { proposed } from './letter.ts';
import { billOf, refuseOthers, writeLetter } from './write-letter.ts';

/** Its PDF, before anything is held. @throws UserError for one that is not mailed, or cannot be printed */
export const printAgain = async (deps: Deps, press: Press, invoiceId: string): Promise<void> => {
  const invoice = await standingInvoice(deps, invoiceId);
  refuseOthers(invoice);
  await keepPaper(deps, press, { type: 'invoice', id: invoiceId });
};

/** To the customer's addresses, in the customer's language. The caller has locked it, and decides who may. @throws FieldErrors at `to` */
export const writeAgain = async (work: Work, invoice: Invoice): Promise<string> => {
  refuseOthers(invoice);
  const [bill, link] = await Promise.all([
    billOf(work.tx, invoice),
    linkTo(work.contributions, work.tx, { type: 'invoice', id: invoice.id }),
  ]);
  if (bill.addressees.length === 0)
    throw new FieldErrors({
      to: `${bill.customer} has no address. Enter one with “Edit” in the customer’s window, or give it another way.`,
    });
  const occasion = invoice.state === 'paid' ? 'paid' : 'again';
  return writeLetter(work, bill, await proposed(work.tx, bill, occasion, link?.url), { purpose: 'word' });
};
