import { Conflict } from '../../core/errors.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Activity, activityRef } from './activity.ts';
import { lockActivity } from './store.ts';

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

/** Locks an activity that is still open, for somebody whom it concerns. ALL-1, ALL-3 */
export const lockOpen = async (work: Work, id: string, doing: string): Promise<Activity> => {
  const activity = await lockActivity(work, id);
  requireConcerned(work, activity, doing);
  if (activity.state !== 'open') {
    const by = activity.endedBy ? person(activity.endedBy) : 'Somebody';
    const at = activity.endedAt ? ` ${moment(activity.endedAt)}` : '';
    throw new Conflict(`${by} ${activity.state} activity ${activityRef(activity)}${at}.`);
  }
  return activity;
};
