import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { dateInput, modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, refuseDoubtful } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import { aboutInvoice, opensInvoiceForm, saidOfInvoice } from '../invoice-form.ts';

/** Record permission to charge. ONB-5, ONB-7 */
export const permissionForm = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.permission',
    title: 'Permission to charge',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      textInput({
        name: 'how',
        label: 'How did the customer agree?',
        hint: 'Such as “email of Jo Miller”, or “signed form”. No card number, please.',
        multiline: true,
        max: 500,
      }),
      dateInput({ name: 'agreed_on', label: 'Agreed on', initial: today }),
    ],
  });

/** The customer agreed that the card is charged: how, and on which day. Without it no card payment is taken. ONB-5, ONB-7 */
export const recordPermission = async (
  deps: Deps,
  by: By,
  input: { readonly invoiceId: string; readonly how: string; readonly on: Day },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, 'record permission to charge');
    refuseDoubtful(invoice);
    if (input.on > work.today)
      throw new FieldErrors({ agreed_on: 'This day is yet to come. Enter the day the customer agreed.' });
    requireDays({ agreed_on: input.on }, 'happened', work.today);
    if (invoice.permission) {
      const { by: first, at } = invoice.permission;
      throw new Conflict(`${person(first)} recorded the permission for invoice ${invoiceRef(invoice)} ${moment(at)}.`);
    }
    if (invoice.state === 'paid')
      throw new UserError(`Invoice ${invoiceRef(invoice)} is paid: there is nothing to charge.`);
    const { how, on } = input;
    await applyChange(
      work,
      invoice,
      { permission: { how, on } },
      {
        what: 'permission',
        before: { permission: null },
        after: { permission: how, agreedOn: on },
        text: `${person(work.by.id)} recorded the customer’s permission to charge the card: ${escapeMrkdwn(how)}`,
      },
    );
  });
};

export const permissionButton: Interaction = {
  id: 'invoice.permission',
  press: opensInvoiceForm('record permission to charge', permissionForm),
  submit: async ({ deps, by, data, values }) => {
    await recordPermission(deps, by, {
      invoiceId: data,
      how: required(values.text('how'), 'how', 'Say how the customer agreed.'),
      on: required(values.day('agreed_on'), 'agreed_on', 'Enter the day the customer agreed.'),
    });
    return saidOfInvoice(deps, data, 'may now be charged to the card');
  },
};
