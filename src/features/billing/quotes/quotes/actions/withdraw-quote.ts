import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { end } from '../change-quote.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteName, whoWasFirst } from '../quote.ts';
import { aboutQuote, existingQuote, opensQuoteForm } from '../quote-form.ts';
import { lockQuote } from '../store.ts';
import { recordedAnswer } from './undo-quote.ts';

/** @throws Conflict once it has ended */
const requireStanding = (quote: Quote): void => {
  if (quote.state !== 'draft' && quote.state !== 'sent') throw whoWasFirst(quote);
};

/** Withdraw: a draft that was a mistake, or an offer that does not stand any more. Its number stays used. */
export const withdrawForm = (quote: Quote): ModalView => {
  requireStanding(quote);
  return modal({
    callback: 'quote.withdraw',
    title: 'Withdraw the quote',
    submit: 'Withdraw',
    data: quote.id,
    blocks: [
      aboutQuote(quote),
      textInput({ name: 'reason', label: 'Why is it withdrawn?', multiline: true, max: 500 }),
    ],
  });
};

/** It can be accepted no more. @throws Conflict naming who was first */
export const withdrawQuote = (
  deps: Deps,
  by: By,
  { quoteId, reason }: { readonly quoteId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    requireStanding(quote);
    const told = `${person(work.by.id)} withdrew it: ${escapeMrkdwn(reason)}`;
    await end(work, quote, 'withdrawn', { reason, told });
  });

export const withdrawQuoteButton: Interaction = {
  id: 'quote.withdraw',
  press: opensQuoteForm(withdrawForm),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is withdrawn.');
    await withdrawQuote(deps, by, { quoteId: data, reason });
    const name = quoteName(await existingQuote(deps, data));
    return { say: recordedAnswer(`Quote ${name} is withdrawn.`, data, 'withdrawn') };
  },
};
