import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { requireInCatalog } from '../lines/articles.ts';
import { linesOf } from '../lines/line-store.ts';
import { redraw } from './change-quote.ts';
import { type Quote, quoteName, quoteSubject } from './quote.ts';
import { markSent } from './store.ts';

/** A locked draft is sent: from now on it is answered, not changed. @throws UserError where a code left the catalog */
export const recordSent = async (
  work: Work,
  quote: Quote,
  { sentOn, how }: { readonly sentOn: Day; readonly how: string },
): Promise<void> => {
  await requireInCatalog(work.tx, quoteName(quote), await linesOf(work.tx, quote));
  await markSent(work, quote.id, { on: sentOn, how });
  work.audit({
    action: 'quote.sent',
    subject: quoteSubject(quote.id),
    customerId: quote.customerId,
    after: { number: quoteName(quote), label: quote.label, sentOn, how },
  });
  redraw(work, quote.id, `${person(work.by.id)} sent it ${formatDay(sentOn)}: ${escapeMrkdwn(how)}`);
};
