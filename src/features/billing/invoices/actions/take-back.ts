import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import { aboutInvoice, opensInvoiceForm, readReason, reasonInput, saidOfInvoice } from '../invoice-form.ts';

/** Take back. ALL-5 @throws UserError when there is nothing to take back */
export const takeBackForm = (invoice: Invoice): ModalView => {
  const choices = [
    ...(invoice.sent ? [{ value: 'sent', text: 'It was not sent after all' }] : []),
    ...(invoice.permission ? [{ value: 'permission', text: 'There is no permission to charge the card' }] : []),
  ];
  if (choices.length === 0) throw new UserError(`Nothing of invoice ${invoiceRef(invoice)} can be taken back.`);
  return modal({
    callback: 'invoice.take_back',
    title: 'Take back',
    submit: 'Take back',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      selectInput({ name: 'what', label: 'What is wrong?', choices }),
      reasonInput('Why is it taken back?'),
    ],
  });
};

export interface TakeBack {
  readonly invoiceId: string;
  readonly what: 'sent' | 'permission';
  readonly reason: string;
}

/** It was not sent after all, or the customer withdrew the permission to charge. With a reason. ALL-5 */
export const takeBack = async (deps: Deps, by: By, input: TakeBack): Promise<void> => {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, 'take back what was recorded');
    const { sent, permission } = invoice;
    const why = escapeMrkdwn(input.reason);
    if (input.what === 'sent') {
      if (!sent) throw new UserError(`Invoice ${invoiceRef(invoice)} is not marked as sent.`);
      const change = { sent: null, ...stateAfter(work, invoice, { sent: false }) };
      await applyChange(work, invoice, change, {
        what: 'taken back',
        before: { accountingNumber: sent.number, sentOn: sent.on },
        after: { sentOn: null },
        reason: input.reason,
        text: `${person(work.by.id)} took back that it was sent: ${why}`,
        broadcast: true,
      });
      return;
    }
    if (!permission) throw new UserError(`No permission is recorded for invoice ${invoiceRef(invoice)}.`);
    await applyChange(
      work,
      invoice,
      { permission: null },
      {
        what: 'taken back',
        before: { permission: permission.how, agreedOn: permission.on },
        after: { permission: null },
        reason: input.reason,
        text: `${person(work.by.id)} withdrew the permission to charge the card: ${why}`,
        broadcast: true,
      },
    );
  });
};

export const takeBackButton: Interaction = {
  id: 'invoice.take_back',
  press: opensInvoiceForm('take back what was recorded', takeBackForm),
  submit: async ({ deps, by, data, values }) => {
    const what = values.option('what') === 'permission' ? 'permission' : 'sent';
    await takeBack(deps, by, { invoiceId: data, what, reason: readReason(values) });
    return saidOfInvoice(deps, data, 'is put right');
  },
};
