/** Paying with what a customer has left over. BIL-15 */
import { UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, invoicesOfCustomer } from '../invoices/index.ts';
import { type Settlement, settleOldestFirst, type Tolerances } from './allocation.ts';
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

/** What the balance would pay: the preview and the use of it alike. */
export const decideUse = (
  facts: Pick<BalanceUse, 'invoices'> & { readonly rests: readonly SourceRest[]; readonly balance: Money },
  tolerances: Tolerances,
  today: Work['today'],
): BalanceUse => {
  const rests = usable(facts.rests, facts.balance);
  const invoices = facts.invoices.filter((each) => mayBeSettled(each) && each.open.currency === facts.balance.currency);
  const targets = invoices.map((each) => targetOf(each, today));
  return { rests, invoices, settlement: settleOldestFirst({ sources: rests.map(sourceOf), targets }, tolerances) };
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
