import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { lockForAccounting } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import { aboutInvoice, opensInvoiceForm, readReason, reasonInput, saidOfInvoice } from '../invoice-form.ts';
import { keep } from '../standing.ts';

/** Keep. ONB-19 */
export const keepForm = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.keep',
    title: 'Keep the invoice',
    submit: 'Keep',
    data: invoice.id,
    blocks: [aboutInvoice(invoice), section(escapeMrkdwn(invoice.inDoubt ?? '')), reasonInput('Why is it kept?')],
  });

/** Accounting keeps an invoice that is in doubt, with a reason: it goes on being collected. ONB-19 */
export const keepInvoice = async (
  deps: Deps,
  by: By,
  input: { readonly invoiceId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is kept.' });
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, 'keep invoices');
    if (invoice.inDoubt === undefined)
      throw new UserError(`Invoice ${invoiceRef(invoice)} is not in doubt: it stands anyway.`);
    await keep(work, [invoice], input.reason);
  });
};

export const keepButton: Interaction = {
  id: 'invoice.keep',
  press: opensInvoiceForm('keep invoices', keepForm),
  submit: async ({ deps, by, data, values }) => {
    await keepInvoice(deps, by, { invoiceId: data, reason: readReason(values) });
    return saidOfInvoice(deps, data, 'is kept');
  },
};
