/** Folders that lie too long at a desk: what the digest says. */

import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { businessDaysBetween, type Day, type Holidays, todayIn } from '../../../core/time/calendar.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { projectDoor, projectRef } from '../../playbooks/index.ts';
import { holderText, time } from '../words.ts';
import type { DueReminder } from './store.ts';

export interface Overdue extends DueReminder {
  readonly customerName: string;
}

export interface Today {
  readonly today: Day;
  readonly zone: string;
  readonly holidays: Holidays;
  readonly roleName: (role: Role) => string;
}

/** Folders by where their desk is told: its channel, or its first role while it has none. */
export const byPlace = <T extends Pick<DueReminder, 'channel' | 'desk'>>(
  due: readonly T[],
): ReadonlyMap<string, readonly T[]> => {
  const places = new Map<string, T[]>();
  for (const each of due) {
    const place = each.channel ?? each.desk[0];
    if (place === undefined) continue;
    const list = places.get(place) ?? [];
    list.push(each);
    places.set(place, list);
  }
  return places;
};

const listed = 40;

/** How many business days the folder has been there. A folder that came on Friday has been there one on Monday. */
const daysThere = (each: Overdue, { today, zone, holidays }: Today): number =>
  businessDaysBetween(todayIn(zone, each.openedAt), today, holidays);

const line = (each: Overdue, now: Today): string => {
  const who = holderText(each, each.desk, now.roleName);
  const name = escapeMrkdwn(clip(each.customerName, 80));
  const back = each.cameBy === 'returned' ? ', returned' : '';
  const days = plural(daysThere(each, now), 'business day');
  return `*${projectRef(each)}* ${name}: ${escapeMrkdwn(each.stageName)} since ${time(each.openedAt)} (${days}${back}), with ${who}`;
};

/** One message for all that waits in a channel; the longest there first, at most 40 of them by name. */
export const digest = (overdue: readonly Overdue[], now: Today): MessageContent => {
  const sorted = [...overdue].sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || a.ref - b.ref);
  const title = `${plural(sorted.length, 'folder')} waiting too long here`;
  const folders = sorted.slice(0, listed).map((each) => {
    const open = openButton(projectDoor, each.projectId);
    return section(line(each, now), button(open));
  });
  const more = sorted.length - listed;
  const hint = 'See all with `/onboard list`.';
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...folders,
      context(more > 0 ? `And ${plural(more, 'more', 'more')}. ${hint}` : hint),
    ],
  };
};
