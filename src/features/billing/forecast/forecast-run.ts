import { z } from 'zod';
import { plural } from '../../../core/text/text.ts';
import { day, formatDay } from '../../../core/time/calendar.ts';
import { type ChunkDone, type RunKind, runKind } from '../../../platform/runs/index.ts';
import type { Work } from '../../../platform/work/work.ts';
import { moneyRoles } from '../invoices/index.ts';
import { foresee, monthEnds } from './foresee.ts';
import { addForeseen, type MonthSums, monthSumsSchema, monthText, monthTotals } from './months.ts';
import { toForesee } from './read.ts';
import { customersAhead } from './store.ts';

export const forecastRun = 'bill.forecast';

/** So many customers are reckoned at once. */
const atOnce = 200;
/** So many that cannot be reckoned are named; the rest is counted. */
const mostNamed = 20;

const scopeSchema = z.object({ from: z.string().transform(day), months: z.int() });
type Scope = z.infer<typeof scopeSchema>;

const cursorSchema = z.object({ after: z.string(), sums: monthSumsSchema, named: z.array(z.string()) });
const begin = { after: undefined, sums: {} as MonthSums, named: [] as string[] };

const chunk = async (work: Work, { from, months }: Scope, stored: unknown): Promise<ChunkDone> => {
  const { after, ...before } = stored === undefined || stored === null ? begin : cursorSchema.parse(stored);
  const ids = await customersAhead(work.tx, { after, take: atOnce });
  const ends = monthEnds(from, months);
  const { customers, reckoning, policy } = await toForesee(work, ids);
  let [sums, bills, aside] = [before.sums as MonthSums, 0, 0];
  const named = [...before.named];
  for (const each of customers) {
    const seen = foresee(each, ends, reckoning, policy);
    sums = addForeseen(sums, seen.bills);
    bills += seen.bills.length;
    aside += seen.problems.length;
    const told = seen.problems.map((problem) => `Left aside: ${each.billable.customer.name}: ${problem}`);
    named.push(...told.slice(0, mostNamed - named.length));
  }
  const counts = { customers: ids.length, bills, leftAside: aside };
  const last = ids.at(-1);
  if (last !== undefined && ids.length === atOnce) return { counts, cursor: { after: last, sums, named } };
  const totals = monthTotals(sums, ends).map(monthText);
  return { counts, told: [...(totals.length > 0 ? totals : ['Nothing will be billed.']), ...named] };
};

/** What will be billed to everybody in the next months: reckoned in the background, told in accounting's channel. BIL-19 */
export const forecastRunKind: RunKind = runKind({
  name: forecastRun,
  parameters: scopeSchema,
  title: ({ from, months }: Scope) => `Forecast from ${formatDay(from)}, ${plural(months, 'month')} ahead`,
  roles: moneyRoles,
  doing: 'forecast bills',
  channel: 'accounting',
  timeout: 60_000,
  chunk: (work, { parameters, cursor }) => chunk(work, parameters, cursor),
});
