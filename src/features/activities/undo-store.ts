import { type Day, toDbDate } from '../../core/time/calendar.ts';
import type { Work } from '../../platform/work/work.ts';

/** Its cause was taken back, and may schedule anew. */
export const freeKey = async (work: Work, id: string): Promise<void> => {
  await work.tx.activity.updateMany({ where: { id }, data: { key: null } });
};

/** As it was before it was completed. @returns false where it is completed no more */
export const reopenCompleted = async (work: Work, id: string, remindOn: Day | undefined): Promise<boolean> => {
  const count = await work.tx.$executeRaw`
    UPDATE activities SET state = 'open', ended_by = NULL, ended_at = NULL, end_note = NULL, minutes = NULL,
      services = coalesce(planned_services, services), planned_services = NULL,
      remind_on = ${remindOn ? toDbDate(remindOn) : null}::date
    WHERE id = ${id}::uuid AND state = 'completed'`;
  return count === 1;
};
