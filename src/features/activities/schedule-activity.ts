import { FieldErrors } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../platform/jobs/business-days.ts';
import { ableToWork } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';
import {
  type Activity,
  activityText,
  dueOn,
  firstReminder,
  isPerson,
  type NewActivity,
  plannedProblems,
} from './activity.ts';
import { recordChange, tellAssignee } from './activity-change.ts';
import { activityById, activityByKey, insertActivity } from './store.ts';
import { activitiesPolicy } from './types/policies.ts';
import { withTypeServices } from './types/services.ts';

const check = async (work: Work, input: NewActivity): Promise<void> => {
  const problems: Record<string, string> = plannedProblems(input, work.today);
  if (input.description.trim() === '') problems.description = 'Say what is to be done.';
  if (!input.unit && !input.assigneeId) problems.unit = 'Choose a unit, a person, or both.';
  if (input.assigneeId && (await ableToWork(work.tx, [input.assigneeId])).length === 0) {
    problems.assignee = 'This person cannot be given work any more. Choose somebody else.';
  }
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};

const entriesOf = (work: Work, input: NewActivity, services: Activity['services']): Omit<Activity, 'ref'> => {
  const { key, subject, customerId, about, contact, startOn, estimatedOn, expectedOn, unit, assigneeId } = input;
  return {
    id: newId(),
    type: input.type,
    description: input.description,
    ...(key ? { key } : {}),
    ...(subject ? { subject } : {}),
    ...(customerId ? { customerId } : {}),
    ...(about ? { about } : {}),
    ...(contact ? { contact } : {}),
    ...(startOn ? { startOn } : {}),
    ...(estimatedOn ? { estimatedOn } : {}),
    ...(expectedOn ? { expectedOn } : {}),
    ...(unit ? { unit } : {}),
    ...(assigneeId ? { assigneeId } : {}),
    services,
    attendees: [...new Set(input.attendees ?? [])],
    state: 'open',
    createdBy: work.by.id,
    createdAt: work.now,
  };
};

/** Those who are asked to attend hear of it once: people directly, roles in their channel. */
const invite = (work: Work, activity: Activity): void => {
  const text = `You are asked to attend ${activityText(activity)} (scheduled by ${person(work.by.id)})`;
  for (const attendee of activity.attendees) {
    if (attendee === work.by.id || attendee === activity.assigneeId || attendee === activity.unit) continue;
    const to = isPerson(attendee) ? { user: attendee } : { role: attendee };
    work.post({ to, content: { text }, key: `activity.invited:${activity.id}:${attendee}` });
  }
};

/**
 * Schedules an activity, tells its unit or person and who shall attend, and answers its id. The caller decides who may. ACT-1
 * @throws FieldErrors (`unit`, `assignee`, `description`, `estimated_on`, `expected_on`)
 */
export const scheduleActivity = async (work: Work, input: NewActivity): Promise<string> => {
  const known = input.key ? await activityByKey(work.tx, input.key) : undefined;
  if (known) return known.id;
  await check(work, input);
  const policy = await work.policy(activitiesPolicy);
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const entries = entriesOf(work, input, withTypeServices(input.type, input.services ?? [], policy.services));
  const isNew = await insertActivity(work, entries, firstReminder(entries, work.today, holidays));
  const activity = isNew ? await activityById(work.tx, entries.id) : await activityByKey(work.tx, input.key ?? '');
  if (!activity) throw new Error('the activity that was just written is not there');
  if (!isNew) return activity.id;

  const due = dueOn(activity);
  await recordChange(work, activity, {
    what: 'scheduled',
    action: 'activity.scheduled',
    after: {
      description: activity.description,
      ...(due ? { dueOn: due } : {}),
      ...(activity.unit ? { unit: activity.unit } : {}),
      ...(activity.assigneeId ? { assignee: activity.assigneeId } : {}),
    },
  });
  tellAssignee(work, activity, `${person(work.by.id)} gave you ${activityText(activity)}`);
  invite(work, activity);
  return activity.id;
};
