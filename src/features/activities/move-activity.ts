import { FieldErrors, UserError } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import { type Activity, type Dates, dueOn, firstReminder, placeOf, plannedProblems } from './activity.ts';
import { calendarPolicy, holidaysOf } from './calendar-policy.ts';
import { lockOpen } from './concerned.ts';
import { activityById, assignRow, canTakeWork, lockActivity, moveRow } from './store.ts';
import { activityText, slotOf, tellAssignee, tellChange } from './tell.ts';

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
  if (placeOf(after) !== placeOf(before)) work.show(slotOf(before));
  await tellChange(work, after, {
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

/** Gives an activity to another unit or person. ACT-2 */
export const reassignActivity = async (deps: Deps, by: By, input: Reassignment): Promise<void> => {
  const { activityId, unit, assigneeId, reason } = input;
  if (!unit && !assigneeId) throw new FieldErrors({ unit: 'Choose a unit, a person, or both.' });
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, activityId, 'reassign this activity');
    if (before.unit === unit && before.assigneeId === assigneeId)
      throw new UserError('It is assigned like this already.');
    if (assigneeId && !(await canTakeWork(work.tx, assigneeId))) {
      throw new FieldErrors({ assignee: 'This person cannot be given work any more. Choose somebody else.' });
    }
    const whom = [...(unit ? [escapeMrkdwn(deps.roleName(unit))] : []), ...(assigneeId ? [person(assigneeId)] : [])];
    await reassign(work, before, { unit, assigneeId, reason }, whom.join(', '));
  });
};

export interface Rescheduling extends Dates {
  readonly activityId: string;
  readonly reason?: string | undefined;
}

/** Whether a date that is named is another than it has. */
const isMoved = (before: Activity, to: Dates): boolean =>
  (['startOn', 'estimatedOn', 'expectedOn'] as const).some((key) => to[key] !== undefined && to[key] !== before[key]);

/** Moves a locked activity to other dates. */
const move = async (work: Work, before: Activity, to: Dates, reason: string | undefined): Promise<void> => {
  const { startOn, estimatedOn, expectedOn } = to;
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  await moveRow(work, before.id, {
    ...(startOn ? { startOn } : {}),
    ...(estimatedOn ? { estimatedOn } : {}),
    ...(expectedOn ? { expectedOn } : {}),
    remindOn: firstReminder(to, work.today, holidays),
  });
  const after = (await activityById(work.tx, before.id)) ?? before;
  await tellChange(work, after, {
    what: 'rescheduled',
    action: 'activity.rescheduled',
    before: { startOn: before.startOn ?? null, dueOn: dueOn(before) ?? null },
    after: { startOn: after.startOn ?? null, dueOn: dueOn(after) ?? null },
    reason,
    text: `${person(work.by.id)} rescheduled it: ${activityText(after)}${because(reason)}`,
  });
};

/** Moves an activity's dates. ACT-2 */
export const rescheduleActivity = async (deps: Deps, by: By, input: Rescheduling): Promise<void> => {
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, input.activityId, 'reschedule this activity');
    const problems = plannedProblems(input, work.today, before);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    if (!isMoved(before, input)) throw new UserError('It is scheduled like this already.');
    await move(work, before, input, input.reason);
  });
};

/** Moves an activity because what its dates were computed from has changed; one that has ended stays. The caller decides who may. */
export const moveActivity = async (work: Work, id: string, to: Dates, reason: string): Promise<void> => {
  const before = await lockActivity(work, id);
  if (before.state === 'open' && isMoved(before, to)) await move(work, before, to, reason);
};
