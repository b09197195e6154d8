import type { Slice } from '../../platform/slice.ts';

export type { Activity, ActivityState, NewActivity, Service } from './activity.ts';
export { type CalendarPolicy, calendarPolicy, holidaysOf } from './calendar-policy.ts';
export { cancelActivity, completeActivity } from './end-activity.ts';
export { activityChanged } from './events.ts';
export { reassignActivity, rescheduleActivity } from './move-activity.ts';
export { scheduleActivity } from './schedule-activity.ts';
export { activitiesOf } from './store.ts';
export { activityLines } from './views.ts';

export const activitiesSlice: Slice = { name: 'activities' };
