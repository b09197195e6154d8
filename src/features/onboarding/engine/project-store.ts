import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Rows } from './project-rows.ts';

/** A condition on `projects p`. */
export type Which = Prisma.Sql;

export const byIds = (ids: readonly string[]): Which => Prisma.sql`p.id = ANY(${[...ids]}::uuid[])`;
export const ofHandoff = (id: string): Which =>
  Prisma.sql`p.id = (SELECT project_id FROM handoffs WHERE id = ${id}::uuid)`;

/**
 * A project's own rows, in one round trip; without the playbook where it is one of those known by their hash.
 * @param withPolicies the settings too, with the first row: who waited for the project's lock may have waited for who changed one
 */
export const readRows = (
  tx: Tx,
  which: Which,
  known: readonly string[],
  withPolicies: boolean,
): Promise<Rows[]> => tx.$queryRaw<Rows[]>`
  SELECT (SELECT to_jsonb(r) FROM (SELECT p.id, p.ref, p.customer_id, p.state, p.stage, p.owner_id, p.manager_id, p.currency,
            p.target_go_live_on, p.eta_on, p.go_live_on, p.went_live_on, p.state_reason, p.created_by, p.created_at, p.ended_at) r) AS project,
         p.playbook_hash, CASE WHEN p.playbook_hash = ANY(${[...known]}) THEN NULL ELSE p.playbook::text END AS playbook,
         (SELECT to_jsonb(h) FROM handoffs h WHERE h.project_id = p.id AND h.state <> 'undone'
           ORDER BY h.state = 'open' DESC, h.turn DESC LIMIT 1) AS handoff,
         (SELECT max(h.turn) FROM handoffs h WHERE h.project_id = p.id) AS turns,
         coalesce((SELECT jsonb_agg(t) FROM ticks t WHERE t.project_id = p.id), '[]') AS ticks,
         coalesce((SELECT jsonb_agg(o ORDER BY o.requested_at, o.id) FROM gate_overrides o WHERE o.project_id = p.id), '[]') AS overrides,
         CASE WHEN ${withPolicies}::boolean AND row_number() OVER () = 1 THEN (SELECT jsonb_object_agg(s.key, s.value) FROM policies s) END AS policies
  FROM projects p WHERE ${which}`;

/** By their ids: two transactions that want the same projects wait for one another, and never each for the other. */
export const lockRow = async (tx: Tx, which: Which): Promise<void> => {
  await tx.$queryRaw`SELECT 1 FROM projects p WHERE ${which} ORDER BY p.id FOR UPDATE`;
};
