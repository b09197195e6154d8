import { FieldErrors } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import { type Activity, firstReminder } from './activity.ts';
import { calendarPolicy, holidaysOf } from './calendar-policy.ts';
import { lockOpen } from './concerned.ts';
import { activitiesOf, activityById, endRow, lockActivity, reopenRow } from './store.ts';
import { tellChange } from './tell.ts';

const end = async (
  work: Work,
  activity: Activity,
  state: 'completed' | 'cancelled',
  note: string | undefined,
): Promise<void> => {
  await endRow(work, activity.id, state, note);
  const after = await activityById(work.tx, activity.id);
  await tellChange(work, after ?? activity, {
    what: state,
    action: `activity.${state}`,
    before: { state: 'open' },
    after: { state },
    reason: note,
    text: `${person(work.by.id)} ${state} it${note ? `: ${escapeMrkdwn(note)}` : '.'}`,
  });
};

/** Cancels what is open of a subject that came to its end, with the reason. The caller decides who may. ONB-19 */
export const cancelActivities = async (work: Work, subject: Subject, reason: string): Promise<readonly Activity[]> => {
  const ended: Activity[] = [];
  for (const { id } of (await activitiesOf(work.tx, subject)).filter((each) => each.state === 'open')) {
    const activity = await lockActivity(work, id);
    if (activity.state !== 'open') continue;
    await end(work, activity, 'cancelled', reason);
    ended.push(activity);
  }
  return ended;
};

/** Opens again what `cancelActivities` ended at that moment; reminders count from today. ONB-19 */
export const reopenActivities = async (
  work: Work,
  subject: Subject,
  endedAt: Date,
  reason: string,
): Promise<readonly Activity[]> => {
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const isEnded = (each: Activity) => each.state === 'cancelled' && each.endedAt?.getTime() === endedAt.getTime();
  const opened = (await activitiesOf(work.tx, subject)).filter(isEnded);
  for (const activity of opened) {
    await reopenRow(work, activity.id, firstReminder(activity, work.today, holidays));
    await tellChange(work, (await activityById(work.tx, activity.id)) ?? activity, {
      what: 'reopened',
      action: 'activity.reopened',
      before: { state: 'cancelled' },
      after: { state: 'open' },
      reason,
      text: `${person(work.by.id)} opened it again: ${escapeMrkdwn(reason)}`,
    });
  }
  return opened;
};

/** Marks an activity as done. ACT-2 */
export const completeActivity = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly note?: string | undefined },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input.activityId, 'complete this activity'), 'completed', input.note);
  });
};

/** Cancels an activity, with a reason. ACT-2 */
export const cancelActivity = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is cancelled.' });
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input.activityId, 'cancel this activity'), 'cancelled', input.reason);
  });
};
