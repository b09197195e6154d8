import { NotFound } from '../../../../../core/errors.ts';
import { addDays } from '../../../../../core/time/calendar.ts';
import { readKept } from '../../../../../platform/block-kit/kept.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest } from '../../../../../platform/slice/slice.ts';
import { customerById, customersDay } from '../../../../customers/index.ts';
import { changeQuote, makeQuote, previewTyped } from '../draft-quote.ts';
import { quotesPolicy } from '../policy.ts';
import { keepQuotes, quoteKeepers, quoteSubject } from '../quote.ts';
import { previewForm, quoteForm, readQuote, typedSchema } from '../quote-form.ts';

/** New quote, for a customer that is known. */
export const openNewQuote = async (request: SlackRequest, customerId: string): Promise<Answer> => {
  await requireEarly(request, quoteKeepers, keepQuotes);
  const { deps } = request;
  const customer = await customerById(deps.db.prisma, customerId);
  if (!customer) throw new NotFound('customer');
  const { validDays } = await deps.policy(quotesPolicy);
  const validUntil = addDays(await customersDay(deps.db.prisma, customer.id, deps.clock.now()), validDays);
  return {
    modal: quoteForm({ callback: 'quote.new', title: 'New quote', data: customer.id, customer }, { validUntil }),
  };
};

export const newQuoteButton: Interaction = {
  id: 'quote.new',
  press: (request) => openNewQuote(request, request.value),
  submit: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, data, values } = request;
    const typed = { customerId: data, ...readQuote(values) };
    return { replace: previewForm(typed, await previewTyped(deps.db.prisma, typed, deps.clock.now())) };
  },
};

/** What was shown is made, or saved; its window shows it. */
export const makeQuoteForm: Interaction = {
  id: 'quote.make',
  submit: async ({ deps, by, data }) => {
    const { quoteId, ...typed } = readKept(typedSchema, data);
    if (quoteId === undefined) return { window: quoteSubject((await makeQuote(deps, by, typed)).id) };
    await changeQuote(deps, by, { ...typed, quoteId });
    return { window: quoteSubject(quoteId) };
  },
};
