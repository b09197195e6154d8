/** What a credit note settles. BIL-13, BIL-15 */
import { UserError } from '../../../core/errors.ts';
import { formatMoney, type Money, negate, subtract, sum } from '../../../core/money/money.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type AllocationEntry,
  addToRest,
  auditSettled,
  carryOut,
  invoicesSettled,
  liveAllocations,
  lockBalance,
  type MoneySource,
  moveBalance,
  release,
  type SourceNames,
  settleOldestFirst,
  sourceOf,
  takeBack,
  targetOf,
} from '../balance/index.ts';
import type { Invoice } from '../invoices/index.ts';
import { creditsByIds, type IssuedCredit } from './store.ts';

const moneySource = ({ id, number, issuedOn }: IssuedCredit): MoneySource => ({
  kind: 'credit_note',
  id,
  name: `credit note ${number} of ${formatDay(issuedOn)}`,
  on: issuedOn,
});

/** For who shows what settles what. */
export const creditSources: SourceNames = {
  kind: 'credit_note',
  read: async (tx, ids) => (await creditsByIds(tx, ids)).map(moneySource),
};

/**
 * What was paid of an invoice that is credited in whole is no longer for it: it is the customer's balance. Its own credit notes go on
 * settling it: together with the last one they are the whole.
 * @returns the invoice as it is then
 */
export const freeMoney = async (work: Work, invoice: Invoice, reason: string): Promise<Invoice> => {
  const live = await liveAllocations(work.tx, { targets: [invoice.id] });
  const credits = live.flatMap(({ source }) => (source.kind === 'credit_note' ? [source.id] : []));
  const own = new Set(
    (await creditsByIds(work.tx, credits)).flatMap(({ id, invoiceId }) => (invoiceId === invoice.id ? [id] : [])),
  );
  const ids = live.flatMap(({ id, source }) =>
    source.kind === 'payment' || (source.kind === 'credit_note' && !own.has(source.id)) ? [id] : [],
  );
  if (ids.length === 0) return invoice;
  const { settled } = await takeBack(work, ids, [invoice], reason);
  await work.emit(invoicesSettled, settled);
  return settled[0]?.after ?? invoice;
};

/** It settles what is open of its invoice; what is left is the customer's balance. @returns the invoice as it is then */
export const settleCredit = async (
  work: Work,
  credit: IssuedCredit,
  invoice: Invoice,
  told: (after: Invoice) => string,
): Promise<Invoice> => {
  const fresh = [{ source: moneySource(credit), rest: credit.amount }];
  const settlement = settleOldestFirst({ sources: fresh.map(sourceOf), targets: [targetOf(invoice, work.today)] }, {});
  const settled = await carryOut(work, {
    customerId: credit.customerId,
    decision: credit.id,
    currency: credit.amount.currency,
    fresh,
    invoices: [invoice],
    settlement,
    tells: (after) => ({ text: told(after), key: `credit.issued:${credit.id}` }),
  });
  auditSettled(work, settled);
  if (settled.length > 0) await work.emit(invoicesSettled, settled);
  return settled[0]?.after ?? invoice;
};

/** What of a credit note is not allocated. @throws UserError where it has gone on: to another invoice, or back to the customer */
const unusedRest = async (work: Work, credit: IssuedCredit, invoice: Invoice): Promise<Money> => {
  const { number, amount, customerId } = credit;
  const live = await liveAllocations(work.tx, { sources: [credit.id] });
  const used = (of: readonly AllocationEntry[]): Money =>
    sum(
      of.map((each) => each.amount),
      amount.currency,
    );
  const elsewhere = used(live.filter(({ target }) => target.id !== invoice.id));
  if (elsewhere.amount > 0n) {
    throw new UserError(
      `${formatMoney(elsewhere)} of ${number} settles something else by now. Take that back first, in the window of what it settles.`,
    );
  }
  const rest = subtract(amount, used(live));
  const balance = await lockBalance(work.tx, customerId, amount.currency);
  if (balance.amount < rest.amount) {
    throw new UserError(
      `${formatMoney(rest)} of ${number} went to the customer’s balance, which has ${formatMoney(balance)} left. Take back what it was used for first.`,
    );
  }
  return rest;
};

/** Checks that a credit note can be taken back: nothing of it has gone on. @throws UserError */
export const requireUnused = async (work: Work, credit: IssuedCredit, invoice: Invoice): Promise<void> => {
  await unusedRest(work, credit, invoice);
};

/** It settles its invoice no more, and what was left of it is gone from the balance. @returns the invoice as it is then */
export const unsettleCredit = async (
  work: Work,
  credit: IssuedCredit,
  invoice: Invoice,
  { text, reason }: { readonly text: string; readonly reason: string },
): Promise<Invoice> => {
  const rest = await unusedRest(work, credit, invoice);
  await addToRest(work.tx, credit.customerId, moneySource(credit), negate(rest));
  await moveBalance(work, credit.customerId, negate(rest));
  const settled = await release(work, {
    allocations: await liveAllocations(work.tx, { sources: [credit.id] }),
    invoices: [invoice],
    reason,
    how: `no longer by credit note ${credit.number}`,
    tells: () => ({ text, key: `credit.cancelled:${credit.id}` }),
  });
  auditSettled(work, settled, reason);
  if (settled.length > 0) await work.emit(invoicesSettled, settled);
  return settled[0]?.after ?? invoice;
};
