import type { Tx } from '../../../../platform/db/open.ts';

/** The projects of a customer that are not over. */
export const openProjectsOf = async (tx: Tx, customerId: string): Promise<readonly string[]> => {
  const rows = await tx.project.findMany({
    where: { customerId, state: { in: ['active', 'on_hold'] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
};
