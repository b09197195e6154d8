import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { lockForAccounting } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import {
  aboutInvoice,
  asShown,
  opensMoneyForm,
  readReason,
  readShown,
  reasonInput,
  type ShownInvoice,
  saidOfInvoice,
} from '../invoice-form.ts';
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
  { reason, ...shown }: ShownInvoice & { readonly reason: string },
): Promise<void> => {
  if (reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is kept.' });
  await deps.transact(by, (work) =>
    asShown(work, shown, async () => {
      const invoice = await lockForAccounting(work, shown.invoiceId, 'keep invoices');
      if (invoice.inDoubt === undefined)
        throw new UserError(`Invoice ${invoiceRef(invoice)} is not in doubt: it stands anyway.`);
      await keep(work, [invoice], reason);
    }),
  );
};

export const keepButton: Interaction = {
  id: 'invoice.keep',
  press: opensMoneyForm('keep invoices', 'money', keepForm),
  submit: async ({ deps, by, data, values }) => {
    const shown = readShown(data);
    await keepInvoice(deps, by, { ...shown, reason: readReason(values) });
    return saidOfInvoice(deps, shown.invoiceId, 'is kept');
  },
};
