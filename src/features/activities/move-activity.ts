import { escapeMrkdwn } from '../../core/text/text.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../platform/jobs/business-days.ts';
import { personDeactivated } from '../../platform/work/directory-events.ts';
import { on, type Reaction } from '../../platform/work/events.ts';
import { adminRole, type Role } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Activity, activityText, type Dates, dueOn, firstReminder, placeOf } from './activity.ts';
import { activitySlot, recordChange, tellAssignee } from './activity-change.ts';
import { activityById, assignedTo, assignRow, lockActivity, moveRow } from './store.ts';

export interface Reassignment {
  readonly activityId: string;
  readonly unit?: Role | undefined;
  readonly assigneeId?: string | undefined;
  readonly reason?: string | undefined;
}

const because = (reason: string | undefined): string => (reason ? `: ${escapeMrkdwn(reason)}` : '.');

/** Gives a locked activity to another unit or person (`whom`, mrkdwn); where its message stood, it says that it moved. */
export const reassign = async (
  work: Work,
  before: Activity,
  to: Omit<Reassignment, 'activityId'>,
  whom: string,
): Promise<void> => {
  await assignRow(work, before.id, to);
  const after = await activityById(work.tx, before.id);
  if (!after) throw new Error(`activity ${before.id} is gone within its own transaction`);
  if (placeOf(after) !== placeOf(before)) work.show(activitySlot(before));
  await recordChange(work, after, {
    what: 'reassigned',
    action: 'activity.reassigned',
    before: { unit: before.unit ?? null, assignee: before.assigneeId ?? null },
    after: { unit: after.unit ?? null, assignee: after.assigneeId ?? null },
    reason: to.reason,
    text: `${person(work.by.id)} gave it to ${whom}${because(to.reason)}`,
  });
  if (after.assigneeId !== before.assigneeId)
    tellAssignee(work, after, `${person(work.by.id)} gave you ${activityText(after)}`);
};

export interface Rescheduling extends Dates {
  readonly activityId: string;
  readonly reason?: string | undefined;
}

/** Whether a date that is named is another than it has. */
export const isMoved = (before: Activity, to: Dates): boolean =>
  (['startOn', 'estimatedOn', 'expectedOn'] as const).some((key) => to[key] !== undefined && to[key] !== before[key]);

/** Moves a locked activity to other dates. */
export const reschedule = async (
  work: Work,
  before: Activity,
  to: Dates,
  reason: string | undefined,
): Promise<void> => {
  const { startOn, estimatedOn, expectedOn } = to;
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  await moveRow(work, before.id, {
    ...(startOn ? { startOn } : {}),
    ...(estimatedOn ? { estimatedOn } : {}),
    ...(expectedOn ? { expectedOn } : {}),
    remindOn: firstReminder(to, work.today, holidays),
  });
  const after = (await activityById(work.tx, before.id)) ?? before;
  await recordChange(work, after, {
    what: 'rescheduled',
    action: 'activity.rescheduled',
    before: { startOn: before.startOn ?? null, dueOn: dueOn(before) ?? null },
    after: { startOn: after.startOn ?? null, dueOn: dueOn(after) ?? null },
    reason,
    text: `${person(work.by.id)} rescheduled it: ${activityText(after)}${because(reason)}`,
  });
};

/** Moves an activity because what its dates were computed from has changed; one that has ended stays. The caller decides who may. */
export const moveActivity = async (work: Work, id: string, to: Dates, reason: string): Promise<void> => {
  const before = await lockActivity(work, id);
  if (before.state === 'open' && isMoved(before, to)) await reschedule(work, before, to, reason);
};

/** ALL-6: what waits for somebody deactivated is offered to the unit; what has none, to the admins. */
export const releaseReaction: Reaction = on(personDeactivated, async (work, { userId }) => {
  for (const id of await assignedTo(work.tx, userId)) {
    const activity = await lockActivity(work, id);
    if (activity.state !== 'open' || activity.assigneeId !== userId) continue;
    const to = { unit: activity.unit ?? adminRole, reason: 'Their Slack account is deactivated' };
    await reassign(work, activity, to, activity.unit ? 'the whole unit' : 'the admins');
  }
});
