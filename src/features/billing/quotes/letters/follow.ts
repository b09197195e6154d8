import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { on } from '../../../../platform/work/events.ts';
import { bouncedText, letterBounced, letterRows, lettersAbout } from '../../letters/index.ts';
import { quoteDoor, quoteSubject } from '../quotes/quote.ts';
import { quoteLetterKind } from './quote-letter.ts';

/** A quote that did not arrive waits for an answer in vain: whoever keeps quotes is told. BIL-3 */
export const tellBounced = on(letterBounced, async (work, { about, bounced }) => {
  if (about.type !== quoteDoor.subject) return;
  work.post({
    to: { thread: { kind: 'quote', subjectId: about.id } },
    content: {
      text: `It did not reach ${bouncedText(bounced)}. Call the customer, put the address right, and send it again.`,
    },
    broadcast: true,
  });
});

/** What was mailed of a quote, and how each fared. BIL-5 */
export const lettersSection: WindowSection = {
  subject: quoteDoor.subject,
  order: 8,
  title: 'Letters',
  rows: async ({ deps }, quoteId, page) =>
    letterRows(await lettersAbout(deps.db.prisma, quoteSubject(quoteId), page), [quoteLetterKind]),
};
