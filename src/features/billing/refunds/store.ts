import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { Refund as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { PaymentMethod } from '../payments/index.ts';
import type { Refund } from './refund.ts';

const toRefund = (row: Row): Refund => ({
  id: row.id,
  customerId: row.customerId,
  amount: { amount: row.amount, currency: row.currency },
  // Written by this store only.
  method: row.method as PaymentMethod,
  reference: row.reference ?? undefined,
  refundedOn: fromDbDate(row.refundedOn),
  reason: row.reason,
  recordedBy: row.recordedBy,
  recordedAt: row.recordedAt,
  takenBack:
    row.takenBackBy && row.takenBackAt
      ? { by: row.takenBackBy, at: row.takenBackAt, reason: row.takenBackReason ?? '' }
      : undefined,
});

export const insertRefund = async (tx: Tx, refund: Refund): Promise<void> => {
  const { amount, reference, refundedOn, takenBack: _, ...rest } = refund;
  await tx.refund.create({
    data: { ...rest, ...amount, reference: reference ?? null, refundedOn: toDbDate(refundedOn) },
    select: { id: true },
  });
};

export const refundById = async (tx: Tx, id: string): Promise<Refund | undefined> => {
  const row = await tx.refund.findUnique({ where: { id } });
  return row ? toRefund(row) : undefined;
};

/** A customer's, latest first, with those that were taken back. */
export const pageOfRefunds = async (tx: Tx, customerId: string, page: PageOfRows): Promise<readonly Refund[]> =>
  (await tx.refund.findMany({ where: { customerId }, orderBy: { id: 'desc' }, ...page })).map(toRefund);

/** @returns false when it was taken back already */
export const markTakenBack = async (work: Work, id: string, reason: string): Promise<boolean> => {
  const { count } = await work.tx.refund.updateMany({
    where: { id, takenBackAt: null },
    data: { takenBackBy: work.by.id, takenBackAt: work.now, takenBackReason: reason },
  });
  return count === 1;
};
