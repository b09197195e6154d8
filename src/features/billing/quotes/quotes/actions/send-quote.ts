import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../../core/errors.ts';
import type { Day } from '../../../../../core/time/calendar.ts';
import { requireDays } from '../../../../../core/time/day-range.ts';
import { dateInput, modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteName, requireDraft, requireValid } from '../quote.ts';
import { aboutQuote, existingQuote, opensQuoteForm } from '../quote-form.ts';
import { recordSent } from '../record-sent.ts';
import { lockQuote } from '../store.ts';
import { recordedAnswer } from './undo-quote.ts';

/** Mark as sent: who sent it says so, as for an invoice. */
export const sendForm = (quote: Quote, today: Day): ModalView => {
  requireDraft(quote);
  return modal({
    callback: 'quote.send',
    title: 'Quote sent',
    submit: 'Save',
    data: quote.id,
    blocks: [
      aboutQuote(quote),
      textInput({ name: 'how', label: 'How did the customer get it?', hint: 'Such as “mail to Jo Miller”', max: 200 }),
      dateInput({ name: 'sent_on', label: 'Sent on', initial: today }),
    ],
  });
};

export interface SendQuote {
  readonly quoteId: string;
  readonly how: string;
  readonly sentOn: Day;
}

/** Somebody says that the customer has the quote: from now on it is answered, not changed. @throws UserError where a code left the catalog */
export const sendQuote = (deps: Deps, by: By, { quoteId, how, sentOn }: SendQuote): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    requireDraft(quote);
    if (sentOn > work.today) throw new FieldErrors({ sent_on: 'This day is yet to come. Enter the day it was sent.' });
    requireDays({ sent_on: sentOn }, 'happened', work.today);
    requireValid(quote, await customersDay(work.tx, quote.customerId, work.now));
    await recordSent(work, quote, { sentOn, how });
  });

export const sendQuoteButton: Interaction = {
  id: 'quote.send',
  press: opensQuoteForm(sendForm),
  submit: async ({ deps, by, data, values }) => {
    await sendQuote(deps, by, {
      quoteId: data,
      how: required(values.text('how'), 'how', 'Say how the customer got it.'),
      sentOn: required(values.day('sent_on'), 'sent_on', 'Enter the day it was sent.'),
    });
    const name = quoteName(await existingQuote(deps, data));
    return { say: recordedAnswer(`Quote ${name} is marked as sent.`, data, 'sent') };
  },
};
