import type { Slice } from '../../platform/slice/slice.ts';
import { activityWindow } from './activity-window.ts';
import { calendarPolicy } from './calendar-policy.ts';
import { eraseReaction } from './erase-contact.ts';
import { jobs } from './jobs.ts';
import { activitiesPolicy } from './policy.ts';
import { releaseReaction } from './release.ts';
import { actions, commands, home, options, sections, slots, submissions } from './slack.ts';

export type { Activity, ActivityState, NewActivity, Service } from './activity.ts';
export { type CalendarPolicy, calendarPolicy, holidaysOf } from './calendar-policy.ts';
export { cancelActivities, cancelActivity, completeActivity, reopenActivities } from './end-activity.ts';
export { activityChanged } from './events.ts';
export {
  moveActivity,
  type Reassignment,
  type Rescheduling,
  reassignActivity,
  rescheduleActivity,
} from './move-activity.ts';
export { type ActivitiesPolicy, activitiesPolicy } from './policy.ts';
export { remindOverdue } from './remind.ts';
export { planActivity, scheduleActivity } from './schedule-activity.ts';
export { activitiesOf, activitiesOfSubjects } from './store.ts';
export { activityLines } from './views.ts';

export const activitiesSlice: Slice = {
  name: 'activities',
  // Somebody without a role may be given one, and have it done.
  forTeam: ['activity.complete', 'activity.cancel', 'activity.reassign', 'activity.reschedule'],
  commands,
  actions,
  submissions,
  options,
  slots,
  home,
  sections,
  windows: [activityWindow],
  jobs,
  policies: [activitiesPolicy, calendarPolicy],
  reactions: [releaseReaction, eraseReaction],
};
