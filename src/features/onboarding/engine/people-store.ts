/** Who has to do with a project, what was noted of it, and where its folder was. */

import { newId } from '../../../core/ids.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';

/** False when a note of the same cause is there. */
export const insertNote = async (
  tx: Tx,
  note: {
    readonly key: string;
    readonly projectId: string;
    readonly text: string;
    readonly by: string;
    readonly at: Date;
  },
): Promise<boolean> =>
  (await tx.$executeRaw`
    INSERT INTO project_notes (id, key, project_id, text, by, at)
    VALUES (${newId()}::uuid, ${note.key}, ${note.projectId}::uuid, ${note.text}, ${note.by}, ${note.at}::timestamptz)
    ON CONFLICT DO NOTHING`) === 1;

/** Everybody who has or had a turn: it was theirs, or they decided it. ONB-12 */
export const holdersOf = async (tx: Tx, projectId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT assignee_id AS id FROM handoffs WHERE project_id = ${projectId}::uuid AND assignee_id IS NOT NULL UNION
    SELECT decided_by FROM handoffs WHERE project_id = ${projectId}::uuid AND state IN ('approved', 'returned')`;
  return rows.map((row) => row.id);
};

/** Those of the roles that are told things in a channel of their own: of several that share one, the first. */
export const onePerChannel = async (tx: Tx, roles: readonly Role[]): Promise<readonly Role[]> => {
  const rows = await tx.$queryRaw<{ role: Role }[]>`
    SELECT DISTINCT ON (coalesce(c.channel_id, r.role)) r.role
    FROM unnest(${[...roles]}::text[]) WITH ORDINALITY r(role, place) LEFT JOIN role_channels c ON c.role = r.role
    ORDER BY coalesce(c.channel_id, r.role), r.place`;
  return rows.map((row) => row.role);
};

/** The open turns of a customer's projects. */
export const openTurnsOfCustomer = async (tx: Tx, customerId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT h.id FROM projects p JOIN handoffs h ON h.project_id = p.id AND h.state = 'open'
    WHERE p.customer_id = ${customerId}::uuid ORDER BY h.id`;
  return rows.map((row) => row.id);
};

/** Whether, before this turn, one of these stages was approved, or one of those begun. */
export const hasBeenAt = async (
  tx: Tx,
  projectId: string,
  stages: { readonly approved: readonly string[]; readonly opened: readonly string[]; readonly before: number },
): Promise<boolean> => {
  const found = await tx.$queryRaw<object[]>`
    SELECT 1 FROM handoffs WHERE project_id = ${projectId}::uuid AND turn < ${stages.before}
      AND (stage = ANY(${[...stages.approved]}) AND state = 'approved' OR stage = ANY(${[...stages.opened]})) LIMIT 1`;
  return found.length > 0;
};
