import type { Tx } from '../../../platform/db/open.ts';

/** Projects with an open turn, in the order of their ids. `unknown`: those of which nobody has looked yet what keeps the desk from going on. */
export const openProjects = async (
  tx: Tx,
  which: 'unknown' | 'all',
  page: { readonly after: string; readonly take: number },
): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT project_id AS id FROM handoffs
    WHERE state = 'open' AND project_id > ${page.after}::uuid AND (${which === 'all'}::boolean OR blocked_by IS NULL)
    ORDER BY project_id LIMIT ${page.take}::int`;
  return rows.map((row) => row.id);
};
