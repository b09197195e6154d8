import { Conflict, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { applyChange } from './change-invoice.ts';
import { type Invoice, invoiceRef } from './invoice.ts';
import { lockInvoice } from './store.ts';

const lockVoid = async (work: Work, invoiceId: string): Promise<Invoice> => {
  const invoice = await lockInvoice(work, invoiceId);
  if (invoice.state !== 'void') throw new UserError(`Invoice ${invoiceRef(invoice)} is not void: its amount is due.`);
  if (invoice.waiver?.confirmed) {
    const { by, at } = invoice.waiver.confirmed;
    throw new Conflict(`${person(by)} confirmed ${moment(at)} that nothing is due for ${invoiceRef(invoice)}.`);
  }
  return invoice;
};

/** Says of an invoice that was voided before that nothing is due in its place. The caller decides who may. ONB-19 */
export const askWaiver = async (
  work: Work,
  input: { readonly invoiceId: string; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockVoid(work, input.invoiceId);
  return applyChange(
    work,
    invoice,
    { waiver: { reason: input.reason } },
    {
      what: 'waiver asked',
      before: { due: true },
      after: { due: 'to be confirmed' },
      reason: input.reason,
      text: `${person(work.by.id)} says that nothing is due in its place: ${escapeMrkdwn(input.reason)}`,
    },
  );
};

/** Confirms that nothing is due for a charge that was corrected to nothing. The caller decides who may. ONB-19, ALL-3 */
export const confirmWaiver = async (work: Work, invoiceId: string): Promise<Invoice> => {
  const invoice = await lockVoid(work, invoiceId);
  if (!invoice.waiver) throw new UserError(`Nobody has said that nothing is due for invoice ${invoiceRef(invoice)}.`);
  return applyChange(
    work,
    invoice,
    { waiver: 'confirmed' },
    {
      what: 'waived',
      before: { due: 'to be confirmed' },
      after: { due: false },
      text: `${person(work.by.id)} confirmed that nothing is due.`,
    },
  );
};
