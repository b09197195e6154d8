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

/** What a project wants, in sales' words, and its order. */
export interface Hardware {
  readonly wanted: string | undefined;
  readonly order: HardwareOrder | undefined;
}

interface Row {
  readonly project_id: string;
  readonly hardware_text: string | null;
  readonly is_asked_for: boolean;
  readonly reviewed_by: string | null;
  readonly reviewed_at: Date | null;
  readonly ordered_by: string | null;
  readonly ordered_at: Date | null;
  readonly reference: string | null;
}

const toOrder = (row: Row): HardwareOrder => ({
  reviewedBy: row.reviewed_by ?? undefined,
  reviewedAt: row.reviewed_at ?? undefined,
  orderedBy: row.ordered_by ?? undefined,
  orderedAt: row.ordered_at ?? undefined,
  reference: row.reference ?? undefined,
});

/** The text stands in the project's row, where the form of a new project writes it. */
export const hardwareOfProjects = async (
  tx: Tx,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, Hardware>> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT p.id AS project_id, p.hardware_text, w.project_id IS NOT NULL AS is_asked_for,
           w.reviewed_by, w.reviewed_at, w.ordered_by, w.ordered_at, w.reference
    FROM projects p LEFT JOIN hardware_orders w ON w.project_id = p.id WHERE p.id = ANY(${[...projectIds]}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.project_id,
      { wanted: row.hardware_text ?? undefined, order: row.is_asked_for ? toOrder(row) : undefined },
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
