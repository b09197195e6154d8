import { Conflict } from '../../../core/errors.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../../platform/jobs/business-days.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import { requireInTime, requireOwn, undoButton } from '../../../platform/slice/undo.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { type Activity, activityRef, firstReminder } from '../activity.ts';
import { lockConcerned, recordChange } from '../activity-change.ts';
import { activitiesEnding } from '../end-activity.ts';
import { activityById, subjectOfActivity } from '../store.ts';
import { reopenCompleted } from '../undo-store.ts';
import type { Served } from './complete-activity.ts';

/** A customer's activity is open again: what was charged for it is charged no more. */
export const completionUndone =
  eventType<Pick<Served, 'activityId' | 'number' | 'customerId'>>('activity.completion_undone');

/** @throws Conflict; NotAllowed where somebody else completed it; UserError after 10 minutes */
const requireUndoable = (work: Work, activity: Activity): void => {
  const { state, endedBy, endedAt } = activity;
  if (state === 'open') throw new Conflict('This was undone already. Nothing was changed.');
  if (state === 'cancelled' || !endedBy || !endedAt)
    throw new Conflict(`Activity ${activityRef(activity)} is ${state}. Nothing was changed.`);
  requireOwn(endedBy, work.by.id);
  requireInTime(endedAt, work.now, 'Schedule a new activity instead; what is on the bill is corrected there.');
};

/**
 * ALL-5, ALL-10: who completed an activity takes that back within 10 minutes: it is open as it was, and nothing of it is charged.
 * @throws Conflict where it is open, or what it provided was billed; NotAllowed; UserError
 */
export const undoCompletion = (
  deps: Deps,
  by: By,
  { activityId }: { readonly activityId: string },
): Promise<Activity> =>
  deps.transact(by, async (work) => {
    const subject = await subjectOfActivity(work.tx, activityId);
    if (subject) await work.emit(activitiesEnding, [subject]);
    const before = await lockConcerned(work, activityId, 'undo this');
    requireUndoable(work, before);
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    await reopenCompleted(work, activityId, firstReminder(before, work.today, holidays));
    const after = (await activityById(work.tx, activityId)) ?? before;
    await recordChange(work, after, {
      what: 'reopened',
      action: 'activity.reopened',
      before: { state: 'completed' },
      after: { state: 'open' },
      reason: 'undone',
      text: `${person(work.by.id)} took back that it was completed. Nothing of it is charged.`,
    });
    const { customerId } = after;
    if (customerId) await work.emit(completionUndone, { activityId, number: activityRef(after), customerId });
    return after;
  });

export const undoCompletionButton: Interaction = {
  ...undoButton('activity.undo', async (deps, by, { subjectId }) => {
    const activity = await undoCompletion(deps, by, { activityId: subjectId });
    return `Undone: activity ${activityRef(activity)} is open again.`;
  }),
  isForTeam: true,
};
