/** What customers have left over pays what they owe: all customers at once. CUS-8 */
import { z } from 'zod';
import { Conflict } from '../../../core/errors.ts';
import { formatMoney, type Money, sumByCurrency } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import { type ChunkDone, kindOf, runKind, startRun } from '../../../platform/runs/index.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { openInvoicesOf, spendBalance } from '../balance/index.ts';
import type { ChecklistItem } from '../checklist/index.ts';
import { lockInvoices, moneyRoles } from '../invoices/index.ts';
import { customersToCarry } from './store.ts';

export const carryRun = 'balance.carry_over';
const doing = 'carry over credits';
const atOnce = 200;

const cursorSchema = z.object({ after: z.string(), used: z.record(z.string(), z.string()) });
type Used = Readonly<Record<string, string>>;

const added = (used: Used, amounts: readonly Money[]): Used => {
  const before = Object.entries(used).map(([currency, amount]) => ({ amount: BigInt(amount), currency }));
  return Object.fromEntries(
    sumByCurrency([...before, ...amounts]).map(({ amount, currency }) => [currency, `${amount}`]),
  );
};

const usedText = (used: Used): readonly string[] =>
  Object.entries(used).map(([currency, amount]) => `Used: ${formatMoney({ amount: BigInt(amount), currency })}`);

/** The oldest money for the oldest invoice, as Use balance does it for one. BIL-15 */
const carryOf = async (work: Work, customerId: string): Promise<readonly Money[]> => {
  const open = await openInvoicesOf(work.tx, customerId);
  const settled = [];
  for (const currency of new Set(open.map((invoice) => invoice.open.currency))) {
    const ids = open.filter((invoice) => invoice.open.currency === currency).map(({ id }) => id);
    settled.push(...(await spendBalance(work, await lockInvoices(work, ids))));
  }
  return settled.map(({ amount }) => amount);
};

const chunk = async (work: Work, stored: unknown): Promise<ChunkDone> => {
  const cursor = stored === undefined || stored === null ? { after: undefined, used: {} } : cursorSchema.parse(stored);
  const customers = await customersToCarry(work.tx, { after: cursor.after, take: atOnce });
  const amounts: Money[] = [];
  for (const id of customers) amounts.push(...(await carryOf(work, id)));
  const used = added(cursor.used, amounts);
  const counts = { customers: customers.length, invoices: amounts.length };
  const last = customers.at(-1);
  return last !== undefined && customers.length === atOnce
    ? { counts, cursor: { after: last, used } }
    : { counts, told: usedText(used) };
};

export const carryOverRun = runKind({
  name: carryRun,
  parameters: z.object({}),
  title: () => 'Carrying over credits',
  roles: moneyRoles,
  doing,
  channel: 'accounting',
  timeout: 60_000,
  chunk: (work, { cursor }) => chunk(work, cursor),
});

/** CUS-8: previewed first; nothing is used before somebody confirms it. @throws Conflict where there is nothing to use */
export const startCarryOver = (deps: Deps, by: By): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if ((await customersToCarry(work.tx, { after: undefined, take: 1 })).length === 0)
      throw new Conflict('There is nothing to carry over: nobody who has something left over has anything open.');
    return startRun(work, kindOf(work, carryRun), {}, { isPreview: true });
  });

const counted = 100;

/** CUS-8: prepaid credits carried over. */
export const creditsItem: ChecklistItem = {
  order: 30,
  title: 'Prepaid credits carried over',
  read: async ({ db }) => {
    const waiting = await customersToCarry(db.prisma, { after: undefined, take: counted });
    if (waiting.length === 0) return { isDone: true, text: 'Nobody who has something left over has anything open.' };
    const many =
      waiting.length === counted
        ? `${counted} customers or more have`
        : `${plural(waiting.length, 'customer has', 'customers have')}`;
    return {
      isDone: false,
      text: `${many} something left over that could pay what is open.`,
      mend: { text: 'Carry over', action: 'balance.carry_over', value: 'all' },
    };
  },
};
