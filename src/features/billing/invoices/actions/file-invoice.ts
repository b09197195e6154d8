import type { ModalView } from '@slack/types';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import type { FormFile } from '../../../../platform/block-kit/form.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { fileDocument } from '../../../documents/index.ts';
import { applyChange, lockForAccounting } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import { aboutInvoice, keptInputs, opensInvoiceForm, readKept, saidOfInvoice } from '../invoice-form.ts';

/** File it. ONB-8 */
export const fileForm = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.file',
    title: 'File the invoice',
    submit: 'File',
    data: invoice.id,
    blocks: [aboutInvoice(invoice), ...keptInputs()],
  });

interface Kept {
  readonly file?: FormFile | undefined;
  readonly location?: string | undefined;
}

/** Files an invoice that this transaction has locked among the customer's documents. ONB-8 */
export const fileWith = async (work: Work, invoice: Invoice, kept: Kept): Promise<Invoice> => {
  const document = await fileDocument(work, {
    subject: { type: 'invoice', id: invoice.id },
    story: invoice.subject,
    customerId: invoice.customerId,
    kind: 'invoice',
    name: kept.file?.name ?? `${invoice.label} (${invoiceRef(invoice)})`,
    ...kept,
  });
  return applyChange(
    work,
    invoice,
    { filed: true },
    {
      what: 'filed',
      before: { filed: invoice.filed !== undefined },
      after: { filed: true, document: document.id },
      text: `${person(work.by.id)} filed it among the customer’s documents.`,
    },
  );
};

/** Accounting files an invoice: a file, or where it is kept. ONB-8 */
export const fileInvoice = async (deps: Deps, by: By, input: Kept & { readonly invoiceId: string }): Promise<void> => {
  await deps.transact(by, async (work) => {
    const { invoiceId, file, location } = input;
    await fileWith(work, await lockForAccounting(work, invoiceId, 'file invoices'), { file, location });
  });
};

export const fileButton: Interaction = {
  id: 'invoice.file',
  press: opensInvoiceForm('file invoices', fileForm),
  submit: async ({ deps, by, data, values }) => {
    await fileInvoice(deps, by, { invoiceId: data, ...readKept(values) });
    return saidOfInvoice(deps, data, 'is filed');
  },
};
