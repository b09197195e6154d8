import type { Work } from '../../../../platform/work/work.ts';
import { type Quote, type QuoteState, quoteName, quoteSubject } from './quote.ts';
import { endQuote } from './store.ts';

const slotOf = (id: string) => ({ kind: 'quote', subjectId: id });

/** Its message is drawn anew, and its thread tells why. @param told mrkdwn */
export const redraw = (work: Work, id: string, told?: string): void => {
  work.show(slotOf(id), { role: 'sales' });
  if (told) work.post({ to: { thread: slotOf(id) }, content: { text: told } });
};

/** Writes how a locked quote ended. @param told for its thread, mrkdwn */
export const end = async (
  work: Work,
  quote: Quote,
  state: Exclude<QuoteState, 'draft' | 'sent'>,
  { reason, told, after }: { readonly reason?: string | undefined; readonly told: string; readonly after?: object },
): Promise<void> => {
  await endQuote(work, quote, state, reason);
  work.audit({
    action: `quote.${state}`,
    subject: quoteSubject(quote.id),
    customerId: quote.customerId,
    before: { number: quoteName(quote), label: quote.label },
    after: { number: quoteName(quote), label: quote.label, ...after },
    reason,
  });
  redraw(work, quote.id, told);
};
