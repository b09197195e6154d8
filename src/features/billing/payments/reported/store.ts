import { NotFound } from '../../../../core/errors.ts';
import { fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { HeldPayment as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { HeldPayment, HeldState } from './held-payment.ts';

const heldOf = (row: Row): HeldPayment => ({
  id: row.id,
  key: row.key,
  reference: row.reference,
  customerId: row.customerId,
  paymentId: row.paymentId,
  subject: { type: row.subjectType, id: row.subjectId },
  about: row.about,
  isLeftOver: row.isLeftOver,
  amount: { amount: row.amount, currency: row.currency },
  receivedOn: fromDbDate(row.receivedOn),
  heldAt: row.heldAt,
  state: row.state as HeldState,
  ...(row.decidedBy === null ? {} : { decidedBy: row.decidedBy }),
  ...(row.decidedAt === null ? {} : { decidedAt: row.decidedAt }),
  ...(row.keyBefore === null ? {} : { keyBefore: row.keyBefore }),
  ...(row.referenceBefore === null ? {} : { referenceBefore: row.referenceBefore }),
  ...(row.madeId === null ? {} : { madeId: row.madeId }),
});

/** @returns false when this transaction is held already */
export const insertHeld = async (tx: Tx, held: HeldPayment): Promise<boolean> => {
  const { subject, amount, receivedOn, ...rest } = held;
  const { count } = await tx.heldPayment.createMany({
    data: [
      {
        ...rest,
        subjectType: subject.type,
        subjectId: subject.id,
        ...amount,
        receivedOn: toDbDate(receivedOn),
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
};

export const heldById = async (tx: Tx, id: string): Promise<HeldPayment | undefined> => {
  const row = await tx.heldPayment.findUnique({ where: { id } });
  return row ? heldOf(row) : undefined;
};

export const heldByKey = async (tx: Tx, key: string): Promise<HeldPayment | undefined> => {
  const row = await tx.heldPayment.findUnique({ where: { key } });
  return row ? heldOf(row) : undefined;
};

/** @throws NotFound */
export const lockHeld = async (tx: Tx, id: string): Promise<HeldPayment> => {
  await tx.$queryRaw`SELECT 1 FROM held_payments WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await heldById(tx, id);
  if (!found) throw new NotFound('reported payment');
  return found;
};

/** What waits for accounting because of this payment by hand. */
export const heldBecauseOf = async (tx: Tx, paymentId: string): Promise<readonly HeldPayment[]> =>
  (await tx.heldPayment.findMany({ where: { paymentId, state: 'held' }, orderBy: { id: 'asc' } })).map(heldOf);

/** What waits for accounting, oldest first. */
export const waitingHeld = async (tx: Tx, take: number): Promise<readonly HeldPayment[]> =>
  (await tx.heldPayment.findMany({ where: { state: 'held' }, orderBy: [{ heldAt: 'asc' }, { id: 'asc' }], take })).map(
    heldOf,
  );

export const countHeld = (tx: Tx): Promise<number> => tx.heldPayment.count({ where: { state: 'held' } });

/** Writes what was decided about a locked one; what is left out is empty. */
export const setHeld = async (
  tx: Tx,
  id: string,
  to: Pick<HeldPayment, 'state' | 'decidedBy' | 'decidedAt' | 'keyBefore' | 'referenceBefore' | 'madeId'>,
): Promise<void> => {
  await tx.heldPayment.update({
    where: { id },
    data: {
      state: to.state,
      decidedBy: to.decidedBy ?? null,
      decidedAt: to.decidedAt ?? null,
      keyBefore: to.keyBefore ?? null,
      referenceBefore: to.referenceBefore ?? null,
      madeId: to.madeId ?? null,
    },
  });
};
