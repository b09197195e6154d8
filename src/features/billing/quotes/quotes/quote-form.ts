/** What the forms about a quote have in common. */
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { NotFound } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, day, formatDay } from '../../../../core/time/calendar.ts';
import { context, dateInput, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { ActionRequest, Answer } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import type { Customer } from '../../../customers/index.ts';
import { draftBlocks } from '../../invoices/index.ts';
import type { QuoteDraft, TypedQuote } from './draft-quote.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteTitle } from './quote.ts';
import { quoteById } from './store.ts';

/** Slack keeps 3,000 characters with a modal; written as JSON, a quotation mark takes two. */
const mostTyped = 1200;

const becomesChoices = [
  { text: 'A draft invoice', value: 'invoice' },
  { text: 'An onboarding: New project is filled in', value: 'onboarding' },
];

/** @throws NotFound */
export const existingQuote = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<Quote> => {
  const quote = await quoteById(db.prisma, id);
  if (!quote) throw new NotFound('quote');
  return quote;
};

/** Opens the form of who keeps quotes, about the quote that the button names. */
export const opensQuoteForm = (
  form: (quote: Quote, today: Day) => ModalView,
): ((request: ActionRequest) => Promise<Answer>) =>
  opensForm({ roles: quoteKeepers, doing: keepQuotes, find: existingQuote, form });

/** The form's first line. */
export const aboutQuote = (quote: Quote): KnownBlock =>
  section(`*${escapeMrkdwn(clip(quoteTitle(quote), 300))}*, ${formatMoney(quote.amount)}`);

export const validUntilInput = (initial: Day): KnownBlock =>
  dateInput({ name: 'valid_until', label: 'Valid until', hint: 'The last day on which it can be accepted', initial });

export const readValidUntil = (values: FormValues): Day =>
  required(values.day('valid_until'), 'valid_until', 'Choose the last day on which it can be accepted.');

/** A new quote, or a draft to be changed. */
export const quoteForm = (
  of: { readonly callback: string; readonly title: string; readonly data: string; readonly customer: Customer },
  initial: Pick<TypedQuote, 'validUntil'> & Partial<TypedQuote>,
): ModalView =>
  modal({
    callback: of.callback,
    title: of.title,
    submit: 'Preview',
    data: of.data,
    blocks: [
      section(`For *${escapeMrkdwn(of.customer.name)}*, in ${of.customer.currency}.`),
      textInput({ name: 'label', label: 'What it is for', max: 100, initial: initial.label }),
      textInput({
        name: 'lines',
        label: 'Lines',
        hint: 'One on each line: a code of the catalog | quantity, such as HOST-S | 5. Price and tax category follow where they differ. Or: description | quantity | price before tax | tax category.',
        multiline: true,
        max: mostTyped,
        initial: initial.lines,
      }),
      selectInput({
        name: 'becomes',
        label: 'Once it is accepted, it becomes',
        choices: becomesChoices,
        initial: initial.becomes ?? 'invoice',
      }),
      validUntilInput(initial.validUntil),
    ],
  });

export const readQuote = (values: FormValues): Omit<TypedQuote, 'customerId'> => ({
  label: required(values.text('label'), 'label', 'Say what it is for.'),
  lines: required(values.text('lines'), 'lines', 'Enter at least one line.'),
  becomes: values.option('becomes') === 'onboarding' ? 'onboarding' : 'invoice',
  validUntil: readValidUntil(values),
});

/** What was typed and shown, carried on to who confirms it; a draft that is changed is named. */
export const typedSchema = z.object({
  quoteId: z.string().optional(),
  customerId: z.string(),
  label: z.string(),
  lines: z.string(),
  becomes: z.enum(['invoice', 'onboarding']),
  validUntil: z.string().transform(day),
  shown: z.string(),
});

export const previewForm = (typed: TypedQuote & { readonly quoteId?: string }, draft: QuoteDraft): ModalView =>
  modal({
    callback: 'quote.make',
    title: typed.quoteId ? 'Change the quote' : 'New quote',
    submit: typed.quoteId ? 'Save' : 'Make the quote',
    data: JSON.stringify({ ...typed, shown: `${draft.total.amount}` }),
    blocks: [
      section(`*${escapeMrkdwn(typed.label)}*`),
      ...draftBlocks(draft.lines, draft),
      context(`Valid until ${formatDay(typed.validUntil)}.`),
    ],
  });
