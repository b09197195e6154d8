import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { calendarSources, openThings } from '../customers/index.ts';
import { finders } from '../find/index.ts';
import { cancelButton } from './actions/cancel-activity.ts';
import { completeButton } from './actions/complete-activity.ts';
import { activityList, listButtons, listCommand, listOptions } from './actions/list-activities.ts';
import { reassignButton } from './actions/reassign-activity.ts';
import { rescheduleButton } from './actions/reschedule-activity.ts';
import { newActivity, newActivityButton, newActivityCommand } from './actions/schedule-activity.ts';
import { startButton, statusButton } from './actions/start-activity.ts';
import { undoCompletionButton } from './actions/undo-completion.ts';
import { eraseReaction } from './activity-change.ts';
import { activityFinder } from './activity-finder.ts';
import { activityWindow, home, sections, slots } from './activity-window.ts';
import { releaseReaction } from './move-activity.ts';
import { activitiesAhead, openActivitiesOf } from './reminders/foretell.ts';
import { reminderJob } from './reminders/remind.ts';
import { activitiesPolicy } from './types/policies.ts';

export { cancelActivity } from './actions/cancel-activity.ts';
export { activityServed, completeActivity, type Served } from './actions/complete-activity.ts';
export { reassignActivity } from './actions/reassign-activity.ts';
export { rescheduleActivity } from './actions/reschedule-activity.ts';
export { planActivity } from './actions/schedule-activity.ts';
export { startActivity } from './actions/start-activity.ts';
export { completionUndone, undoCompletion } from './actions/undo-completion.ts';
export type { Activity, ActivityState, NewActivity, Service } from './activity.ts';
export { activityChanged } from './activity-change.ts';
export { activityRows } from './activity-views.ts';
export { type ActivityOffer, activityOffers } from './activity-window.ts';
export { activitiesEnding, cancelActivities, reopenActivities, takeActivityBack } from './end-activity.ts';
export { moveActivity, type Reassignment, type Rescheduling } from './move-activity.ts';
export { remindOverdue } from './reminders/remind.ts';
export { scheduleActivity } from './schedule-activity.ts';
export { activitiesOf, activitiesOfSubjects, subjectsAssignedTo } from './store.ts';
export { type ActivitiesPolicy, activitiesPolicy } from './types/policies.ts';

export const activitiesSlice: Slice = {
  name: 'activities',
  commands: [listCommand, newActivityCommand],
  interactions: [
    newActivity,
    newActivityButton,
    startButton,
    statusButton,
    completeButton,
    undoCompletionButton,
    cancelButton,
    reassignButton,
    rescheduleButton,
    ...listButtons,
  ],
  options: listOptions,
  slots,
  home,
  sections,
  lists: [activityList],
  windows: [activityWindow],
  jobs: [reminderJob],
  policies: [activitiesPolicy],
  reactions: [releaseReaction, eraseReaction],
  contributes: [
    contribute(finders, activityFinder),
    contribute(openThings, openActivitiesOf),
    contribute(calendarSources, activitiesAhead),
  ],
};
