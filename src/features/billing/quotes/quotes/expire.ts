import { formatDay } from '../../../../core/time/calendar.ts';
import { isWithin } from '../../../../core/time/spans.ts';
import type { Job } from '../../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import type { CalendarSource } from '../../../customers/index.ts';
import { end } from './change-quote.ts';
import { quoteSubject, quoteTitle } from './quote.ts';
import { lockQuote, overdueQuotes, quotesOfCustomer } from './store.ts';

const batch = 50;

/** Once: whoever else takes it up finds it answered, or expired. */
const expireOne = (deps: Deps, id: string): Promise<void> =>
  deps.transact(system, async (work) => {
    const quote = await lockQuote(work, id);
    if (quote.state !== 'sent') return;
    await end(work, quote, 'expired', {
      told: `It was valid until ${formatDay(quote.validUntil)}, and nobody answered: it expired.`,
    });
  });

/** What nobody answered expires once its last day is over where the customer is. */
export const expireQuotes = async (deps: Deps): Promise<void> => {
  for (;;) {
    const ids = await overdueQuotes(deps.db.prisma, deps.clock.now(), batch);
    for (const id of ids) await expireOne(deps, id);
    if (ids.length < batch) return;
  }
};

const most = 50;

/** Until when the customer may answer, in the customer's own days. BIL-19 */
export const quotesAhead: CalendarSource = async ({ db }, customerId, days) =>
  (await quotesOfCustomer(db.prisma, customerId, { skip: 0, take: most }))
    .filter(({ state, validUntil }) => state === 'sent' && isWithin(validUntil, days))
    .map((quote) => ({
      on: quote.validUntil,
      text: `Quote ${quoteTitle(quote)}: last day for the customer’s answer, it expires after it`,
      subject: quoteSubject(quote.id),
    }));

export const expireJob: Job = {
  name: 'quotes.expire',
  // Somewhere a day ends at every quarter of an hour.
  schedule: { everyMinutes: 15 },
  missed: 'latest',
  run: expireQuotes,
};
