/** Where quotes are shown: their message, their window, Home, and the customer's window. */
import { NotFound } from '../../../../core/errors.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import type { ButtonSpec } from '../../../../platform/block-kit/blocks.ts';
import { context } from '../../../../platform/block-kit/blocks.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { HomeSection, SlotKind, WindowKind, WindowSection } from '../../../../platform/slice/slice.ts';
import { point } from '../../../../platform/work/contributions.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { customerById, customersByIds } from '../../../customers/index.ts';
import { storySection } from '../../../story/index.ts';
import { draftBlocks, invoiceRows, invoicesFor } from '../../invoices/index.ts';
import { taxTotals } from '../../taxes/index.ts';
import { linesOf } from '../lines/line-store.ts';
import { quotesPolicy } from './policy.ts';
import { type Quote, quoteDoor, quoteKeepers, quoteSubject } from './quote.ts';
import { quoteHead, quoteMessage, quoteRows, type Shown } from './quote-views.ts';
import { quoteById, quotesOfCustomer, unansweredQuotes } from './store.ts';

/** What an accepted quote asks for next, from whoever carries it out: a button, and whom it is for. */
export type NextOfQuote = (
  tx: Tx,
  quote: Quote,
) => Promise<readonly (ButtonSpec & { readonly roles: readonly Role[] })[]>;

export const nextOfQuotes = point<NextOfQuote>('quotes.next');

const readShown = async ({ db: { prisma }, contributions }: Deps, id: string): Promise<Shown | undefined> => {
  const quote = await quoteById(prisma, id);
  if (!quote) return undefined;
  const [customer, next] = await Promise.all([
    customerById(prisma, quote.customerId),
    Promise.all(contributions.to(nextOfQuotes).map((nextOf) => nextOf(prisma, quote))),
  ]);
  return { quote, customerName: customer?.name ?? 'a customer', next: next.flat() };
};

export const quoteSlot: SlotKind = {
  kind: 'quote',
  render: async (deps, id, _part, { openButtons }) => {
    const shown = await readShown(deps, id);
    return (
      shown && quoteMessage(shown, openButtons(quoteSubject(id), { type: 'customer', id: shown.quote.customerId }))
    );
  },
};

export const quoteWindow: WindowKind = {
  ...quoteDoor,
  find: async (tx, id) => ((await quoteById(tx, id)) ? { message: { kind: 'quote', subjectId: id } } : undefined),
  read: async ({ deps }, id) => {
    const shown = await readShown(deps, id);
    if (!shown) throw new NotFound('quote');
    return quoteHead(shown);
  },
};

const waitingAtMost = 8;

/** Quotes that wait for an answer, the first to expire first. */
export const quotesHome: HomeSection = {
  order: 17,
  title: 'Quotes that wait for an answer',
  waits: true,
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!quoteKeepers.some((role) => held.has(role))) return [];
    const { prisma } = deps.db;
    const quotes = await unansweredQuotes(prisma, waitingAtMost + 1);
    const customers = await customersByIds(
      prisma,
      quotes.map(({ customerId }) => customerId),
    );
    const { soonDays } = await deps.policy(quotesPolicy);
    const today = todayIn(deps.timeZone, deps.clock.now());
    const customerName = (id: string) => customers.get(id)?.name ?? 'a customer';
    return [
      ...quoteRows(quotes.slice(0, waitingAtMost), { today, soonDays, customerName }),
      ...(quotes.length > waitingAtMost ? [context('There are more: these expire first.')] : []),
    ];
  },
};

export const quoteSections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 22,
    title: 'Quotes',
    read: async (_deps, customerId) => ({
      buttons: [
        { text: 'New quote', action: 'quote.new', value: customerId, roles: quoteKeepers },
        { text: 'Invoice request', action: 'invoice.ask', value: customerId },
      ],
    }),
    rows: async ({ deps }, customerId, page) => {
      const { soonDays } = await deps.policy(quotesPolicy);
      const today = todayIn(deps.timeZone, deps.clock.now());
      return quoteRows(await quotesOfCustomer(deps.db.prisma, customerId, page), { today, soonDays });
    },
  },
  {
    subject: 'quote',
    order: 5,
    title: 'Lines',
    read: async ({ db }, id) => {
      const quote = await quoteById(db.prisma, id);
      if (!quote) return {};
      const lines = await linesOf(db.prisma, quote);
      return { blocks: draftBlocks(lines, taxTotals(lines, quote.amount.currency)) };
    },
  },
  {
    subject: 'quote',
    order: 10,
    title: 'Invoice',
    rows: async ({ deps: { db, timeZone, clock } }, id, { skip, take }) =>
      invoiceRows(
        (await invoicesFor(db.prisma, quoteSubject(id))).slice(skip, skip + take),
        todayIn(timeZone, clock.now()),
      ),
  },
  storySection('quote'),
];
