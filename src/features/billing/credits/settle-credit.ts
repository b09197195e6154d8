/** What a credit note settles. BIL-13, BIL-15 */
import { formatDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { settleOldestFirst } from '../allocations/index.ts';
import {
  auditSettled,
  carryOut,
  invoicesSettled,
  liveAllocations,
  type MoneySource,
  type SourceNames,
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
 * What was paid of an invoice that is credited in whole is no longer for it: it is the customer's balance.
 * @returns the invoice as it is then
 */
export const freeMoney = async (work: Work, invoice: Invoice, reason: string): Promise<Invoice> => {
  const live = await liveAllocations(work.tx, { targets: [invoice.id] });
  const ids = live.flatMap(({ id, source }) =>
    source.kind === 'payment' || source.kind === 'credit_note' ? [id] : [],
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
  text: string,
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
    tells: () => ({ text, key: `credit.issued:${credit.id}` }),
  });
  auditSettled(work, settled);
  if (settled.length > 0) await work.emit(invoicesSettled, settled);
  return settled[0]?.after ?? invoice;
};
