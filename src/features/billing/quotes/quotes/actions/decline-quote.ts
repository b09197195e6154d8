import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { end } from '../change-quote.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteName, requireUnanswered } from '../quote.ts';
import { aboutQuote, existingQuote, opensQuoteForm } from '../quote-form.ts';
import { lockQuote } from '../store.ts';
import { recordedAnswer } from './undo-quote.ts';

/** Declined, with the customer's reason. */
export const declineForm = (quote: Quote): ModalView => {
  requireUnanswered(quote);
  return modal({
    callback: 'quote.decline',
    title: 'Quote declined',
    submit: 'Declined',
    data: quote.id,
    blocks: [
      aboutQuote(quote),
      textInput({ name: 'reason', label: 'Why did the customer decline?', multiline: true, max: 500 }),
    ],
  });
};

/** The customer does not want it. @throws Conflict naming who was first */
export const declineQuote = (
  deps: Deps,
  by: By,
  { quoteId, reason }: { readonly quoteId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    requireUnanswered(quote);
    const told = `${person(work.by.id)} recorded that the customer declined: ${escapeMrkdwn(reason)}`;
    await end(work, quote, 'declined', { reason, told });
  });

export const declineQuoteButton: Interaction = {
  id: 'quote.decline',
  press: opensQuoteForm(declineForm),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why the customer declined.');
    await declineQuote(deps, by, { quoteId: data, reason });
    const name = quoteName(await existingQuote(deps, data));
    return { say: recordedAnswer(`Quote ${name} is declined.`, data, 'declined') };
  },
};
