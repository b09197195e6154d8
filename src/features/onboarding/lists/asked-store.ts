import type { Sql, Tx } from '../../../platform/db/open.ts';
import type { Asking } from '../../playbooks/index.ts';

/**
 * The projects under way of which something holds, those longest at their desk first. What it costs follows what is open.
 * @param holds a condition on `p`, a row of `projects`
 */
export const projectsUnderWay = (tx: Tx, holds: Sql, take: number): Promise<readonly Asking[]> =>
  tx.$queryRaw<Asking[]>`
    SELECT p.id AS "projectId", h.opened_at AS since FROM handoffs h JOIN projects p ON p.id = h.project_id
    WHERE h.state = 'open' AND p.state = 'active' AND (${holds})
    ORDER BY h.opened_at, h.id LIMIT ${take}`;
