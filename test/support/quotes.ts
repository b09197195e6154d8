import { day } from '../../src/core/time/calendar.ts';
import {
  acceptQuote,
  makeQuote,
  type Quote,
  quoteById,
  sendQuote,
  type TypedQuote,
} from '../../src/features/billing/quotes/index.ts';
import type { Harness } from './harness.ts';

/** A quote of services at $500.00, valid until the end of March unless said. */
export const aQuote = (h: Harness, customerId: string, more: Partial<TypedQuote> = {}): Promise<Quote> =>
  makeQuote(h.deps, h.person('sales'), {
    customerId,
    label: 'Migration',
    lines: 'Migration | 1 | 500.00 | services',
    becomes: 'invoice',
    validUntil: day('2026-03-31'),
    ...more,
  });

export const sent = (h: Harness, { id: quoteId }: Pick<Quote, 'id'>, sentOn = '2026-03-02'): Promise<void> =>
  sendQuote(h.deps, h.person('sales'), { quoteId, how: 'mail', sentOn: day(sentOn) });

/** Made, sent and accepted. */
export const accepted = async (h: Harness, customerId: string, more: Partial<TypedQuote> = {}): Promise<Quote> => {
  const quote = await aQuote(h, customerId, more);
  await sent(h, quote);
  await acceptQuote(h.deps, h.person('accounting'), { quoteId: quote.id, how: 'signed' });
  return theQuote(h, quote.id);
};

export const theQuote = async (h: Harness, id: string): Promise<Quote> => {
  const found = await quoteById(h.db.prisma, id);
  if (!found) throw new Error('no quote');
  return found;
};
