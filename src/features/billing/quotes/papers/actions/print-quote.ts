import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { kindOf, startRun } from '../../../../../platform/runs/index.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { keepQuotes, quoteKeepers, quoteTitle } from '../../quotes/quote.ts';
import { lockQuote } from '../../quotes/store.ts';
import { paperOf } from '../quote-paper.ts';

/** Written down; it comes into the quote's thread. @throws UserError where it has no seller @returns what it is called */
export const askForQuotePaper = (deps: Deps, by: By, quoteId: string): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, quoteId);
    await paperOf(work.tx, quote);
    const title = `Quote ${quoteTitle(quote)}`;
    await startRun(work, kindOf(work, 'quote.print'), { id: quoteId, title });
    return title;
  });

/** PDF, on a quote. BIL-4 */
export const printQuoteButton = (wakeRuns: (deps: Deps) => void): Interaction => ({
  id: 'quote.pdf',
  press: async ({ deps, by, value }) => {
    const title = await askForQuotePaper(deps, by, value);
    wakeRuns(deps);
    return said(`${escapeMrkdwn(title)}: its PDF is being printed, and comes in the thread of the quote.`);
  },
});
