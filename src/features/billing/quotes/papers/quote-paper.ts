import { NotFound, UserError } from '../../../../core/errors.ts';
import type { Subject } from '../../../../core/subject.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { detailsOf } from '../../../customers/index.ts';
import { type Paper, type Press, paperDigest } from '../../../papers/index.ts';
import { type KeptPaper, keepPaperAs, keptPaper, offerPaper } from '../../papers/index.ts';
import { issueDay, sellerById, withLogo } from '../../sellers/index.ts';
import { taxTotals } from '../../taxes/index.ts';
import { linesOf } from '../lines/line-store.ts';
import { type Quote, quoteName, quoteSubject } from '../quotes/quote.ts';
import { lockQuote, quoteById } from '../quotes/store.ts';

/** As it is now. @throws UserError where nobody is set up to write it */
export const paperOf = async (tx: Tx, quote: Quote): Promise<Paper> => {
  const [lines, customer, seller] = await Promise.all([
    linesOf(tx, quote),
    detailsOf(tx, quote.customerId),
    quote.sellerId ? sellerById(tx, quote.sellerId) : undefined,
  ]);
  if (!customer) throw new NotFound('customer');
  if (!seller)
    throw new UserError(
      `Quote ${quoteName(quote)} was made before there was a seller, and its PDF says who writes it. Add one in \`/bill setup\` and make the quote anew, or send it another way and mark it as sent.`,
    );
  return offerPaper({
    number: quoteName(quote),
    label: quote.label,
    madeOn: issueDay(seller, quote.madeAt),
    validUntil: quote.validUntil,
    lines: lines.map((line) => ({ ...line, months: line.per === 'once' ? 0 : line.per })),
    totals: taxTotals(lines, quote.amount.currency),
    between: { seller: await withLogo(tx, seller), customer },
  });
};

/** A draft may change, so that each of what it said is kept by itself. BIL-12 */
const keptAs = ({ id }: Pick<Quote, 'id'>, paper: Paper): Subject => ({
  type: 'quote',
  id: `${id}/${paperDigest(paper)}`,
});

/** The PDF that was kept of what it says now. */
export const keptQuotePaper = async (tx: Tx, quote: Quote): Promise<KeptPaper | undefined> =>
  keptPaper(tx, keptAs(quote, await paperOf(tx, quote)));

/** The same, printed now where nobody did before. @throws NotFound, UserError where it cannot be printed */
export const keepQuotePaper = async (deps: Deps, press: Press, quoteId: string): Promise<KeptPaper> => {
  const quote = await quoteById(deps.db.prisma, quoteId);
  if (!quote) throw new NotFound('quote');
  const paper = await paperOf(deps.db.prisma, quote);
  return keepPaperAs(deps, press, keptAs(quote, paper), async () => ({
    paper,
    number: quoteName(quote),
    customerId: quote.customerId,
    about: quoteSubject(quoteId),
    lock: (work) => lockQuote(work, quoteId),
  }));
};
