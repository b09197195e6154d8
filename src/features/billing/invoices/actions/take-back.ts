import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { olderForm } from '../../../../platform/block-kit/kept.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import { aboutInvoice, opensInvoiceForm, readReason, reasonInput, saidOfInvoice } from '../invoice-form.ts';

const notSent = (invoice: Invoice): UserError => new UserError(`Invoice ${invoiceRef(invoice)} is not marked as sent.`);

/** Take back. ALL-5 @throws UserError when there is nothing to take back */
export const takeBackForm = (invoice: Invoice): ModalView => {
  if (!invoice.sent) throw notSent(invoice);
  return modal({
    callback: 'invoice.take_back',
    title: 'It was not sent',
    submit: 'Take back',
    data: invoice.id,
    blocks: [aboutInvoice(invoice), reasonInput('Why was it not sent after all?')],
  });
};

export interface TakeBack {
  readonly invoiceId: string;
  readonly reason: string;
}

/** It was not sent after all, with a reason. ALL-5 */
export const takeBack = (deps: Deps, by: By, { invoiceId, reason }: TakeBack): Promise<void> =>
  deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, invoiceId, 'take back what was recorded');
    const { sent } = invoice;
    if (!sent) throw notSent(invoice);
    await applyChange(
      work,
      invoice,
      { sent: null, ...stateAfter(work, invoice, { sent: false }) },
      {
        what: 'taken back',
        before: { accountingNumber: sent.number, sentOn: sent.on },
        after: { sentOn: null },
        reason,
        text: `${person(work.by.id)} took back that it was sent: ${escapeMrkdwn(reason)}`,
        broadcast: true,
      },
    );
  });

export const takeBackButton: Interaction = {
  id: 'invoice.take_back',
  press: opensInvoiceForm('take back what was recorded', takeBackForm),
  submit: async ({ deps, by, data, values }) => {
    // The version before asked here whether it was the permission to charge.
    if (values.option('what') === 'permission') throw olderForm();
    await takeBack(deps, by, { invoiceId: data, reason: readReason(values) });
    return saidOfInvoice(deps, data, 'is put right');
  },
};
