import { newId } from '../../../../core/ids.ts';
import { type Day, toDbDate } from '../../../../core/time/calendar.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { ScheduledDate } from './schedule.ts';

/** A period that is not billed, as JSON. */
export interface SkippedRow {
  readonly first: string;
  readonly last: string;
}

/** The skipped periods of a template `t`, as one column. */
export const skippedColumn: Sql = Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object('first', k.first_on, 'last', k.last_on)
    ORDER BY k.first_on) FROM skipped_periods k WHERE k.template_id = t.id AND k.taken_back_at IS NULL), '[]')`;

/** Of a locked subscription. */
export const insertSkip = async (
  work: Work,
  templateId: string,
  { on, period }: ScheduledDate,
  reason: string,
): Promise<void> => {
  await work.tx.skippedPeriod.create({
    data: {
      id: newId(),
      templateId,
      dueOn: toDbDate(on),
      firstOn: toDbDate(period.first),
      lastOn: toDbDate(period.last),
      reason,
      skippedBy: work.by.id,
      skippedAt: work.now,
    },
  });
};

/** Of a locked subscription. @returns false when nobody skipped it, or it was taken back */
export const endSkip = async (work: Work, templateId: string, on: Day): Promise<boolean> => {
  const { count } = await work.tx.skippedPeriod.updateMany({
    where: { templateId, dueOn: toDbDate(on), takenBackAt: null },
    data: { takenBackBy: work.by.id, takenBackAt: work.now },
  });
  return count === 1;
};
