import { day, toDbDate } from '../../../../core/time/calendar.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { UnitCount } from '../../charging/index.ts';

/** A count as JSON. */
export interface CountRow {
  readonly id: string;
  readonly item: string;
  readonly first: string;
  readonly last: string;
  readonly units: number;
  readonly withdrawn: boolean;
}

/** The counts of a subscription `s`, as one column. */
export const countsColumn: Sql = Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object(
    'id', u.id, 'item', u.item_id, 'first', u.first_on, 'last', u.last_on, 'units', u.units,
    'withdrawn', u.taken_back_at IS NOT NULL) ORDER BY u.first_on, u.id)
  FROM unit_counts u WHERE u.subscription_id = s.id), '[]')`;

export const toUnitCount = ({ id, item, first, last, units, withdrawn }: CountRow): UnitCount => ({
  id,
  itemId: item,
  period: { first: day(first), last: day(last) },
  units,
  withdrawn: withdrawn || undefined,
});

/** Of a locked subscription. */
export const insertCount = async (work: Work, subscriptionId: string, count: UnitCount): Promise<void> => {
  await work.tx.unitCount.create({
    data: {
      id: count.id,
      subscriptionId,
      itemId: count.itemId,
      firstOn: toDbDate(count.period.first),
      lastOn: toDbDate(count.period.last),
      units: count.units,
      enteredBy: work.by.id,
      enteredAt: work.now,
    },
  });
};

/** Of a locked subscription. @returns false when it is taken back already */
export const takeCountBack = async (work: Work, id: string): Promise<boolean> => {
  const { count } = await work.tx.unitCount.updateMany({
    where: { id, takenBackAt: null },
    data: { takenBackBy: work.by.id, takenBackAt: work.now },
  });
  return count === 1;
};

/** Of which subscription a count is, and who entered it when. */
export const enteredCount = async (
  tx: Tx,
  id: string,
): Promise<{ readonly subscriptionId: string; readonly by: string; readonly at: Date } | undefined> => {
  const row = await tx.unitCount.findUnique({
    where: { id },
    select: { subscriptionId: true, enteredBy: true, enteredAt: true },
  });
  return row ? { subscriptionId: row.subscriptionId, by: row.enteredBy, at: row.enteredAt } : undefined;
};
