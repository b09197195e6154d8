import type { KnownBlock } from '@slack/types';
import { formatMoney, sumByCurrency } from '../../core/money/money.ts';
import type { Subject } from '../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { type Day, formatDay } from '../../core/time/calendar.ts';
import { formatMinutes } from '../../core/time/duration.ts';
import { type ButtonSpec, button, buttons, context, fields, section } from '../../platform/block-kit/blocks.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { openButton } from '../../platform/slice/door.ts';
import type { WindowHead } from '../../platform/slice/slice.ts';
import type { SlotContent } from '../../platform/work/content.ts';
import type { Role } from '../../platform/work/roles.ts';
import {
  type Activity,
  activityDoor,
  activityRef,
  activityText,
  isOverdue,
  isPerson,
  placeOf,
  type Service,
  typeText,
} from './activity.ts';

export type RoleName = (role: Role) => string;

export const whoText = (activity: Pick<Activity, 'unit' | 'assigneeId'>, roleName: RoleName): string => {
  const unit = activity.unit ? [escapeMrkdwn(roleName(activity.unit))] : [];
  const assignee = activity.assigneeId ? [person(activity.assigneeId)] : [];
  return [...unit, ...assignee].join(', ');
};

const datesText = ({ startOn, estimatedOn, expectedOn }: Activity): string =>
  [
    ...(startOn ? [`starts ${formatDay(startOn)}`] : []),
    ...(estimatedOn ? [`estimated ${formatDay(estimatedOn)}`] : []),
    ...(expectedOn ? [`expected ${formatDay(expectedOn)}`] : []),
  ].join(', ');

/** Services with what they cost; a total for each currency (ALL-7). */
export const servicesText = (services: readonly Service[]): string => {
  const lines = services
    .slice(0, 20)
    .map(
      (each) => `• ${escapeMrkdwn(clip(each.description, 100))}${each.amount ? `  ${formatMoney(each.amount)}` : ''}`,
    );
  const more = services.length > 20 ? [`… and ${services.length - 20} more`] : [];
  const priced = services.flatMap((each) => (each.amount ? [each.amount] : []));
  const total =
    priced.length > 1
      ? [
          `Total: ${sumByCurrency(priced)
            .map((each) => formatMoney(each))
            .join(' · ')}`,
        ]
      : [];
  return [...lines, ...more, ...total].join('\n');
};

/** How far an open one is; what an ended one took. ACT-3 */
const progressText = ({ state, startedBy, startedAt, status }: Activity): string => {
  if (state !== 'open' || !startedBy || !startedAt) return 'Pending';
  return `*In progress*${status ? `: ${escapeMrkdwn(clip(status, 100))}` : ''}, begun by ${person(startedBy)} ${moment(startedAt)}`;
};

const endedText = (activity: Activity): string => {
  const by = activity.endedBy ? person(activity.endedBy) : 'Somebody';
  const at = activity.endedAt ? ` ${moment(activity.endedAt)}` : '';
  const note = activity.endNote ? `: ${escapeMrkdwn(clip(activity.endNote, 500))}` : '';
  const took = activity.minutes === undefined ? '' : `\nIt took ${formatMinutes(activity.minutes)}.`;
  return `*${activity.state === 'completed' ? 'Completed' : 'Cancelled'}* by ${by}${at}${note}${took}`;
};

/** What it is about: the subject it was made for, else its customer. */
export const subjectOf = ({ subject, customerId }: Activity): Subject | undefined =>
  subject ?? (customerId ? { type: 'customer', id: customerId } : undefined);

interface Shown {
  /** Its type's own words for how far it is. */
  readonly statuses: readonly string[];
  readonly customerName: string | undefined;
  readonly roleName: RoleName;
}

