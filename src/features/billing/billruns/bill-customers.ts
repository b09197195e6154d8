/** Some customers of a run, at once: the very functions by which one customer is billed by hand. BIL-1, BIL-2 */
import { setImmediate } from 'node:timers/promises';
import { ahead } from '../../../core/ahead.ts';
import { UserError } from '../../../core/errors.ts';
import type { Money } from '../../../core/money/money.ts';
import { addDays } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type Billable,
  type BillPlan,
  billablesOf,
  lockBillables,
  type Planned,
  planBills,
  type Reckoning,
  reckoningFor,
  writeBills,
} from '../bills/index.ts';
import type { Invoice } from '../invoices/index.ts';
import type { ScheduleMode, Subscription } from '../subscriptions/index.ts';
import { decideBills } from './decide.ts';
import { type BillRunsPolicy, billRunsPolicy } from './policy.ts';
import type { Scope } from './scope.ts';

/** Customers by what becomes of them. */
export interface Sorted {
  readonly billed: readonly Planned[];
  readonly waiting: readonly { readonly name: string; readonly total: Money }[];
  readonly held: readonly {
    readonly customerId: string;
    readonly name: string;
    readonly total: Money;
    readonly limit: Money;
  }[];
  readonly parked: readonly { readonly item: string; readonly reason: string }[];
}

export const nobody: Sorted = { billed: [], waiting: [], held: [], parked: [] };

/** What was scheduled before the period stays due. */
const within = (plan: BillPlan, { from }: Pick<Scope, 'from'>): BillPlan => ({
  ...plan,
  bills: plan.bills.filter(({ scheduledOn }) => from === undefined || scheduledOn === undefined || scheduledOn >= from),
});

const notNumbered =
  'Nobody issues its bills here: they are numbered in the accounting system. Name a seller in its billing group, or make drafts.';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reckons each; whoever cannot be reckoned is left aside with the reason, and nobody else with them. Pure.
 * @param mode runs bill what is set to be billed by itself; the rest is reminded of, or left to people (BIL-20)
 */
export const sortCustomers = (
  billables: readonly Billable[],
  reckoning: Reckoning,
  scope: Pick<Scope, 'from' | 'outcome'>,
  policy: Pick<BillRunsPolicy, 'minimum' | 'exceptional'>,
  mode: ScheduleMode = 'automate',
): Sorted => {
  const isBilled = ({ template }: Subscription) => template.mode === mode;
  const sorted = {
    billed: [] as Planned[],
    waiting: [] as Sorted['waiting'][number][],
    held: [] as Sorted['held'][number][],
    parked: [] as Sorted['parked'][number][],
  };
  for (const each of billables) {
    const billable = { ...each, subscriptions: each.subscriptions.filter(isBilled) };
    const { name } = billable.customer;
    try {
      const plan = within(planBills(each, reckoning, isBilled), scope);
      const verdict = decideBills(plan, policy);
      if (scope.outcome === 'issued' && !plan.mayIssue) throw new UserError(notNumbered);
      if (verdict.what === 'bill') sorted.billed.push({ billable, plan });
      if (verdict.what === 'wait') sorted.waiting.push({ name, total: verdict.total });
      if (verdict.what === 'hold') {
        const { total, limit } = verdict;
        sorted.held.push({ customerId: billable.id, name, total, limit });
      }
    } catch (error) {
      sorted.parked.push({ item: name, reason: reasonOf(error) });
    }
  }
  return sorted;
};

const reckoningOf = ({ tx, now, today, policy }: Pick<Work, 'tx' | 'now' | 'today' | 'policy'>, { asOf }: Scope) =>
  reckoningFor({ policy }, { tx, now }, { asOf, today });

/** What a run would do with these. Reads only. */
export const reckonCustomers = async (
  work: Pick<Work, 'tx' | 'now' | 'today' | 'policy'>,
  scope: Scope,
  customerIds: readonly string[],
): Promise<Sorted> =>
  sortCustomers(
    await billablesOf(work.tx, customerIds),
    await reckoningOf(work, scope),
    scope,
    await work.policy(billRunsPolicy),
  );

const together = (one: Sorted, other: Sorted): Sorted => ({
  billed: [...one.billed, ...other.billed],
  waiting: [...one.waiting, ...other.waiting],
  held: [...one.held, ...other.held],
  parked: [...one.parked, ...other.parked],
});

/** So many are written in one go; the next are reckoned meanwhile, a few at a time, so that the database is answered in between. */
const [inOneGo, atATime] = [120, 10];

async function* sortedParts(
  billables: readonly Billable[],
  ...[reckoning, scope, policy]: readonly [Reckoning, Scope, Pick<BillRunsPolicy, 'minimum' | 'exceptional'>]
): AsyncGenerator<Sorted> {
  let part = nobody;
  for (let at = 0; at < billables.length; at += atATime) {
    await setImmediate();
    part = together(part, sortCustomers(billables.slice(at, at + atATime), reckoning, scope, policy));
    if ((at + atATime) % inOneGo > 0) continue;
    yield part;
    part = nobody;
  }
  yield part;
}

/**
 * Bills these customers for a run, all or none of them; held and parked ones are not. Lock order: subscriptions, then invoices and
 * their series. @param released these are billed however high they are
 */
export const billCustomers = async (
  work: Work,
  run: { readonly id: string; readonly scope: Scope },
  customerIds: readonly string[],
  { released = false }: { readonly released?: boolean } = {},
): Promise<Sorted & { readonly invoices: readonly Invoice[] }> => {
  const { scope } = run;
  const billables = await lockBillables(work, customerIds);
  const reckoning = await reckoningOf(work, scope);
  const policy = await work.policy(billRunsPolicy);
  const limits = released ? { minimum: {}, exceptional: {} } : policy;
  const isIssued = scope.outcome === 'issued';
  const issueFrom = isIssued || policy.draftDays === 0 ? undefined : addDays(work.today, policy.draftDays);
  const as = { reckoning, isIssued, isShown: false, run: { id: run.id, issueFrom } };
  const invoices: Invoice[] = [];
  let sorted = nobody;
  for await (const part of ahead(sortedParts(billables, reckoning, scope, limits))) {
    if (part.billed.length > 0) invoices.push(...(await writeBills(work, part.billed, as)));
    sorted = together(sorted, part);
  }
  return { ...sorted, invoices };
};
