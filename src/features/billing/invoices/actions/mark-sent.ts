import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { dateInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormFile, required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, refuseDoubtful, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';
import {
  aboutInvoice,
  asShown,
  keptInputs,
  opensMoneyForm,
  readKept,
  readShown,
  type ShownInvoice,
  saidOfInvoice,
} from '../invoice-form.ts';
import { fileWith } from './file-invoice.ts';
import { issueLocked } from './issue-invoice.ts';

/** Mark as sent. ONB-3, ONB-8 */
export const markSentForm = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.mark_sent',
    title: 'Invoice sent',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      ...(invoice.numbering === 'own' && !invoice.issued
        ? [section('It is issued with this: it gets its number.')]
        : []),
      textInput({
        name: 'number',
        label: 'Its number in the accounting system',
        max: 60,
        optional: invoice.numbering === 'own',
      }),
      dateInput({ name: 'sent_on', label: 'Sent on', initial: today }),
      ...keptInputs(),
    ],
  });

export interface MarkSent extends ShownInvoice {
  /** The accounting system's number; a reference where the invoice has one of ours. */
  readonly number?: string | undefined;
  readonly sentOn: Day;
  /** Filed with the customer's documents at once, if given. ONB-8 */
  readonly file?: FormFile | undefined;
  readonly location?: string | undefined;
}

const checkSentOn = (sentOn: Day, today: Day): void => {
  if (sentOn > today) throw new FieldErrors({ sent_on: 'This day is yet to come. Enter the day it was sent.' });
  requireDays({ sent_on: sentOn }, 'happened', today);
};

const refuseBeforeIssuing = (sentOn: Day, { issued }: Invoice, today: Day): void => {
  // Today is never too early, whichever day it is at the seller's.
  if (issued && sentOn < issued.on && sentOn < today) {
    throw new FieldErrors({
      sent_on: `${issued.number} is dated ${formatDay(issued.on)}: it was not sent before. Enter that day or a later one.`,
    });
  }
};

/** The number under which it went out: its own, else that of the accounting system. @throws FieldErrors where there is none */
const sentAs = ({ issued }: Invoice, number: string | undefined): string =>
  issued?.number ?? required(number, 'number', 'Enter the invoice’s number.');

/**
 * Accounting says that the invoice went to the customer: a draft is issued with it, where Baton numbers invoices. ONB-3, ONB-8, BIL-12
 * @throws FieldErrors without a number where the accounting system numbers them
 */
export const markSent = (deps: Deps, by: By, input: MarkSent): Promise<void> =>
  deps.transact(by, (work) => asShown(work, input, () => send(work, input)));

const send = async (work: Work, input: MarkSent): Promise<void> => {
  const invoice = await lockForAccounting(work, input.invoiceId, 'mark invoices as sent');
  refuseDoubtful(invoice);
  checkSentOn(input.sentOn, work.today);
  if (invoice.sent) {
    const { by: first, at } = invoice.sent;
    throw new Conflict(`${person(first)} marked invoice ${invoiceRef(invoice)} as sent ${moment(at)}.`);
  }
  const isIssuedNow = invoice.numbering === 'own' && !invoice.issued;
  const issued = isIssuedNow ? await issueLocked(work, invoice) : invoice;
  const { number, sentOn } = input;
  refuseBeforeIssuing(sentOn, issued, work.today);
  const after = await applyChange(
    work,
    issued,
    { sent: { on: sentOn, number }, ...stateAfter(work, issued, { sent: true }) },
    {
      what: 'sent',
      before: { state: invoice.state },
      after: { ...(number ? { accountingNumber: number } : {}), sentOn },
      text: `${person(work.by.id)} sent it as number ${escapeMrkdwn(sentAs(issued, number))}.`,
    },
  );
  if (input.file || input.location) await fileWith(work, after, input);
};

export const markSentButton: Interaction = {
  id: 'invoice.mark_sent',
  press: opensMoneyForm('mark invoices as sent', 'charges', markSentForm),
  submit: async ({ deps, by, data, values }) => {
    const shown = readShown(data);
    await markSent(deps, by, {
      ...shown,
      number: values.text('number'),
      sentOn: required(values.day('sent_on'), 'sent_on', 'Enter the day it was sent.'),
      ...readKept(values),
    });
    return saidOfInvoice(deps, shown.invoiceId, 'is marked as sent');
  },
};
