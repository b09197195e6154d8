import { Conflict, NotFound, UserError } from '../../../../../core/errors.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import {
  decidedAnswer,
  requireInTime,
  requireLatest,
  requireOwn,
  undoButton,
} from '../../../../../platform/slice/undo.ts';
import type { MessageContent } from '../../../../../platform/work/content.ts';
import type { By, Deps, Work } from '../../../../../platform/work/work.ts';
import { countLettersAbout } from '../../../letters/index.ts';
import { redraw } from '../change-quote.ts';
import { outcomeOf } from '../outcome.ts';
import {
  keepQuotes,
  type Quote,
  type QuoteState,
  quoteKeepers,
  quoteName,
  quoteSubject,
  whoWasFirst,
} from '../quote.ts';
import { lockQuote, reopenQuote } from '../store.ts';

const undoable = ['sent', 'accepted', 'declined', 'withdrawn'] as const;
type Undoable = (typeof undoable)[number];

const instead: Readonly<Record<Undoable, string>> = {
  sent: 'Withdraw the quote instead, and make a new one.',
  accepted: 'Correct what came of it instead: void or credit its invoice, change the services, or cancel the project.',
  declined: 'Make a new quote instead.',
  withdrawn: 'Make a new quote instead.',
};

const isUndoable = (state: string): state is Undoable => undoable.some((each) => each === state);

const stateBefore = ({ state, sent }: Quote): Extract<QuoteState, 'draft' | 'sent'> =>
  state !== 'sent' && sent ? 'sent' : 'draft';

/** What came of an acceptance goes with it. @returns what went; @throws Conflict where somebody went on with any of it */
const takeOutcomeBack = async (work: Work, quote: Quote): Promise<string> => {
  const went = await outcomeOf(work, quote).takeBack(work, quote);
  await requireLatest(work, quoteSubject(quote.id), 'quote.accepted');
  return went;
};

/**
 * ALL-5, ALL-10: who recorded that a quote was sent, accepted, declined or withdrawn takes that back within 10 minutes, while nobody went
 * on with it; what came of an acceptance goes with it.
 * @param decided what was recorded; @throws Conflict where it is something else by now; NotAllowed; UserError
 */
export const undoQuote = (
  deps: Deps,
  by: By,
  { quoteId, decided }: { readonly quoteId: string; readonly decided: string },
): Promise<Quote> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    if (!isUndoable(decided)) throw new NotFound('decision');
    if (quote.state !== decided) {
      const isBefore = quote.state === 'draft' || (decided !== 'sent' && quote.state === 'sent');
      throw isBefore ? new Conflict('This was undone already. Nothing was changed.') : whoWasFirst(quote);
    }
    const done = decided === 'sent' ? quote.sent : quote.ended;
    if (!done) throw new NotFound('decision');
    requireOwn(done.by, work.by.id);
    requireInTime(done.at, work.now, instead[decided]);
    if (decided === 'sent' && (await countLettersAbout(work.tx, quoteSubject(quoteId))) > 0)
      throw new UserError(`Its letter has left. ${instead.sent}`);
    const state = stateBefore(quote);
    const went = decided === 'accepted' ? `\n${await takeOutcomeBack(work, quote)}` : '';
    await reopenQuote(work, quote, state);
    work.audit({
      action: 'quote.undone',
      subject: quoteSubject(quoteId),
      customerId: quote.customerId,
      before: { number: quoteName(quote), state: decided },
      after: { number: quoteName(quote), state },
    });
    redraw(work, quoteId, `${person(work.by.id)} took back that it was ${decided}.${went}`);
    return quote;
  });

/** The answer to who recorded it, with its Undo. */
export const recordedAnswer = (text: string, quoteId: string, decided: Undoable): MessageContent =>
  decidedAnswer(text, 'quote.undo', quoteId, decided);

export const undoQuoteButton: Interaction = undoButton('quote.undo', async (deps, by, { subjectId, decision }) => {
  const quote = await undoQuote(deps, by, { quoteId: subjectId, decided: decision });
  return `Undone: quote ${quoteName(quote)} is as it was before.`;
});
