import type { Subject } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../platform/jobs/business-days.ts';
import { eventType } from '../../platform/work/events.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Activity, firstReminder } from './activity.ts';
import { lockOpen, recordChange } from './activity-change.ts';
import { activitiesOf, activityById, endRow, lockActivity, reopenRow, subjectOfActivity } from './store.ts';

/**
 * Comes before activities are locked to be ended. Who owns their subjects and keeps what follows from it locks its own rows now, in the
 * order of their ids.
 */
export const activitiesEnding = eventType<readonly Subject[]>('activities.ending');

/** Locks an activity that is still open, for somebody whom it concerns, to end it. ALL-1, ALL-3 */
export const lockToEnd = async (work: Work, id: string, doing: string): Promise<Activity> => {
  const subject = await subjectOfActivity(work.tx, id);
  if (subject) await work.emit(activitiesEnding, [subject]);
  return lockOpen(work, id, doing);
};

/** Ends a locked activity; `note`: what is told of it, or why. */
export const endActivity = async (
  work: Work,
  activity: Activity,
  state: 'completed' | 'cancelled',
  note: string | undefined,
): Promise<void> => {
  await endRow(work, activity.id, state, note);
  const after = await activityById(work.tx, activity.id);
  await recordChange(work, after ?? activity, {
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
    await endActivity(work, activity, 'cancelled', reason);
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
    await recordChange(work, (await activityById(work.tx, activity.id)) ?? activity, {
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
