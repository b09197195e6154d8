import { on, type Reaction } from '../../../../platform/work/events.ts';
import { invoicesChanging, invoicesFor, moneyRoles } from '../../invoices/index.ts';
import { quoteDoor, quoteSubject } from '../quotes/quote.ts';
import type { NextOfQuote } from '../quotes/quote-window.ts';
import { lockQuotes } from '../quotes/store.ts';

/** COL-10: what is open of its invoice can be charged to the customer's card by hand. */
export const nextOfInvoiced: NextOfQuote = async (tx, quote) => {
  if (quote.state !== 'accepted') return [];
  const [invoice] = await invoicesFor(tx, quoteSubject(quote.id));
  const isOpen = invoice && invoice.state !== 'void' && invoice.open.amount > 0n;
  return isOpen ? [{ text: 'Card charged', action: 'quote.card', value: quote.id, roles: moneyRoles }] : [];
};

/** Quotes are locked before the invoices that came of them. */
export const lockReaction: Reaction = on(invoicesChanging, (work, subjects) =>
  lockQuotes(
    work,
    subjects.flatMap(({ type, id }) => (type === quoteDoor.subject ? [id] : [])),
  ),
);
