/** Paying with what a customer has left over. BIL-15 */
import { UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, type Money, subtract, sum, zero } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, invoicesOfCustomer } from '../invoices/index.ts';
import { type Settlement, settleOldestFirst, type Target, type Tolerances } from './allocation.ts';
import { mayBeSettled, type SourceRest, sourceOf, targetOf, usable } from './entry.ts';
import { invoicesSettled } from './events.ts';
import { settlingPolicy, tolerancesOf } from './policy.ts';
import { auditSettled, carryOut, type SettledInvoice } from './settle.ts';
import { lockBalance, restsOf } from './store.ts';

/** More than a customer ever has open at once. */
const most = 1000;

/** What a customer's money may go to by itself, oldest first. BIL-15 */
export const openInvoicesOf = async (tx: Tx, customerId: string): Promise<readonly Invoice[]> =>
  (await invoicesOfCustomer(tx, customerId, { skip: 0, take: most, open: true })).filter(mayBeSettled).reverse();

export interface BalanceUse {
  readonly rests: readonly SourceRest[];
  readonly invoices: readonly Invoice[];
  readonly settlement: Settlement;
}

/** What is left of a customer's money, in one currency. */
export interface LeftOver {
  readonly rests: readonly SourceRest[];
  readonly balance: Money;
}

const settlementFor = (
  leftOver: LeftOver,
  targets: readonly Target[],
  tolerances: Tolerances,
): Pick<BalanceUse, 'rests' | 'settlement'> => {
  const rests = usable(leftOver.rests, leftOver.balance);
  return { rests, settlement: settleOldestFirst({ sources: rests.map(sourceOf), targets }, tolerances) };
};

/**
 * BIL-1: how much of what is left over each of these bills would use, issued one after another; decided as the use itself is.
 *
 * Example (N20): 30.00 left over, bills of 20.00 and 57.10: 20.00 and 10.00.
 */
export const usedByBills = (leftOver: LeftOver, bills: readonly Target[], tolerances: Tolerances): readonly Money[] => {
  const { currency } = leftOver.balance;
  let rest = leftOver;
  return bills.map((bill) => {
    const { rests, settlement } = settlementFor(rest, [bill], tolerances);
    const used = sum(
      settlement.allocations.map(({ amount }) => amount),
      currency,
    );
    const left = new Map(settlement.sources.map((source) => [source.id, source.rest]));
    rest = {
      balance: subtract(rest.balance, used),
      rests: rests.map(({ source }) => ({ source, rest: left.get(source.id) ?? zero(currency) })),
    };
    return used;
  });
};

/** What the balance would pay: the preview and the use of it alike. */
export const decideUse = (
  facts: Pick<BalanceUse, 'invoices'> & LeftOver,
  tolerances: Tolerances,
  today: Work['today'],
): BalanceUse => {
  const invoices = facts.invoices.filter((each) => mayBeSettled(each) && each.open.currency === facts.balance.currency);
  const targets = invoices.map((each) => targetOf(each, today));
  return { invoices, ...settlementFor(facts, targets, tolerances) };
};

/** By invoices that the caller has locked, of one customer and currency. @returns what was settled; nothing where nothing is left */
export const spendBalance = async (work: Work, invoices: readonly Invoice[]): Promise<readonly SettledInvoice[]> => {
  const [first] = invoices;
  if (!first) return [];
  const { customerId } = first;
  const { currency } = first.open;
  const balance = await lockBalance(work.tx, customerId, currency);
  const tolerances = tolerancesOf(await work.policy(settlingPolicy));
  const rests = await restsOf(work.tx, { customerId, currency });
  const use = decideUse({ rests, balance, invoices }, tolerances, work.today);
  if (use.settlement.allocations.length === 0) return [];
  const settled = await carryOut(work, {
    customerId,
    decision: newId(),
    currency,
    stored: use.rests,
    invoices: use.invoices,
    settlement: use.settlement,
    tells: (after, parts) => ({
      text: `${person(work.by.id)} used the balance: ${parts
        .map(({ source, amount }) => `${formatMoney(amount)} of ${escapeMrkdwn(source.name)}`)
        .join(', ')}. ${after.open.amount === 0n ? 'It is paid in full.' : `${formatMoney(after.open)} is open.`}`,
    }),
  });
  auditSettled(work, settled);
  await work.emit(invoicesSettled, settled);
  return settled;
};

/** @throws UserError why nothing can be used */
export const refuseNothing = (settled: readonly SettledInvoice[], name: string): void => {
  if (settled.length > 0) return;
  throw new UserError(
    `Nothing of the balance could be used for ${name}: either nothing is left over in its currency, or nothing is open. Nothing was changed.`,
  );
};
