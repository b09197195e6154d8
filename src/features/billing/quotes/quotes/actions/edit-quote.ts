import { NotFound, UserError } from '../../../../../core/errors.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../../platform/work/work.ts';
import { customerById } from '../../../../customers/index.ts';
import { linesOf } from '../../lines/line-store.ts';
import { linesText } from '../../lines/typed-lines.ts';
import { previewTyped } from '../draft-quote.ts';
import { keepQuotes, type Quote, quoteKeepers, quoteName, requireDraft } from '../quote.ts';
import { existingQuote, previewForm, quoteForm, readQuote } from '../quote-form.ts';

/** A draft whose lines were typed. @throws Conflict once it was sent; UserError for licenses, whose lines follow from them */
const changeable = async (deps: Deps, id: string): Promise<Quote> => {
  const quote = await existingQuote(deps, id);
  requireDraft(quote);
  if (quote.becomes === 'licenses') {
    throw new UserError(
      `The amounts of quote ${quoteName(quote)} follow from the licenses. Withdraw it, and choose Change licenses again.`,
    );
  }
  return quote;
};

/** Change, while it is a draft. */
export const editQuoteButton: Interaction = {
  id: 'quote.edit',
  press: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, value } = request;
    const quote = await changeable(deps, value);
    const { prisma } = deps.db;
    const [customer, lines] = await Promise.all([customerById(prisma, quote.customerId), linesOf(prisma, quote)]);
    if (!customer) throw new NotFound('customer');
    const { label, validUntil, becomes } = quote;
    const initial = {
      label,
      validUntil,
      lines: linesText(lines),
      becomes: becomes === 'onboarding' ? becomes : 'invoice',
    } as const;
    return {
      modal: quoteForm({ callback: 'quote.edit', title: 'Change the quote', data: quote.id, customer }, initial),
    };
  },
  submit: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, data, values } = request;
    const { id: quoteId, customerId } = await changeable(deps, data);
    const typed = { quoteId, customerId, ...readQuote(values) };
    return { replace: previewForm(typed, await previewTyped(deps.db.prisma, typed, deps.clock.now())) };
  },
};
