import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Table } from '../../../platform/block-kit/table.ts';
import { type ChunkDone, type RunKind, runKind } from '../../../platform/runs/index.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerByName } from '../../customers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { billCustomers, nobody, reckonCustomers, type Sorted } from './bill-customers.ts';
import { insertHolds } from './hold-store.ts';
import { type Scope, scopeSchema, scopeTitle } from './scope.ts';
import { customersIn, totalsOfRun } from './store.ts';
import { addBill, type Sums, sumsSchema, totalsOf, totalsTables } from './totals.ts';

export const billRun = 'bill.run';

/** So many customers are billed in one transaction: a second's work, and what is lost where it breaks off. */
const atOnce = 500;
/** So many exceptions are named in a preview; the rest is counted. */
const mostNamed = 30;

const cursorSchema = z.object({
  after: z.string(),
  sums: sumsSchema,
  /** Exceptions, for the end of a preview: whose, what, and why. */
  named: z.array(z.tuple([z.string(), z.string(), z.string()])),
});
type Cursor = z.infer<typeof cursorSchema>;
type Exception = Cursor['named'][number];

const begin = { after: undefined, sums: {} as Sums, named: [] as Cursor['named'] };

const countsOf = ({ billed, waiting, held, parked }: Sorted, customers: number) => ({
  customers,
  bills: billed.reduce((count, { plan }) => count + plan.bills.length, 0),
  belowMinimum: waiting.length,
  heldForRelease: held.length,
  leftAside: parked.length,
});

const sumsWith = (sums: Sums, { billed }: Sorted): Sums =>
  billed.flatMap(({ plan }) => plan.bills.map(({ draft }) => draft)).reduce(addBill, sums);

const exceptionTables = (named: Cursor['named']): readonly Table[] =>
  named.length > 0 ? [{ caption: 'What stands out', columns: ['Customer', 'What', 'Why'], rows: named }] : [];

const next = async (work: Work, scope: Scope, after: string | undefined): Promise<readonly string[]> =>
  customersIn(work.tx, scope, { after, take: atOnce });

const cursorOf = (stored: unknown): Cursor | typeof begin =>
  stored === undefined || stored === null ? begin : cursorSchema.parse(stored);

/** BIL-2: what the run would do with the next customers, by the functions that it bills with; it holds nobody up. */
const previewChunk = async (work: Work, scope: Scope, stored: unknown): Promise<ChunkDone> => {
  const { after, ...before } = cursorOf(stored);
  const ids = await next(work, scope, after);
  const sorted = ids.length === 0 ? nobody : await reckonCustomers(work, scope, ids);
  const sums = sumsWith(before.sums, sorted);
  const named = [
    ...before.named,
    ...sorted.held.map(
      ({ name, total, limit }): Exception => [
        name,
        'held for release',
        `${formatMoney(total)} is above ${formatMoney(limit)}`,
      ],
    ),
    ...sorted.parked.map(({ item, reason }): Exception => [item, 'left aside', reason]),
  ].slice(0, mostNamed);
  const counts = countsOf(sorted, ids.length);
  const last = ids.at(-1);
  if (last !== undefined && ids.length === atOnce) return { cursor: { after: last, sums, named }, counts };
  return { counts, tables: [...totalsTables(totalsOf(sums)), ...exceptionTables(named)] };
};

const chunk = async (work: Work, runId: string, scope: Scope, stored: unknown): Promise<ChunkDone> => {
  const { after } = cursorOf(stored);
  const ids = await next(work, scope, after);
  const sorted = ids.length === 0 ? nobody : await billCustomers(work, { id: runId, scope }, ids);
  await insertHolds(work, runId, sorted.held);
  const done = { counts: countsOf(sorted, ids.length), parked: sorted.parked };
  const last = ids.at(-1);
  if (last !== undefined && ids.length === atOnce) return { ...done, cursor: { after: last, sums: {}, named: [] } };
  return { ...done, tables: totalsTables(await totalsOfRun(work.tx, runId)) };
};

/** Everything due as of a day, for all, a filter or chosen customers: previewed, confirmed, and done in the background. BIL-2 */
export const billRunKind: RunKind = runKind({
  name: billRun,
  parameters: scopeSchema,
  title: scopeTitle,
  roles: moneyRoles,
  doing: 'run bills',
  channel: 'accounting',
  timeout: 60_000,
  preview: (work, { parameters, cursor }) => previewChunk(work, parameters, cursor),
  chunk: (work, { runId, parameters, cursor }) => chunk(work, runId, parameters, cursor),
  retryItem: async (work, { runId, parameters }, item) => {
    const customer = await customerByName(work.tx, item);
    if (!customer) throw new UserError(`There is no customer called ${item} any more. Bill them by their new name.`);
    const { parked, waiting, held } = await billCustomers(work, { id: runId, scope: parameters }, [customer.id]);
    const [still] = parked;
    if (still) throw new UserError(still.reason);
    const [small] = waiting;
    if (small) throw new UserError(`${formatMoney(small.total)} is below the minimum: it waits for the next run.`);
    await insertHolds(work, runId, held);
  },
});
