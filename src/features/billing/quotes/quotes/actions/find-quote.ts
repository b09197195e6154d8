import { UserError } from '../../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../../core/text/text.ts';
import { todayIn } from '../../../../../core/time/calendar.ts';
import type { Answer, CommandRequest, Subcommand } from '../../../../../platform/slice/slice.ts';
import { askWhichCustomer, customersByIds, resolveCustomer } from '../../../../customers/index.ts';
import { quotesPolicy } from '../policy.ts';
import { quoteSubject } from '../quote.ts';
import { quoteRows } from '../quote-views.ts';
import { quotesNamed, unansweredQuotes } from '../store.ts';
import { openNewQuote } from './new-quote.ts';

const newFor = async (request: CommandRequest, name: string): Promise<Answer> => {
  const resolved = await resolveCustomer(request.deps, name);
  if (resolved.found !== 'one') return askWhichCustomer(resolved, name, 'quote.new');
  return openNewQuote(request, resolved.customer.id);
};

const mostListed = 20;

/** Those that wait for an answer. */
const listed = async ({ deps }: CommandRequest): Promise<Answer> => {
  const { prisma } = deps.db;
  const quotes = await unansweredQuotes(prisma, mostListed);
  const customers = await customersByIds(
    prisma,
    quotes.map(({ customerId }) => customerId),
  );
  const text =
    quotes.length > 0
      ? 'Quotes that wait for an answer:'
      : 'No quote waits for an answer. `/bill quote new <customer>` makes one.';
  const { soonDays } = await deps.policy(quotesPolicy);
  const today = todayIn(deps.timeZone, deps.clock.now());
  const customerName = (id: string) => customers.get(id)?.name ?? 'a customer';
  return { say: { text, blocks: [...quoteRows(quotes, { today, soonDays, customerName })] } };
};

/** `/bill quote`: a new one for a customer, one by its number, a customer with all of theirs, or those that wait. */
export const quoteCommand: Subcommand = {
  command: '/bill',
  word: 'quote',
  usage: '[new <customer> | number | customer]',
  help: 'makes a quote for a customer, shows one by its number (Q-2026-00012), or those that wait for an answer',
  run: async (request) => {
    const { deps, text } = request;
    if (text === '') return listed(request);
    const [, name] = /^new(?:\s+(.*))?$/is.exec(text) ?? [];
    if (name !== undefined) return newFor(request, name);
    if (text.toLowerCase() === 'new') throw new UserError('Write for whom it is: `/bill quote new Harbor Dental`.');
    const [found, ...others] = await quotesNamed(deps.db.prisma, text);
    if (found && others.length === 0) return { window: quoteSubject(found.id) };
    const resolved = await resolveCustomer(deps, text);
    if (resolved.found === 'one') return { window: { type: 'customer', id: resolved.customer.id } };
    if (resolved.found === 'many') return askWhichCustomer(resolved, text, 'customer.open');
    throw new UserError(
      `No quote has the number “${escapeMrkdwn(clip(text, 100))}”, and no customer’s name contains it. Write it as it stands on the quote, or a part of the customer’s name.`,
    );
  },
};
