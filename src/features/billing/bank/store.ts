import { newId } from '../../../core/ids.ts';
import { fromDbDate } from '../../../core/time/calendar.ts';
import type { BankRow as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type BankRow, type EnteredRow, keysOf } from './bank-row.ts';

const toRow = (row: Row): BankRow => ({
  id: row.id,
  on: fromDbDate(row.onDay),
  amount: { amount: row.amount, currency: row.currency },
  text: row.text,
  reference: row.reference ?? undefined,
  // Written by this store only.
  state: row.state as BankRow['state'],
  decided: row.decidedBy && row.decidedAt ? { by: row.decidedBy, at: row.decidedAt } : undefined,
});

/** @returns how many were new */
export const insertRows = async (work: Work, rows: readonly EnteredRow[]): Promise<number> => {
  const keys = keysOf(rows);
  const { count } = await work.tx.bankRow.createMany({
    data: rows.map(({ on, amount, text, reference }, at) => ({
      id: newId(),
      key: keys[at] ?? '',
      onDay: new Date(`${on}T00:00:00.000Z`),
      ...amount,
      text,
      reference: reference ?? null,
      importedBy: work.by.id,
      importedAt: work.now,
    })),
    skipDuplicates: true,
  });
  return count;
};

/** What waits for a person, oldest first. */
export const waitingRows = async (tx: Tx, skip: number, take: number): Promise<readonly BankRow[]> =>
  (
    await tx.bankRow.findMany({ where: { state: 'waiting' }, orderBy: [{ onDay: 'asc' }, { id: 'asc' }], skip, take })
  ).map(toRow);

export const countWaiting = (tx: Tx): Promise<number> => tx.bankRow.count({ where: { state: 'waiting' } });

export const rowById = async (tx: Tx, id: string): Promise<BankRow | undefined> => {
  const row = await tx.bankRow.findUnique({ where: { id } });
  return row ? toRow(row) : undefined;
};

/** @returns false when somebody was first */
export const decideRow = async (work: Work, id: string, state: 'booked' | 'set_aside'): Promise<boolean> => {
  const { count } = await work.tx.bankRow.updateMany({
    where: { id, state: 'waiting' },
    data: { state, decidedBy: work.by.id, decidedAt: work.now },
  });
  return count === 1;
};

export const linkPayment = async (tx: Tx, id: string, paymentId: string): Promise<void> => {
  await tx.bankRow.update({ where: { id }, data: { paymentId }, select: { id: true } });
};

/** What was booked by mistake waits again. */
export const waitAgain = async (tx: Tx, of: { readonly paymentIds: readonly string[] } | { readonly id: string }) => {
  const where = 'id' in of ? { id: of.id, state: 'set_aside' } : { paymentId: { in: [...of.paymentIds] } };
  const { count } = await tx.bankRow.updateMany({
    where,
    data: { state: 'waiting', decidedBy: null, decidedAt: null, paymentId: null },
  });
  return count;
};
