/** What can be printed: issued documents of ours. BIL-4 */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Paper } from '../../papers/index.ts';
import { creditDocument } from '../credits/index.ts';
import { frozenOf, type Invoice, invoiceById, invoiceRef, linesOf, totalsOfHeader } from '../invoices/index.ts';
import { withLogo } from '../sellers/index.ts';
import { taxTotals } from '../taxes/index.ts';
import { creditPaper, invoicePaper } from './invoice-paper.ts';

export interface Printable {
  readonly paper: Paper;
  readonly number: string;
  /** In whose thread it is given. */
  readonly invoice: Invoice;
}

const unnumbered = (invoice: Invoice): UserError =>
  new UserError(
    invoice.numbering === 'own'
      ? `Invoice ${invoiceRef(invoice)} is a draft: it has no number yet. Press Issue first.`
      : `Invoice ${invoiceRef(invoice)} is numbered in the accounting system: its PDF is made there.`,
  );

const printableInvoice = async (tx: Tx, id: string): Promise<Printable> => {
  const [invoice, frozen] = await Promise.all([invoiceById(tx, id), frozenOf(tx, id)]);
  if (!invoice) throw new NotFound('invoice');
  if (!invoice.issued || !frozen) throw unnumbered(invoice);
  const { number, on: issuedOn } = invoice.issued;
  const { dueOn, period } = invoice;
  const lines = await linesOf(tx, invoice);
  const hasStored = lines.some((line) => line.id !== invoice.id);
  const totals = hasStored ? taxTotals(lines, invoice.net.currency) : totalsOfHeader(invoice);
  const said = { ...frozen, seller: await withLogo(tx, frozen.seller) };
  return { paper: invoicePaper({ number, issuedOn, dueOn, period, lines, totals, frozen: said }), number, invoice };
};

const printableCredit = async (tx: Tx, id: string): Promise<Printable> => {
  const document = await creditDocument(tx, id);
  if (!document) throw new NotFound('credit note');
  const frozen = { ...document.frozen, seller: await withLogo(tx, document.frozen.seller) };
  return {
    paper: creditPaper({ ...document, frozen }),
    number: document.credit.number,
    invoice: document.invoice,
  };
};

export const printableTypes = ['invoice', 'credit_note'] as const;

/** @throws NotFound, UserError for what has no number of ours */
export const printableOf = (tx: Tx, { type, id }: Subject): Promise<Printable> =>
  type === 'credit_note' ? printableCredit(tx, id) : printableInvoice(tx, id);
