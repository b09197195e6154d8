import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import {
  type ButtonSpec,
  buttons,
  context,
  modal,
  section,
  selectInput,
  textInput,
  ticksInput,
} from '../../../../platform/block-kit/blocks.ts';
import { moment, person, quote as quotation } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { SlotContent } from '../../../../platform/work/content.ts';
import { type Customer, customerDoor } from '../../../customers/index.ts';
import { type Invoice, invoiceDoor, invoiceRef, stateText } from '../../invoices/index.ts';
import { type Quote, quoteDoor, quoteName, quoteTitle } from '../quotes/quote.ts';
import { type InvoiceRequest, purposes, purposeTexts } from './request.ts';

const invoiceText = (invoice: Invoice): string =>
  `${invoice.issued?.number ?? invoiceRef(invoice)} ${invoice.label}, ${formatMoney(invoice.amount)}, ${stateText(invoice)}`;

/** What there is of a customer's that an invoice can be given or made of. */
export interface AtHand {
  readonly invoices: readonly Invoice[];
  /** Those that stand. */
  readonly quotes: readonly Quote[];
}

const invoiceInputs = (invoices: readonly Invoice[]): readonly KnownBlock[] =>
  invoices.length === 0
    ? [section('There is no invoice yet.')]
    : [
        selectInput({
          name: 'invoice',
          label: 'Which invoice',
          hint: 'Blank: it is none of these, and accounting is asked for it',
          optional: true,
          choices: invoices.map((each) => ({ text: clip(invoiceText(each), 75), value: each.id })),
        }),
        selectInput({
          name: 'to',
          label: 'Who gets it',
          choices: [
            { text: 'The customer, by mail, with its PDF', value: 'mail' },
            { text: 'The customer: they have it by now', value: 'customer' },
            { text: 'I do: show it to me', value: 'asker' },
          ],
          initial: 'mail',
        }),
        textInput({
          name: 'how',
          label: 'How did the customer get it?',
          hint: 'Where you have given it already, such as “mail to Jo Miller”',
          optional: true,
          max: 200,
        }),
      ];

const quoteInputs = (quotes: readonly Quote[]): readonly KnownBlock[] =>
  quotes.length === 0
    ? [
        section(
          'There is no quote to make an invoice of. A migration whose fees are waived needs none; for anything else make one first.',
        ),
      ]
    : [
        selectInput({
          name: 'quote',
          label: 'Or the quote that it is to be made of',
          optional: true,
          choices: quotes.map((each) => ({
            text: clip(`${quoteTitle(each)}, ${formatMoney(each.amount)}, ${each.state}`, 75),
            value: each.id,
          })),
        }),
      ];

/** An invoice is asked for: it is looked up and given, or accounting is asked for it. COL-11 */
export const askForm = (customer: Customer, { invoices, quotes }: AtHand): ModalView =>
  modal({
    callback: 'invoice.ask',
    title: 'Invoice request',
    submit: 'Go on',
    data: customer.id,
    blocks: [
      section(`For *${escapeMrkdwn(customer.name)}*.`),
      selectInput({
        name: 'purpose',
        label: 'What it is for',
        choices: purposes.map((each) => ({ text: purposeTexts[each], value: each })),
        initial: 'taxes',
      }),
      ...invoiceInputs(invoices),
      ...quoteInputs(quotes),
      ticksInput({
        name: 'waived',
        label: 'Without a quote',
        choices: [{ text: 'The fees of this migration are waived', value: 'waived' }],
      }),
      textInput({ name: 'note', label: 'For accounting', optional: true, multiline: true, max: 500 }),
      buttons('request', [
        { text: 'New quote', action: 'quote.new', value: customer.id },
        openButton(customerDoor, customer.id),
      ]),
    ],
  });

/** A request with what it is about. */
export interface ShownRequest {
  readonly request: InvoiceRequest;
  readonly customer: Pick<Customer, 'id' | 'name'>;
  readonly quote: Quote | undefined;
  readonly invoice: Invoice | undefined;
}

const whatText = ({ request, quote, invoice }: ShownRequest): string => {
  if (invoice) return `Invoice ${invoiceRef(invoice)} is there and was not sent yet: send it.`;
  if (quote)
    return `It is to be made of quote *${escapeMrkdwn(quoteName(quote))}*, ${formatMoney(quote.amount)} (${quote.state}).`;
  return request.purpose === 'migration'
    ? 'The fees of the migration are waived: there is no quote. Check term and expiry.'
    : 'There is no quote.';
};

const titleOf = ({ request, customer }: ShownRequest): string =>
  `Invoice asked for: ${customer.name}, ${purposeTexts[request.purpose].toLowerCase()}`;

const waysIn = ({ customer, quote, invoice }: ShownRequest): readonly ButtonSpec[] => [
  ...(invoice ? [openButton(invoiceDoor, invoice.id)] : []),
  ...(quote ? [openButton(quoteDoor, quote.id)] : []),
  openButton(customerDoor, customer.id),
];

/** What accounting is asked for, and what became of it. COL-11 */
export const requestMessage = (shown: ShownRequest): SlotContent => {
  const { request } = shown;
  const { answered, note } = request;
  const title = titleOf(shown);
  const answer = answered
    ? [section(`${person(answered.by)} answered ${moment(answered.at)}: ${escapeMrkdwn(clip(answered.text, 500))}`)]
    : [];
  const next: readonly ButtonSpec[] = answered
    ? []
    : [{ text: 'Answer', action: 'request.answer', value: request.id, style: 'primary' }];
  return {
    text: escapeMrkdwn(clip(title, 500)),
    blocks: [
      section(`*${escapeMrkdwn(clip(title, 500))}*\n${whatText(shown)}${note ? quotation(clip(note, 500)) : ''}`),
      context(`Asked by ${person(request.askedBy)}, ${moment(request.askedAt)}`),
      ...answer,
      buttons(`request:${request.id}`, [...next, ...waysIn(shown)]),
    ],
    open: answered === undefined,
  };
};

/** Accounting's part of Home. */
export const requestRows = (all: readonly ShownRequest[]): readonly KnownBlock[] =>
  all.flatMap((shown) => [
    section(`*${escapeMrkdwn(clip(titleOf(shown), 300))}*\n${whatText(shown)}`),
    buttons(`request:${shown.request.id}`, [
      { text: 'Answer', action: 'request.answer', value: shown.request.id },
      ...waysIn(shown),
    ]),
  ]);

/** Answer, with the invoice that came of it where there is one. */
export const answerForm = (shown: ShownRequest, made: Invoice | undefined): ModalView =>
  modal({
    callback: 'request.answer',
    title: 'Answer the request',
    submit: 'Answer',
    data: shown.request.id,
    blocks: [
      section(`*${escapeMrkdwn(clip(titleOf(shown), 300))}*\n${whatText(shown)}`),
      textInput({
        name: 'answer',
        label: 'What is told to who asked',
        multiline: true,
        max: 500,
        initial: made && `${invoiceText(made)}.`,
      }),
    ],
  });
