import { addMonths, type Day, firstOfMonth, todayIn } from '../core/time/calendar.ts';
import type { SettableClock } from '../core/time/clock.ts';
import { startSync } from '../features/billing/assets/index.ts';
import type { Baton } from '../main.ts';
import { workThroughRuns } from '../platform/runs/index.ts';
import { system } from '../platform/work/work.ts';
import { seedDemo } from './demo.ts';
import { seedAssets } from './demo-assets.ts';
import { seedBills } from './demo-bills.ts';
import { addDemoSeller } from './demo-services.ts';
import type { Person } from './slack/index.ts';

/** How long the demo's customers have been customers. */
export const monthsOfHistory = 3;

/** The history's invoices are I-1001 and on: those of whoever tries Baton begin with I-1, as the tour says. */
const numberInvoicesFrom = (baton: Baton, ref: number) =>
  baton.deps.db.prisma.$queryRaw`SELECT setval(pg_get_serial_sequence('invoices', 'ref'), ${ref}::int, false)::int`;

/**
 * The demo with some months behind it: Baton's clock is set back, and everything is done on its day by whoever's it is. It ends
 * with the list of the server fetched, and the clock where it was.
 */
export const seedHistory = async (
  baton: Baton,
  clock: SettableClock,
  { people, lists }: { readonly people: readonly Person[]; readonly lists: URL },
): Promise<void> => {
  const { deps } = baton;
  const begun = { now: clock.now(), at: Date.now() };
  const today = todayIn(deps.timeZone, begun.now);
  const month = firstOfMonth(today);
  const day = (months: number, dayOfMonth = 1): Day =>
    `${addMonths(month, -months).slice(0, 8)}${String(dayOfMonth).padStart(2, '0')}` as Day;
  const by = (role: string) => ({ userId: people.find((person) => person.role === role)?.id ?? system.userId });
  const calendar = {
    day,
    /** The clock stands on that day; nothing of the history is later than now. */
    goTo: (on: Day) => clock.set(new Date(Math.min(Date.parse(`${on}T15:00:00Z`), begun.now.getTime()))),
  };
  calendar.goTo(day(monthsOfHistory));
  const { id: sellerId } = await addDemoSeller(deps);
  await seedDemo(deps, baton.checkChannels, people, { today, sellerId });
  const serverId = await seedAssets(deps, lists);
  await numberInvoicesFrom(baton, 1001);
  await seedBills(deps, by('accounting'), calendar, sellerId);
  await numberInvoicesFrom(baton, 1);
  clock.set(new Date(begun.now.getTime() + Date.now() - begun.at));
  await startSync(deps, system, { serverId, isPreview: false });
  await workThroughRuns(deps);
};
