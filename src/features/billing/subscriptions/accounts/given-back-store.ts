import { newId } from '../../../../core/ids.ts';
import { day, toDbDate } from '../../../../core/time/calendar.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { GivenBack } from './given-back.ts';

/** By item, asset and period: what stands of the credit notes that gave it back, and how much of that was counted already. */
export const givenBack: Sql = Prisma.sql`(
  SELECT l.item_id, l.asset_id, l.period_first, max(l.period_last) AS period_last, sum(c.net)::bigint AS given,
    coalesce((SELECT sum(g.amount) FROM given_back g WHERE g.item_id = l.item_id AND g.period_first = l.period_first
      AND g.asset_id IS NOT DISTINCT FROM l.asset_id), 0)::bigint AS counted
  FROM credit_note_lines c JOIN invoice_lines l ON l.id = c.line_id
  WHERE NOT c.bill_again AND l.item_id IS NOT NULL AND l.period_first IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM credit_cancellations k WHERE k.credit_note_id = c.credit_note_id)
  GROUP BY l.item_id, l.asset_id, l.period_first)`;

/** What was given back of these items and not counted by a change yet. */
export const givenBackOf = async (
  tx: Tx,
  itemIds: readonly string[],
  currency: string,
): Promise<readonly GivenBack[]> => {
  const rows = await tx.$queryRaw<
    { item_id: string; asset_id: string | null; first: string; last: string; left: bigint }[]
  >`
    SELECT b.item_id, b.asset_id, b.period_first::text AS first, b.period_last::text AS last, b.given - b.counted AS left
    FROM ${givenBack} b WHERE b.item_id = ANY(${[...itemIds]}::uuid[]) AND b.given > b.counted`;
  return rows.map((row) => ({
    itemId: row.item_id,
    assetId: row.asset_id ?? undefined,
    period: { first: day(row.first), last: day(row.last) },
    amount: { amount: row.left, currency },
  }));
};

/** Of a locked subscription: these are not credited by its next bill. */
export const insertGivenBack = async (
  work: Work,
  subscriptionId: string,
  given: readonly GivenBack[],
): Promise<void> => {
  await work.tx.givenBack.createMany({
    data: given.map(({ itemId, assetId, period, amount }) => ({
      id: newId(),
      subscriptionId,
      itemId,
      assetId: assetId ?? null,
      periodFirst: toDbDate(period.first),
      periodLast: toDbDate(period.last),
      currency: amount.currency,
      amount: amount.amount,
      decidedBy: work.by.id,
      decidedAt: work.now,
    })),
  });
};
