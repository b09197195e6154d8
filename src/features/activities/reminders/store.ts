import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Activity } from '../activity.ts';
import { activityById } from '../store.ts';

/** Whom an overdue activity reminds: its person, else its unit. */
export type Receiver = { readonly user: string } | { readonly role: string };

/** Everybody who has something overdue to be reminded of. */
export const receiversDue = async (tx: Tx, today: Day): Promise<readonly Receiver[]> => {
  const rows = await tx.$queryRaw<{ assignee_id: string | null; unit: string | null }[]>`
    SELECT DISTINCT assignee_id, CASE WHEN assignee_id IS NULL THEN unit END AS unit
    FROM activities WHERE state = 'open' AND remind_on <= ${toDbDate(today)}::date`;
  return rows.flatMap((row): Receiver[] => {
    if (row.assignee_id) return [{ user: row.assignee_id }];
    return row.unit ? [{ role: row.unit }] : [];
  });
};

/** Takes one receiver's overdue activities and moves their next reminder. Another replica's are passed over. */
export const takeDue = async (work: Work, receiver: Receiver, today: Day, next: Day): Promise<readonly Activity[]> => {
  const user = 'user' in receiver ? receiver.user : null;
  const role = 'role' in receiver ? receiver.role : null;
  const rows = await work.tx.$queryRaw<{ id: string }[]>`
    UPDATE activities SET remind_on = ${toDbDate(next)}::date
    WHERE id IN (
      SELECT id FROM activities
      WHERE state = 'open' AND remind_on <= ${toDbDate(today)}::date
        AND (assignee_id = ${user}::text OR (assignee_id IS NULL AND unit = ${role}::text))
      ORDER BY id FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  const taken: Activity[] = [];
  for (const { id } of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const activity = await activityById(work.tx, id);
    if (activity) taken.push(activity);
  }
  return taken;
};
