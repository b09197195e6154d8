/** Whom an activity concerns, where its message stands, and what every change of it writes. */
import { Conflict } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { eventType, on, type Reaction } from '../../platform/work/events.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Destination, SlotRef, Work } from '../../platform/work/work.ts';
import { contactErased } from '../customers/index.ts';
import { type Activity, activityRef, placeOf } from './activity.ts';
import { eraseContacts, lockActivity } from './store.ts';

/** An activity was scheduled, ended, re-opened or moved. */
export const activityChanged = eventType<{
  readonly activityId: string;
  readonly type: string;
  readonly key?: string;
  readonly subject?: Subject;
  readonly customerId?: string;
  readonly what: 'scheduled' | 'completed' | 'cancelled' | 'reopened' | 'reassigned' | 'rescheduled' | 'started';
}>('activity.changed');

type What = NonNullable<(typeof activityChanged)['payload']>['what'];

/** Its message; each place it is given to gets one, and only the latest asks for anything. */
export const activitySlot = (activity: Pick<Activity, 'id' | 'unit' | 'assigneeId'>): SlotRef => ({
  kind: 'activity',
  subjectId: activity.id,
  part: placeOf(activity),
});

export const activityDestination = (activity: Pick<Activity, 'unit' | 'assigneeId'>): Destination =>
  activity.unit ? { role: activity.unit } : { user: activity.assigneeId ?? '' };

export const activityStory = (activity: Pick<Activity, 'id' | 'subject'>): Subject =>
  activity.subject ?? { type: 'activity', id: activity.id };

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
export const recordChange = async (work: Work, activity: Activity, change: Change): Promise<void> => {
  const slot = activitySlot(activity);
  work.show(slot, activityDestination(activity));
  // Where it comes back to, its message may lie weeks up.
  const broadcast = change.what === 'reassigned' || change.what === 'reopened';
  if (change.text) work.post({ to: { thread: slot }, content: { text: change.text }, broadcast });
  work.audit({
    action: change.action,
    subject: activityStory(activity),
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

export const isTheirs = (activity: Activity, userId: string): boolean =>
  userId === activity.assigneeId || userId === activity.createdBy;

export const concernedRoles = (activity: Activity): readonly Role[] => [
  ...(activity.unit ? [activity.unit] : []),
  'management',
  'admin',
];

/** Its person, who scheduled it, its unit, and management may change an activity. ALL-1 */
const requireConcerned = (work: Work, activity: Activity, doing: string): void => {
  work.require(concernedRoles(activity), doing, isTheirs(activity, work.by.id));
};

/** Locks an activity for somebody whom it concerns. ALL-1 */
export const lockConcerned = async (work: Work, id: string, doing: string): Promise<Activity> => {
  const activity = await lockActivity(work, id);
  requireConcerned(work, activity, doing);
  return activity;
};

/** Locks an activity that is still open, for somebody whom it concerns. ALL-1, ALL-3 */
export const lockOpen = async (work: Work, id: string, doing: string): Promise<Activity> => {
  const activity = await lockConcerned(work, id, doing);
  if (activity.state !== 'open') {
    const by = activity.endedBy ? person(activity.endedBy) : 'Somebody';
    const at = activity.endedAt ? ` ${moment(activity.endedAt)}` : '';
    throw new Conflict(`${by} ${activity.state} activity ${activityRef(activity)}${at}.`);
  }
  return activity;
};

/** ALL-7: the contact goes from the customer's activities, and from their messages, which are drawn anew. */
export const eraseReaction: Reaction = on(contactErased, async (work, { customerId, alsoErased }) => {
  const erased = await eraseContacts(work, customerId);
  for (const activity of erased) work.show(activitySlot(activity), activityDestination(activity), 1);
  alsoErased(erased.length);
});
