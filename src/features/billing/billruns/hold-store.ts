/** Exceptional bills that a run holds. BIL-2 */
import { newId } from '../../../core/ids.ts';
import type { Money } from '../../../core/money/money.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';

export interface Hold {
  readonly id: string;
  readonly runId: string;
  readonly customerId: string;
  readonly customer: string;
  readonly total: Money;
  /** Why it ended, and who was it; none while it waits. */
  readonly ended?: { readonly how: 'released' | 'held anew'; readonly by: string; readonly at: Date } | undefined;
}

interface Row {
  readonly id: string;
  readonly run_id: string;
  readonly customer_id: string;
  readonly customer: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly ended_how: 'released' | 'held anew' | null;
  readonly ended_by: string | null;
  readonly ended_at: Date | null;
}

const columns = Prisma.sql`
  h.id, h.run_id, h.customer_id, h.amount, h.currency, h.ended_how, h.ended_by, h.ended_at, c.name AS customer`;

const toHold = (row: Row): Hold => ({
  id: row.id,
  runId: row.run_id,
  customerId: row.customer_id,
  customer: row.customer,
  total: { amount: row.amount, currency: row.currency },
  ended:
    row.ended_how && row.ended_by && row.ended_at
      ? { how: row.ended_how, by: row.ended_by, at: row.ended_at }
      : undefined,
});

/** A customer is held by one run at a time: the latest. */
export const insertHolds = async (
  work: Work,
  runId: string,
  holds: readonly Pick<Hold, 'customerId' | 'total'>[],
): Promise<void> => {
  if (holds.length === 0) return;
  const ids = holds.map(({ customerId }) => customerId);
  await work.tx.heldBill.updateMany({
    where: { customerId: { in: ids }, endedAt: null },
    data: { endedHow: 'held anew', endedBy: work.by.id, endedAt: work.now },
  });
  await work.tx.heldBill.createMany({
    data: holds.map(({ customerId, total }) => ({
      id: newId(),
      runId,
      customerId,
      amount: total.amount,
      currency: total.currency,
      heldAt: work.now,
    })),
  });
};

/** What a run holds still, the highest first. */
export const holdsOf = async (tx: Tx, runId: string, { skip, take }: PageOfRows): Promise<readonly Hold[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM held_bills h JOIN customers c ON c.id = h.customer_id
    WHERE h.run_id = ${runId}::uuid AND h.ended_at IS NULL ORDER BY h.amount DESC, h.id LIMIT ${take} OFFSET ${skip}`;
  return rows.map(toHold);
};

/** Bills that wait for their release. */
export const countHolds = (tx: Tx): Promise<number> => tx.heldBill.count({ where: { endedAt: null } });

export const holdById = async (tx: Tx, id: string): Promise<Hold | undefined> => {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM held_bills h JOIN customers c ON c.id = h.customer_id WHERE h.id = ${id}::uuid`;
  return row && toHold(row);
};

/** Locks the row and reads it. */
export const lockHold = async (tx: Tx, id: string): Promise<Hold | undefined> => {
  await tx.$queryRaw`SELECT id FROM held_bills WHERE id = ${id}::uuid FOR UPDATE`;
  return holdById(tx, id);
};

export const endHold = async (work: Work, id: string): Promise<void> => {
  await work.tx.heldBill.update({
    where: { id },
    data: { endedHow: 'released', endedBy: work.by.id, endedAt: work.now },
    select: { id: true },
  });
};
