import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { todayIn } from '../../../../../core/time/calendar.ts';
import { modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../../platform/block-kit/kept.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import { requireInCatalog } from '../../lines/articles.ts';
import type { QuoteLine } from '../../lines/line.ts';
import { linesOf } from '../../lines/line-store.ts';
import { end } from '../change-quote.ts';
import { type Foreseen, type OutcomeReader, outcomeOf } from '../outcome.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteName, requireUnanswered, requireValid } from '../quote.ts';
import { aboutQuote, existingQuote } from '../quote-form.ts';
import { lockQuote } from '../store.ts';
import { recordedAnswer } from './undo-quote.ts';

/** What would come of it now: asked before it is accepted, and again when it is. @throws why nothing can */
const foresee = async (
  from: OutcomeReader,
  quote: Quote,
): Promise<{ readonly lines: readonly QuoteLine[]; readonly foreseen: Foreseen }> => {
  requireUnanswered(quote);
  requireValid(quote, await customersDay(from.tx, quote.customerId, from.now));
  const lines = await linesOf(from.tx, quote);
  await requireInCatalog(from.tx, quoteName(quote), lines);
  return { lines, foreseen: await outcomeOf(from, quote).foresee(from, quote, lines) };
};

const committed = ({ db, policy, clock, timeZone, contributions }: Deps): OutcomeReader => ({
  tx: db.prisma,
  policy,
  contributions,
  now: clock.now(),
  today: todayIn(timeZone, clock.now()),
});

/** Accepted: what comes of it, before it is confirmed. */
export const acceptForm = (quote: Quote, { total, text }: Foreseen): ModalView =>
  modal({
    callback: 'quote.accept',
    title: 'Quote accepted',
    submit: 'Accepted',
    data: JSON.stringify({ quoteId: quote.id, shown: `${total.amount}` }),
    blocks: [
      aboutQuote(quote),
      section(text),
      textInput({
        name: 'how',
        label: 'How did the customer accept?',
        hint: 'Such as “email of Jo Miller”, or “signed”',
        multiline: true,
        max: 500,
      }),
    ],
  });

export interface AcceptQuote {
  readonly quoteId: string;
  readonly how: string;
  /** What it was shown to come to, minor units. */
  readonly shown?: string | undefined;
}

/**
 * The customer accepted: what was chosen comes of it, in the same transaction and once; who comes second reads who was first. N10
 * @throws Conflict naming who was first; UserError where it expired, or a code of it left the catalog
 */
export const acceptQuote = (deps: Deps, by: By, { quoteId, how, shown }: AcceptQuote): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    const { lines, foreseen } = await foresee(work, quote);
    if (shown !== undefined && shown !== `${foreseen.total.amount}`)
      throw new Conflict(
        'Taxes have changed since you were shown what comes of it. Open the form again, and check it.',
      );
    const done = await outcomeOf(work, quote).carryOut(work, quote, lines);
    await end(work, quote, 'accepted', {
      reason: how,
      told: `${person(work.by.id)} recorded that the customer accepted: ${escapeMrkdwn(how)}\n${done}`,
      after: { amount: formatMoney(foreseen.total) },
    });
  });

const keptSchema = z.object({ quoteId: z.string(), shown: z.string() });

export const acceptQuoteButton: Interaction = {
  id: 'quote.accept',
  press: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const quote = await existingQuote(request.deps, request.value);
    return { modal: acceptForm(quote, (await foresee(committed(request.deps), quote)).foreseen) };
  },
  submit: async ({ deps, by, data, values }) => {
    const { quoteId, shown } = readKept(keptSchema, data);
    const how = required(values.text('how'), 'how', 'Say how the customer accepted.');
    await acceptQuote(deps, by, { quoteId, shown, how });
    const name = quoteName(await existingQuote(deps, quoteId));
    return { say: recordedAnswer(`Quote ${name} is accepted.`, quoteId, 'accepted') };
  },
};
