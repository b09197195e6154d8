import type { Day } from '../../../core/time/calendar.ts';
import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type Termination as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Terminable, Termination } from './termination.ts';

const columns = columnsOf(Prisma.TerminationScalarFieldEnum);

const toTermination = (row: Row): Termination => ({
  id: row.id,
  // Written by this store only.
  subject: { type: row.subjectType as Terminable, id: row.subjectId },
  customerId: row.customerId,
  state: row.state as Termination['state'],
  noticeOn: fromDbDate(row.noticeOn),
  endOn: fromDbDate(row.endOn),
  reason: row.reason ?? undefined,
  contractIds: row.contractIds ?? [],
  was: row.groupId ? { groupId: row.groupId, isFree: row.wasFree } : undefined,
  recorded: { by: row.recordedBy, at: row.recordedAt },
  waived:
    row.waivedBy && row.waivedAt ? { by: row.waivedBy, at: row.waivedAt, reason: row.waiveReason ?? '' } : undefined,
  carried: row.carriedBy && row.carriedAt ? { by: row.carriedBy, at: row.carriedAt } : undefined,
  ended: row.endedBy && row.endedAt ? { by: row.endedBy, at: row.endedAt, reason: row.endReason ?? '' } : undefined,
});

/** @returns false when there is an open one of the same thing */
export const insertTermination = async (work: Work, of: Termination): Promise<boolean> => {
  const { count } = await work.tx.termination.createMany({
    data: {
      id: of.id,
      subjectType: of.subject.type,
      subjectId: of.subject.id,
      customerId: of.customerId,
      noticeOn: toDbDate(of.noticeOn),
      endOn: toDbDate(of.endOn),
      reason: of.reason ?? null,
      contractIds: [...of.contractIds],
      groupId: of.was?.groupId ?? null,
      wasFree: of.was?.isFree ?? false,
      recordedBy: of.recorded.by,
      recordedAt: of.recorded.at,
    },
    skipDuplicates: true,
  });
  return count === 1;
};

export const terminationById = async (tx: Tx, id: string): Promise<Termination | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM terminations WHERE id = ${id}::uuid`);
  return row && toTermination(row);
};

/** The latest of a thing, whatever became of it. */
export const terminationOf = async (tx: Tx, type: Terminable, id: string): Promise<Termination | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM terminations WHERE subject_type = ${type} AND subject_id = ${id}::uuid ORDER BY id DESC LIMIT 1`);
  return row && toTermination(row);
};

/** Locks the row and reads it. */
export const lockTermination = async (work: Work, id: string): Promise<Termination | undefined> => {
  await work.tx.$queryRaw`SELECT id FROM terminations WHERE id = ${id}::uuid FOR UPDATE`;
  return terminationById(work.tx, id);
};

/** The open ones of these customers. */
export const openOfCustomers = async (tx: Tx, customerIds: readonly string[]): Promise<readonly Termination[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM terminations WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND state = 'open' ORDER BY id`);
  return rows.map(toTermination);
};

/** The open ones of the customers of these subscriptions. */
export const openOfSubscriptions = async (
  tx: Tx,
  subscriptionIds: readonly string[],
): Promise<readonly Pick<Termination, 'id'>[]> =>
  tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM terminations t WHERE t.state = 'open' AND t.customer_id IN (
      SELECT customer_id FROM subscriptions WHERE id = ANY(${[...subscriptionIds]}::uuid[])) ORDER BY t.id`;

/** Customers that leave and are active still, whose last day is the nearest first. */
export const leaving = async (tx: Tx, take: number): Promise<readonly Termination[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM terminations t WHERE t.state = 'open' AND t.subject_type = 'customer'
      AND EXISTS (SELECT 1 FROM customers c WHERE c.id = t.customer_id AND c.active)
    ORDER BY t.end_on, t.id LIMIT ${take}::int`);
  return rows.map(toTermination);
};

/** Those whose last day is over and of which nobody was told; they are marked as told. */
export const takeOver = async (work: Work, today: Day, take: number): Promise<readonly Termination[]> => {
  const rows = await asModel<Row>(work.tx.$queryRaw`
    UPDATE terminations SET told_at = ${work.now} WHERE id IN (
      SELECT id FROM terminations WHERE state = 'open' AND told_at IS NULL AND end_on < ${today}::date
      ORDER BY end_on, id LIMIT ${take}::int FOR UPDATE SKIP LOCKED)
    RETURNING ${columns}`);
  return rows.map(toTermination);
};

/** Of a locked one. */
export const changeTermination = async (
  work: Work,
  id: string,
  change: Partial<{
    endOn: Day;
    noticeOn: Day;
    reason: string | undefined;
    waived: { readonly reason: string } | undefined;
    carried: boolean;
    ended: { readonly state: 'taken_back' | 'reactivated'; readonly reason: string };
  }>,
): Promise<void> => {
  const { by, now } = work;
  await work.tx.termination.update({
    where: { id },
    data: {
      ...(change.endOn ? { endOn: toDbDate(change.endOn), toldAt: null } : {}),
      ...(change.noticeOn ? { noticeOn: toDbDate(change.noticeOn) } : {}),
      ...(change.reason ? { reason: change.reason } : {}),
      ...('waived' in change
        ? {
            waivedBy: change.waived ? by.id : null,
            waivedAt: change.waived ? now : null,
            waiveReason: change.waived?.reason ?? null,
          }
        : {}),
      ...(change.carried === undefined
        ? {}
        : { carriedBy: change.carried ? by.id : null, carriedAt: change.carried ? now : null }),
      ...(change.ended
        ? { state: change.ended.state, endedBy: by.id, endedAt: now, endReason: change.ended.reason }
        : {}),
    },
    select: { id: true },
  });
};

/** Under way. */
export const countOpen = (tx: Tx): Promise<number> => tx.termination.count({ where: { state: 'open' } });
