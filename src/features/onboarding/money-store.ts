/** What the money path of a project stores: exceptions, hardware, acknowledgements and notes. */

import { newId } from '../../core/ids.ts';
import type { Day } from '../../core/time/calendar.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Role } from '../../platform/work/roles.ts';

interface NewOverride {
  readonly id: string;
  readonly projectId: string;
  readonly gate: string;
  readonly kind: string;
  readonly reason: string;
  readonly state: 'requested' | 'approved';
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
}

export const insertOverride = async (tx: Tx, override: NewOverride): Promise<void> => {
  await tx.gateOverride.create({ data: override });
};

export const projectOfOverride = async (tx: Tx, id: string): Promise<string | undefined> =>
  (await tx.gateOverride.findUnique({ where: { id }, select: { projectId: true } }))?.projectId;

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

/** The open handoffs that somebody has, with their projects. */
export const openHandoffsOf = (tx: Tx, userId: string) =>
  tx.handoff.findMany({
    where: { assigneeId: userId, state: 'open' },
    select: { id: true, projectId: true },
    orderBy: { projectId: 'asc' },
  });

/** The open turns of a customer's projects. */
export const openTurnsOfCustomer = async (tx: Tx, customerId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT h.id FROM projects p JOIN handoffs h ON h.project_id = p.id AND h.state = 'open'
    WHERE p.customer_id = ${customerId}::uuid ORDER BY h.id`;
  return rows.map((row) => row.id);
};

/** False when it is no longer theirs, or no longer open. */
export const unassign = async (tx: Tx, handoffId: string, userId: string): Promise<boolean> => {
  const { count } = await tx.handoff.updateMany({
    where: { id: handoffId, assigneeId: userId, state: 'open' },
    data: { assigneeId: null },
  });
  return count === 1;
};

export interface DueReminder {
  readonly handoffId: string;
  readonly projectId: string;
  readonly ref: number;
  readonly customerId: string;
  readonly stage: string;
  readonly stageName: string;
  /** The desk's roles, the first with a channel gets the reminder. */
  readonly desk: readonly string[];
  readonly assigneeId: string | null;
  readonly openedAt: Date;
  readonly cameBy: string;
  readonly channel: string | null;
}

/**
 * Open handoffs whose reminder is due, with the channel of their desk's first role that has one. Reads the partial index on
 * `remind_on` only: what it costs follows what is due (a project on hold has no reminder). Several people's desks may share a channel.
 */
export const dueReminders = async (
  tx: Pick<Tx, '$queryRaw'>,
  today: Day,
  limit: number,
): Promise<readonly DueReminder[]> =>
  tx.$queryRaw<DueReminder[]>`
    SELECT h.id AS "handoffId", p.id AS "projectId", p.ref, p.customer_id AS "customerId", h.stage, h.desk,
           h.assignee_id AS "assigneeId", h.opened_at AS "openedAt", h.came_by AS "cameBy",
           coalesce((SELECT s.value ->> 'name' FROM jsonb_array_elements(p.playbook -> 'stages') s
                      WHERE s.value ->> 'key' = h.stage LIMIT 1), h.stage) AS "stageName",
           (SELECT c.channel_id FROM unnest(h.desk) WITH ORDINALITY d(role, place)
              JOIN role_channels c ON c.role = d.role ORDER BY d.place LIMIT 1) AS channel
    FROM handoffs h JOIN projects p ON p.id = h.project_id
    WHERE h.state = 'open' AND h.remind_on <= ${today}::date
    ORDER BY h.remind_on, h.id LIMIT ${limit}`;

/** Moves the reminders on (late they stay) and says which of them were still due: each is told once, however many run the sweep. */
export const takeReminders = async (
  tx: Tx,
  ids: readonly string[],
  today: Day,
  next: Day,
): Promise<ReadonlySet<string>> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE handoffs SET remind_on = ${next}::date, expected_on = coalesce(expected_on, remind_on)
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'open' AND remind_on <= ${today}::date RETURNING id::text AS id`;
  return new Set(rows.map((row) => row.id));
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
