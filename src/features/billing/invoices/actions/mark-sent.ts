import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { dateInput, modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormFile, required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, refuseDoubtful, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../document/invoice.ts';
import { aboutInvoice, keptInputs, opensInvoiceForm, readKept, saidOfInvoice } from '../invoice-form.ts';
import { fileWith } from './file-invoice.ts';

/** Mark as sent. ONB-3, ONB-8 */
export const markSentForm = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.mark_sent',
    title: 'Invoice sent',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      textInput({ name: 'number', label: 'Its number in the accounting system', max: 60 }),
      dateInput({ name: 'sent_on', label: 'Sent on', initial: today }),
      ...keptInputs(),
    ],
  });

export interface MarkSent {
  readonly invoiceId: string;
  /** The accounting system's number. */
  readonly number: string;
  readonly sentOn: Day;
  /** Filed with the customer's documents at once, if given. ONB-8 */
  readonly file?: FormFile | undefined;
  readonly location?: string | undefined;
}

/** Accounting sent the invoice to the customer. ONB-3, ONB-8 */
export const markSent = async (deps: Deps, by: By, input: MarkSent): Promise<void> => {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, 'mark invoices as sent');
    refuseDoubtful(invoice);
    if (input.sentOn > work.today)
      throw new FieldErrors({ sent_on: 'This day is yet to come. Enter the day it was sent.' });
    requireDays({ sent_on: input.sentOn }, 'happened', work.today);
    if (invoice.sent) {
      const { by: first, at } = invoice.sent;
      throw new Conflict(`${person(first)} marked invoice ${invoiceRef(invoice)} as sent ${moment(at)}.`);
    }
    const { number, sentOn } = input;
    const after = await applyChange(
      work,
      invoice,
      { sent: { on: sentOn, number }, ...stateAfter(work, invoice, { sent: true }) },
      {
        what: 'sent',
        before: { state: invoice.state },
        after: { accountingNumber: number, sentOn },
        text: `${person(work.by.id)} sent it as number ${escapeMrkdwn(number)}.`,
      },
    );
    if (input.file || input.location) await fileWith(work, after, input);
  });
};

export const markSentButton: Interaction = {
  id: 'invoice.mark_sent',
  press: opensInvoiceForm('mark invoices as sent', markSentForm),
  submit: async ({ deps, by, data, values }) => {
    await markSent(deps, by, {
      invoiceId: data,
      number: required(values.text('number'), 'number', 'Enter the invoice’s number.'),
      sentOn: required(values.day('sent_on'), 'sent_on', 'Enter the day it was sent.'),
      ...readKept(values),
    });
    return saidOfInvoice(deps, data, 'is marked as sent');
  },
};