const activityButtons = ({ id, state, startedAt }: Activity, { statuses }: Shown): readonly ButtonSpec[] =>
  state === 'open'
    ? [
        ...(startedAt ? [] : [{ text: 'Start', action: 'activity.start', value: id }]),
        ...(statuses.length > 0 ? [{ text: 'Status', action: 'activity.status', value: id }] : []),
        { text: 'Complete', action: 'activity.complete', value: id, style: 'primary' },
        { text: 'Reassign', action: 'activity.reassign', value: id },
        { text: 'Reschedule', action: 'activity.reschedule', value: id },
        { text: 'Cancel', action: 'activity.cancel', value: id },
      ]
    : [];

const activityBlocks = (activity: Activity, { customerName, roleName }: Omit<Shown, 'statuses'>): KnownBlock[] => {
  const facts: (readonly [string, string])[] = [
    ['Who', whoText(activity, roleName)],
    ['Dates', datesText(activity) || '–'],
    ...(customerName ? [['Customer', escapeMrkdwn(clip(customerName, 200))] as const] : []),
    ...(activity.about ? [['About', escapeMrkdwn(clip(activity.about, 200))] as const] : []),
    ...(activity.contact ? [['Contact', escapeMrkdwn(clip(activity.contact, 300))] as const] : []),
  ];
  const attendees = activity.attendees
    .slice(0, 20)
    .map((each) => (isPerson(each) ? person(each) : escapeMrkdwn(roleName(each))));
  return [
    section(`*${activityText(activity, 500)}*`),
    fields(facts),
    ...(activity.services.length > 0 ? [section(`*Services*\n${servicesText(activity.services)}`)] : []),
    context(
      `Scheduled by ${person(activity.createdBy)}, ${moment(activity.createdAt)}`,
      ...(attendees.length > 0 ? [`With ${attendees.join(', ')}`] : []),
    ),
    section(activity.state === 'open' ? progressText(activity) : endedText(activity)),
  ];
};

/**
 * An activity's message. Where it no longer belongs (`part` is another place), it only says so. ACT-1
 * @param shown `open`: the windows that it leads to
 */
export const activityMessage = (
  activity: Activity,
  shown: Shown & { readonly part: string | undefined; readonly open: readonly ButtonSpec[] },
): SlotContent => {
  const title = activityText(activity, 500);
  if (shown.part !== undefined && shown.part !== placeOf(activity)) {
    const text = `${title}\nIt was given to ${whoText(activity, shown.roleName)}.`;
    return { text, blocks: [section(text)], open: false };
  }
  const row = [...activityButtons(activity, shown), ...shown.open];
  return {
    text: title,
    blocks: [...activityBlocks(activity, shown), ...(row.length > 0 ? [buttons(`activity:${activity.id}`, row)] : [])],
    open: activity.state === 'open',
  };
};

/** The same in its window. */
export const activityHead = (activity: Activity, shown: Shown): WindowHead => {
  const { customerId, subject } = activity;
  return {
    title: 'Activity',
    blocks: activityBlocks(activity, shown),
    buttons: [activityButtons(activity, shown)],
    links: [
      ...(subject ? [{ subject, text: `Open ${subject.type}` }] : []),
      ...(customerId ? [{ subject: { type: 'customer', id: customerId }, text: 'Open customer' }] : []),
    ],
  };
};

const mark = (activity: Activity, today: Day | undefined): string => {
  if (activity.state !== 'open') return `_${activity.state}_ `;
  return today && isOverdue(activity, today) ? '*overdue* ' : '';
};

/** Activities where they belong, each with the way to its window. With `today`, overdue ones say so. */
export const activityRows = (activities: readonly Activity[], today?: Day): readonly KnownBlock[] =>
  activities.map((each) => {
    const assignee = each.assigneeId ? `  ${person(each.assigneeId)}` : '';
    return section(
      `${mark(each, today)}${activityText(each)}${assignee}${each.startOn ? `, starts ${formatDay(each.startOn)}` : ''}`,
      button(openButton(activityDoor, each.id)),
    );
  });

export const activityName = (activity: Activity): string =>
  clip(`${activityRef(activity)} ${typeText(activity.type)}: ${activity.description}`, 300);
