import { Prisma } from '../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../platform/db/open.ts';

/** The order of a customer's hardware, once it was asked for. ONB-7 */
export interface HardwareOrder {
  readonly reviewedBy: string | undefined;
  readonly reviewedAt: Date | undefined;
  readonly orderedBy: string | undefined;
  readonly orderedAt: Date | undefined;
  readonly reference: string | undefined;
}

interface Row {
  readonly project_id: string;
  readonly reviewed_by: string | null;
  readonly reviewed_at: Date | null;
  readonly ordered_by: string | null;
  readonly ordered_at: Date | null;
  readonly reference: string | null;
}

export const ordersOfProjects = async (
  tx: Tx,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, HardwareOrder>> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT project_id, reviewed_by, reviewed_at, ordered_by, ordered_at, reference
    FROM hardware_orders WHERE project_id = ANY(${[...projectIds]}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.project_id,
      {
        reviewedBy: row.reviewed_by ?? undefined,
        reviewedAt: row.reviewed_at ?? undefined,
        orderedBy: row.ordered_by ?? undefined,
        orderedAt: row.ordered_at ?? undefined,
        reference: row.reference ?? undefined,
      },
    ]),
  );
};

/** Of a project `p`: whether its order is before the reviewer. */
export const awaitsReview: Sql = Prisma.sql`EXISTS (
  SELECT 1 FROM hardware_orders w WHERE w.project_id = p.id AND w.ordered_at IS NULL AND w.reviewed_at IS NULL)`;

/** Likewise before purchasing. */
export const awaitsOrder: Sql = Prisma.sql`EXISTS (
  SELECT 1 FROM hardware_orders w WHERE w.project_id = p.id AND w.ordered_at IS NULL AND w.reviewed_at IS NOT NULL)`;

/** False when the order was asked for before. */
export const insertHardwareOrder = async (tx: Tx, projectId: string): Promise<boolean> =>
  (await tx.hardwareOrder.createMany({ data: { projectId }, skipDuplicates: true })).count === 1;

/** For an undone decision: only while nobody has looked at it. */
export const deleteHardwareOrder = async (tx: Tx, projectId: string): Promise<void> => {
  await tx.hardwareOrder.deleteMany({ where: { projectId, reviewedAt: null } });
};

export const markHardwareReviewed = async (tx: Tx, projectId: string, by: string, at: Date): Promise<boolean> => {
  const { count } = await tx.hardwareOrder.updateMany({
    where: { projectId, reviewedAt: null },
    data: { reviewedBy: by, reviewedAt: at },
  });
  return count === 1;
};

export const markHardwareOrdered = async (
  tx: Tx,
  projectId: string,
  order: { readonly by: string; readonly at: Date; readonly reference: string },
): Promise<boolean> => {
  const { count } = await tx.hardwareOrder.updateMany({
    where: { projectId, reviewedAt: { not: null }, orderedAt: null },
    data: { orderedBy: order.by, orderedAt: order.at, reference: order.reference },
  });
  return count === 1;
};

/** False when it is not marked as ordered. */
export const unmarkHardwareOrdered = async (tx: Tx, projectId: string): Promise<boolean> => {
  const { count } = await tx.hardwareOrder.updateMany({
    where: { projectId, orderedAt: { not: null } },
    data: { orderedBy: null, orderedAt: null, reference: null },
  });
  return count === 1;
};
