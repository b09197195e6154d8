import type { KnownBlock, ModalView } from '@slack/types';
import { amountText, formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import type { Day } from '../../../core/time/calendar.ts';
import {
  type Choice,
  dateInput,
  fileInput,
  modal,
  section,
  selectInput,
  textInput,
} from '../../../platform/block-kit/blocks.ts';
import { type Invoice, invoiceRef, type PickedUp } from './invoice.ts';

const about = (invoice: Invoice): KnownBlock =>
  section(`*${escapeMrkdwn(clip(`${invoiceRef(invoice)} ${invoice.label}`, 300))}*, ${formatMoney(invoice.amount)}`);

const kept = (): readonly KnownBlock[] => [
  fileInput({ name: 'file', label: 'The invoice as a file', optional: true }),
  textInput({ name: 'location', label: 'Or where it is kept', hint: 'A link, or a place', optional: true }),
];

const reason = (label: string): KnownBlock => textInput({ name: 'reason', label, multiline: true, max: 500 });

export const markSentModal = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.mark_sent',
    title: 'Invoice sent',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      about(invoice),
      textInput({ name: 'number', label: 'Its number in the accounting system', max: 60 }),
      dateInput({ name: 'sent_on', label: 'Sent on', initial: today }),
      ...kept(),
    ],
  });

export const permissionModal = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.permission',
    title: 'Permission to charge',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      about(invoice),
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

export const fileModal = (invoice: Invoice): ModalView => {
  const blocks = [about(invoice), ...kept()];
  return modal({ callback: 'invoice.file', title: 'File the invoice', submit: 'File', data: invoice.id, blocks });
};

const pickedUpChoices: readonly (Choice & { readonly value: PickedUp })[] = [
  { value: 'nothing', text: 'Nothing yet' },
  { value: 'check', text: 'Check' },
  { value: 'card_authorization', text: 'Card authorization form' },
];

export const pickedUpInput = (name: string, label: string, initial: PickedUp): KnownBlock =>
  selectInput({ name, label, choices: pickedUpChoices, initial });

/** What a form says was picked up. */
export const pickedUpOf = (choice: string | undefined): PickedUp | undefined =>
  pickedUpChoices.find(({ value }) => value === choice)?.value;

export const correctModal = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.correct',
    title: 'Correct the invoice',
    submit: 'Correct',
    data: invoice.id,
    blocks: [
      about(invoice),
      textInput({
        name: 'amount',
        label: `Amount before tax, in ${invoice.net.currency}`,
        initial: amountText(invoice.net),
        hint: `The tax of ${invoice.taxRate / 100} % is added`,
      }),
      pickedUpInput('picked_up', 'Picked up by sales', invoice.pickedUp),
      reason('Why is it corrected?'),
    ],
  });

export const voidModal = (invoice: Invoice): ModalView => {
  const blocks = [about(invoice), reason('Why is it voided?')];
  return modal({ callback: 'invoice.void', title: 'Void the invoice', submit: 'Void', data: invoice.id, blocks });
};

export const keepModal = (invoice: Invoice): ModalView => {
  const blocks = [about(invoice), section(escapeMrkdwn(invoice.inDoubt ?? '')), reason('Why is it kept?')];
  return modal({ callback: 'invoice.keep', title: 'Keep the invoice', submit: 'Keep', data: invoice.id, blocks });
};

export const takeBackModal = (invoice: Invoice): ModalView => {
  const choices = [
    ...(invoice.sent ? [{ value: 'sent', text: 'It was not sent after all' }] : []),
    ...(invoice.permission ? [{ value: 'permission', text: 'There is no permission to charge the card' }] : []),
  ];
  return modal({
    callback: 'invoice.take_back',
    title: 'Take back',
    submit: 'Take back',
    data: invoice.id,
    blocks: [
      about(invoice),
      selectInput({ name: 'what', label: 'What is wrong?', choices }),
      reason('Why is it taken back?'),
    ],
  });
};
