import type { Subject } from '../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { formatDay } from '../../core/time/calendar.ts';
import type { Destination, SlotRef, Work } from '../../platform/work/work.ts';
import { type Activity, activityRef, dueOn, placeOf, typeText } from './activity.ts';
import { activityChanged } from './events.ts';

type What = NonNullable<(typeof activityChanged)['payload']>['what'];

/** Its message; each place it is given to gets one, and only the latest asks for anything. */
export const slotOf = (activity: Pick<Activity, 'id' | 'unit' | 'assigneeId'>): SlotRef => ({
  kind: 'activity',
  subjectId: activity.id,
  part: placeOf(activity),
});

export const destinationOf = (activity: Pick<Activity, 'unit' | 'assigneeId'>): Destination =>
  activity.unit ? { role: activity.unit } : { user: activity.assigneeId ?? '' };

export const storyOf = (activity: Pick<Activity, 'id' | 'subject'>): Subject =>
  activity.subject ?? { type: 'activity', id: activity.id };

/** `Visit A-12 (due Jan 15, 2026): Install the server`; mrkdwn. */
export const activityText = (activity: Activity, max = 200): string => {
  const due = dueOn(activity);
  const when = due ? ` (due ${formatDay(due)})` : '';
  return escapeMrkdwn(
    `${clip(typeText(activity.type), 60)} ${activityRef(activity)}${when}: ${clip(activity.description, max)}`,
  );
};

export interface Change {
  readonly what: What;
  readonly action: string;
  readonly before?: object;
  readonly after: object;
  readonly reason?: string | undefined;
  /** For the thread of its message; mrkdwn. Nothing for a new one. */
  readonly text?: string;
}

/** Draws the message anew, tells the thread, writes the audit row and lets others react. */
export const tellChange = async (work: Work, activity: Activity, change: Change): Promise<void> => {
  const slot = slotOf(activity);
  work.show(slot, destinationOf(activity));
  // Where it comes back to, its message may lie weeks up.
  const broadcast = change.what === 'reassigned' || change.what === 'reopened';
  if (change.text) work.post({ to: { thread: slot }, content: { text: change.text }, broadcast });
  work.audit({
    action: change.action,
    subject: storyOf(activity),
    customerId: activity.customerId,
    ...(change.before ? { before: change.before } : {}),
    after: { activity: activity.id, number: activityRef(activity), type: activity.type, ...change.after },
    reason: change.reason,
  });
  await work.emit(activityChanged, {
    activityId: activity.id,
    type: activity.type,
    ...(activity.key ? { key: activity.key } : {}),
    ...(activity.subject ? { subject: activity.subject } : {}),
    ...(activity.customerId ? { customerId: activity.customerId } : {}),
    what: change.what,
  });
};

/** A new assignee hears of it directly, unless its message stands in their direct messages already. */
export const tellAssignee = (work: Work, activity: Activity, text: string): void => {
  if (!activity.unit || !activity.assigneeId || activity.assigneeId === work.by.id) return;
  work.post({ to: { user: activity.assigneeId }, content: { text } });
};
