import { formatMoney, type Money } from '../../core/money/money.ts';
import type { Subject } from '../../core/subject.ts';
import { clip, escapeMrkdwn, inWords } from '../../core/text/text.ts';
import { addBusinessDays, type Day, formatDay, type Holidays } from '../../core/time/calendar.ts';
import { dayProblems } from '../../core/time/day-range.ts';
import type { Door } from '../../platform/slice/door.ts';
import type { Role } from '../../platform/work/roles.ts';

export const activityDoor: Door = { subject: 'activity', opens: 'activity.open', button: 'Open activity' };

export type ActivityState = 'open' | 'completed' | 'cancelled';

/** A one-time service provided with an activity; billable when it has an amount. ACT-1 */
export interface Service {
  readonly description: string;
  readonly amount?: Money;
}

/** `On-site installation $150.00` */
export const serviceText = ({ description, amount }: Service): string =>
  amount ? `${description} ${formatMoney(amount)}` : description;

/** A scheduled piece of work. ACT-1 */
export interface Activity {
  readonly id: string;
  /** Shown as `A-12`. */
  readonly ref: number;
  readonly key?: string;
  readonly type: string;
  readonly subject?: Subject;
  readonly customerId?: string;
  /** What it is about, in words, where there is no subject. */
  readonly about?: string;
  readonly description: string;
  readonly contact?: string;
  readonly startOn?: Day;
  readonly estimatedOn?: Day;
  readonly expectedOn?: Day;
  readonly services: readonly Service[];
  readonly unit?: Role;
  readonly assigneeId?: string;
  readonly attendees: readonly string[];
  readonly state: ActivityState;
  /** Who began it; an open one that nobody began is pending. ACT-3 */
  readonly startedBy?: string;
  readonly startedAt?: Date;
  /** Its type's own word for how far it is. ACT-3 */
  readonly status?: string;
  /** What it took; whole minutes. ACT-3 */
  readonly minutes?: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedBy?: string;
  readonly endedAt?: Date;
  readonly endNote?: string;
}

export interface NewActivity {
  /** A cause that schedules once only: a second one with the same key answers the first one's id. */
  readonly key?: string | undefined;
  readonly type: string;
  readonly subject?: Subject | undefined;
  readonly customerId?: string | undefined;
  readonly about?: string | undefined;
  readonly description: string;
  readonly contact?: string | undefined;
  readonly startOn?: Day | undefined;
  readonly estimatedOn?: Day | undefined;
  readonly expectedOn?: Day | undefined;
  readonly services?: readonly Service[] | undefined;
  /** A unit, a person, or both: at least one. */
  readonly unit?: Role | undefined;
  readonly assigneeId?: string | undefined;
  /** People's ids and roles. */
  readonly attendees?: readonly string[] | undefined;
}

/** The days by which an activity is planned. */
export interface Dates {
  readonly startOn?: Day | undefined;
  readonly estimatedOn?: Day | undefined;
  readonly expectedOn?: Day | undefined;
}

/** By when it should be done: the expected day, else the estimated one, else its start. */
export const dueOn = (dates: Dates): Day | undefined => dates.expectedOn ?? dates.estimatedOn ?? dates.startOn;

export const isOverdue = (activity: Dates & { readonly state: ActivityState }, today: Day): boolean => {
  const due = dueOn(activity);
  return activity.state === 'open' && due !== undefined && due < today;
};

/**
 * ACT-2: the first business day after `today` on which it is overdue and its people are reminded.
 *
 * Example: due on Friday, today Monday before → the Monday after that Friday; due last week → the next business day.
 */
export const firstReminder = (dates: Dates, today: Day, holidays: Holidays): Day | undefined => {
  const due = dueOn(dates);
  if (!due) return undefined;
  return addBusinessDays(due < today ? today : due, 1, holidays);
};

/** What is wrong with the days, by field; empty when nothing is. */
export const dateProblems = ({ startOn, estimatedOn, expectedOn }: Dates): Record<string, string> => {
  const early = 'This day is before the start. Enter a later one.';
  return {
    ...(startOn && estimatedOn && estimatedOn < startOn ? { estimated_on: early } : {}),
    ...(startOn && expectedOn && expectedOn < startOn ? { expected_on: early } : {}),
  };
};

/** The same, and days that nobody plans, unless they stood there `before`: an old start is not moved to move the end. */
export const plannedProblems = (dates: Dates, today: Day, before: Dates = {}): Record<string, string> => {
  const set = (date: keyof Dates) => (dates[date] === before[date] ? undefined : dates[date]);
  const days = { start_on: set('startOn'), estimated_on: set('estimatedOn'), expected_on: set('expectedOn') };
  return { ...dateProblems(dates), ...dayProblems(days, 'planned', today) };
};

/** `pending`, `in progress`, `in progress: on site`, `completed` or `cancelled`. ACT-3 */
export const stateText = ({ state, startedAt, status }: Pick<Activity, 'state' | 'startedAt' | 'status'>): string => {
  if (state !== 'open') return state;
  if (!startedAt) return 'pending';
  return status ? `in progress: ${status}` : 'in progress';
};

/** Where an activity's message stands: its unit's channel, else its person's direct messages. Also the message's part. */
export const placeOf = (activity: {
  readonly unit?: Role | undefined;
  readonly assigneeId?: string | undefined;
}): string => activity.unit ?? activity.assigneeId ?? '';

/** A type as people read it. Example: `typeText('follow_up')` is `Follow up`; the workspace's own types are as they were written. */
export const typeText = (type: string): string => {
  if (!/^[a-z]+(_[a-z]+)+$/.test(type)) return type;
  const words = inWords(type);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

export const activityRef = (activity: Pick<Activity, 'ref'>): string => `A-${activity.ref}`;

/** Slack's ids of people begin with U or W; roles are written in small letters. */
export const isPerson = (attendee: string): boolean => /^[UW][A-Z0-9_]+$/.test(attendee);

/** `Visit A-12 (due Jan 15, 2026): Install the server`; mrkdwn. */
export const activityText = (activity: Activity, max = 200): string => {
  const due = dueOn(activity);
  const when = due ? ` (due ${formatDay(due)})` : '';
  return escapeMrkdwn(
    `${clip(typeText(activity.type), 60)} ${activityRef(activity)}${when}: ${clip(activity.description, max)}`,
  );
};
