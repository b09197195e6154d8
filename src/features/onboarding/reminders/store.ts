import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';

/** The open handoffs that somebody has, with their projects. */
export const openHandoffsOf = (tx: Tx, userId: string) =>
  tx.handoff.findMany({
    where: { assigneeId: userId, state: 'open' },
    select: { id: true, projectId: true },
    orderBy: { projectId: 'asc' },
  });

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
