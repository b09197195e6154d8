import { openButton } from '../../platform/slice/door.ts';
import { type Finder, numberOf } from '../find/index.ts';
import { activityDoor, activityRef, stateText, typeText } from './activity.ts';
import { activityById } from './store.ts';

/** `A-12`. WRK-2 */
export const activityFinder: Finder = {
  among: 'activities',
  find: async (tx, asked) => {
    const number = numberOf(asked, 'A');
    if (number === undefined) return [];
    const row = await tx.activity.findUnique({ where: { ref: number }, select: { id: true } });
    const activity = row && (await activityById(tx, row.id));
    if (!activity) return [];
    const title = `${activityRef(activity)} ${typeText(activity.type)}`;
    const about = `${stateText(activity)}: ${activity.description}`;
    return [
      { subject: { type: 'activity', id: activity.id }, title, about, open: openButton(activityDoor, activity.id) },
    ];
  },
};
