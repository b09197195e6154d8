import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Rows } from './project-rows.ts';

/** A condition on `projects p`. */
export type Which = Prisma.Sql;

export const byIds = (ids: readonly string[]): Which => Prisma.sql`p.id = ANY(${[...ids]}::uuid[])`;
export const ofHandoff = (id: string): Which =>
  Prisma.sql`p.id = (SELECT project_id FROM handoffs WHERE id = ${id}::uuid)`;

/** A project's own rows, in one round trip. */
export const readRows = (tx: Tx, which: Which): Promise<Rows[]> => tx.$queryRaw<Rows[]>`
  SELECT to_jsonb(p) - 'playbook' AS project, p.playbook::text AS playbook,
         (SELECT to_jsonb(h) FROM handoffs h WHERE h.project_id = p.id AND h.state <> 'undone'
           ORDER BY h.state = 'open' DESC, h.turn DESC LIMIT 1) AS handoff,
         (SELECT max(h.turn) FROM handoffs h WHERE h.project_id = p.id) AS turns,
         coalesce((SELECT jsonb_agg(t) FROM ticks t WHERE t.project_id = p.id), '[]') AS ticks,
         coalesce((SELECT jsonb_agg(o ORDER BY o.requested_at, o.id) FROM gate_overrides o WHERE o.project_id = p.id), '[]') AS overrides,
         coalesce((SELECT jsonb_agg(a) FROM acknowledgements a WHERE a.project_id = p.id), '[]') AS acknowledgements,
         (SELECT to_jsonb(w) FROM hardware_orders w WHERE w.project_id = p.id) AS hardware
  FROM projects p WHERE ${which}`;

export const lockRow = async (tx: Tx, which: Which): Promise<void> => {
  await tx.$queryRaw`SELECT 1 FROM projects p WHERE ${which} FOR UPDATE`;
};
