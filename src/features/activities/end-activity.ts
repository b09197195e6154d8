import { Conflict } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { formatMinutes } from '../../core/time/duration.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../platform/jobs/business-days.ts';
import { eventType } from '../../platform/work/events.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Activity, activityRef, firstReminder, serviceText } from './activity.ts';
import { lockOpen, recordChange } from './activity-change.ts';
import {
  activitiesOf,
  activityById,
  activityByKey,
  type Ending,
  endRow,
  lockActivity,
  reopenRow,
  subjectOfActivity,
} from './store.ts';
import { freeKey } from './undo-store.ts';

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

const spent = ({ minutes }: Ending): string => (minutes === undefined ? '' : ` It took ${formatMinutes(minutes)}.`);

/** Ends a locked activity. @param told what else its thread is told; mrkdwn */
export const endActivity = async (work: Work, activity: Activity, ending: Ending, told = ''): Promise<void> => {
  const { state, note, services, minutes } = ending;
  await endRow(work, activity, ending);
  const after = await activityById(work.tx, activity.id);
  await recordChange(work, after ?? activity, {
    what: state,
    action: `activity.${state}`,
    before: { state: 'open' },
    after: {
      state,
      ...(minutes === undefined ? {} : { minutes }),
      ...(services === undefined ? {} : { services: services.map(serviceText) }),
    },
    reason: note,
    text: `${person(work.by.id)} ${state} it${note ? `: ${escapeMrkdwn(note)}` : '.'}${spent(ending)}${told}`,
  });
};

/** Cancels what is open of a subject that came to its end, with the reason. The caller decides who may. ONB-19 */
export const cancelActivities = async (work: Work, subject: Subject, reason: string): Promise<readonly Activity[]> => {
  const ended: Activity[] = [];
  for (const { id } of (await activitiesOf(work.tx, subject)).filter((each) => each.state === 'open')) {
    const activity = await lockActivity(work, id);
    if (activity.state !== 'open') continue;
    await endActivity(work, activity, { state: 'cancelled', note: reason });
    ended.push(activity);
  }
  return ended;
};

/** @throws Conflict where somebody has begun or ended it */
const refuseBegun = (activity: Activity): void => {
  const { state, startedBy, startedAt, endedBy, endedAt } = activity;
  if (state === 'open' && !startedAt) return;
  const [who, when] = state === 'open' ? [startedBy, startedAt] : [endedBy, endedAt];
  throw new Conflict(
    `This can’t be undone any more: ${who ? person(who) : 'somebody'} ${state === 'open' ? 'began' : state} activity ${activityRef(activity)}${when ? ` ${moment(when)}` : ''}.`,
  );
};

/**
 * ALL-5: what was scheduled with a key is cancelled with what caused it, which may schedule it anew. The caller decides who may.
 * @throws Conflict where somebody has begun or ended it
 */
export const takeActivityBack = async (work: Work, key: string, reason: string): Promise<void> => {
  const found = await activityByKey(work.tx, key);
  if (!found) return;
  const activity = await lockActivity(work, found.id);
  refuseBegun(activity);
  await endActivity(work, activity, { state: 'cancelled', note: reason });
  await freeKey(work, activity.id);
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
