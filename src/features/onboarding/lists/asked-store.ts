import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { acknowledgingDesks } from '../../billing/onboarding/index.ts';
import { hardwareBuyer, hardwareReviewer } from '../../purchase/hardware/index.ts';

/**
 * The projects under way of which something may wait for these roles besides a turn (`tasksOf` says what), those longest at their
 * desk first. What it costs follows what is open.
 * @param also projects of which another slice knows that something waits
 */
export const projectsWaiting = async (
  tx: Tx,
  roles: readonly Role[],
  also: readonly string[],
  take: number,
): Promise<readonly string[]> => {
  const acknowledging = acknowledgingDesks.filter((desk) => roles.includes(desk));
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM handoffs h JOIN projects p ON p.id = h.project_id
    WHERE h.state = 'open' AND p.state = 'active' AND (
      p.id = ANY(${[...also]}::uuid[])
      OR EXISTS (SELECT 1 FROM gate_overrides o, jsonb_array_elements(p.playbook -> 'gates') g
                 WHERE o.project_id = p.id AND o.state = 'requested' AND g.value ->> 'key' = o.gate
                   AND jsonb_exists_any(g.value -> 'approvers', ${[...roles]}::text[]))
      OR EXISTS (SELECT 1 FROM hardware_orders w WHERE w.project_id = p.id AND w.ordered_at IS NULL
                 AND (w.reviewed_at IS NULL AND ${roles.includes(hardwareReviewer)}::boolean
                   OR w.reviewed_at IS NOT NULL AND ${roles.includes(hardwareBuyer)}::boolean))
      OR p.went_live_on IS NOT NULL AND ${acknowledging.length}::int >
         (SELECT count(*) FROM acknowledgements a WHERE a.project_id = p.id AND a.desk = ANY(${acknowledging}::text[])))
    ORDER BY h.opened_at, h.id LIMIT ${take}`;
  return rows.map((row) => row.id);
};
