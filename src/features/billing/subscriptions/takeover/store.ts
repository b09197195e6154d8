import { inChunks } from '../../../../core/group.ts';
import { newId } from '../../../../core/ids.ts';
import { toDbDate } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Billed } from '../../charging/index.ts';

/** Of these customers' subscriptions, those that came from another system: when, by customer and the name that they have there. */
export const takenOverOf = async (
  tx: Tx,
  customerIds: readonly string[],
): Promise<(customerId: string, outsideId: string) => Date | undefined> => {
  const rows = await tx.$queryRaw<{ customer_id: string; outside_id: string; created_at: Date }[]>`
    SELECT customer_id, outside_id, created_at FROM subscriptions
    WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND outside_id IS NOT NULL`;
  const known = new Map(rows.map((row) => [`${row.customer_id} ${row.outside_id}`, row.created_at]));
  return (customerId, outsideId) => known.get(`${customerId} ${outsideId}`);
};

const atOnce = 2000;

/** What another system billed of services that Baton took over, so that it counts as billed. Decision 0034 */
export const insertBilledElsewhere = async (work: Work, lines: readonly Billed[]): Promise<void> => {
  for (const chunk of inChunks(lines, atOnce)) {
    await work.tx.billedElsewhere.createMany({
      data: chunk.map(({ itemId, assetId, period, net }) => ({
        id: newId(),
        itemId,
        assetId: assetId ?? null,
        periodFirst: toDbDate(period.first),
        periodLast: toDbDate(period.last),
        net: net.amount,
      })),
    });
  }
};
