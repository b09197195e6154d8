import { Prisma } from '../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../platform/db/open.ts';
import type { Override, TaskReader } from '../../playbooks/index.ts';

export const insertOverride = async (tx: Tx, projectId: string, override: Override): Promise<void> => {
  const { decidedBy = null, decidedAt = null, decisionReason = null } = override;
  await tx.gateOverride.create({ data: { ...override, projectId, decidedBy, decidedAt, decisionReason } });
};

export const projectOfOverride = async (tx: Tx, id: string): Promise<string | undefined> =>
  (await tx.gateOverride.findUnique({ where: { id }, select: { projectId: true } }))?.projectId;

/** Of a project `p`: whether an exception of its waits for this person, as its playbook names the approvers. */
export const awaitsDecision = ({ userId, roles, policy }: TaskReader): Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM gate_overrides o, jsonb_array_elements(p.playbook -> 'gates') g
  WHERE o.project_id = p.id AND o.state = 'requested' AND g.value ->> 'key' = o.gate
    AND jsonb_exists_any(g.value -> 'approvers', ${[...roles]}::text[])
    AND (o.requested_by <> ${userId} OR ${policy.allowSelfApproval}::boolean))`;

interface Settlement {
  readonly from: 'requested' | 'approved';
  readonly to: 'approved' | 'declined' | 'withdrawn';
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}

/** False when it is no longer in the expected state: somebody was first. */
export const settleOverride = async (tx: Tx, id: string, change: Settlement): Promise<boolean> => {
  const { count } = await tx.gateOverride.updateMany({
    where: { id, state: change.from },
    data: {
      state: change.to,
      decidedBy: change.by,
      decidedAt: change.at,
      decisionReason: change.reason ?? null,
    },
  });
  return count === 1;
};

/** @returns those that still waited */
export const withdrawRequests = async (
  tx: Tx,
  ids: readonly string[],
  { by, at, reason }: Pick<Settlement, 'by' | 'at'> & { readonly reason: string },
): Promise<ReadonlySet<string>> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE gate_overrides SET state = 'withdrawn', decided_by = ${by}, decided_at = ${at}::timestamptz, decision_reason = ${reason}
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'requested' RETURNING id`;
  return new Set(rows.map((row) => row.id));
};
