/** Where activities are shown: their message, their window, Home, and the customer's window. */
import type { KnownBlock } from '@slack/types';
import { todayIn } from '../../core/time/calendar.ts';
import type { HomeSection, SlotKind, WindowKind, WindowSection } from '../../platform/slice/slice.ts';
import { customerById } from '../customers/index.ts';
import { storySection } from '../story/index.ts';
import { activityDoor } from './activity.ts';
import { activitySlot } from './activity-change.ts';
import { existingActivity } from './activity-form.ts';
import { activityHead, activityMessage, activityRows, subjectOf } from './activity-views.ts';
import { activitiesOfCustomer, activityById, openActivities } from './store.ts';

/** The activity as its message shows it, with the same buttons. WRK-1 */
export const activityWindow: WindowKind = {
  ...activityDoor,
  find: async (tx, id) => {
    const activity = await activityById(tx, id);
    return activity && { message: activitySlot(activity) };
  },
  read: async ({ deps }, id) => {
    const activity = await existingActivity(deps, id);
    const customer = activity.customerId ? await customerById(deps.db.prisma, activity.customerId) : undefined;
    return activityHead(activity, { customerName: customer?.name, roleName: deps.roleName });
  },
};

export const slots: readonly SlotKind[] = [
  {
    kind: 'activity',
    render: async (deps, id, part, { openButtons }) => {
      const activity = await activityById(deps.db.prisma, id);
      const customer = activity?.customerId ? await customerById(deps.db.prisma, activity.customerId) : undefined;
      if (!activity) return undefined;
      const open = openButtons(subjectOf(activity));
      return activityMessage(activity, { part, customerName: customer?.name, roleName: deps.roleName, open });
    },
  },
];

const shown = 10;

export const home: readonly HomeSection[] = [
  {
    order: 30,
    title: 'My activities',
    waits: true,
    render: async (request) => {
      const mine = { userId: request.userId, roles: [...(await request.roles())] };
      const found = await openActivities(request.deps.db.prisma, { mine }, shown + 1);
      const today = todayIn(request.deps.timeZone, request.deps.clock.now());
      return found.length === 0
        ? []
        : [...activityRows(found.slice(0, shown), today), more('activity.list', 'Open the list', 'mine')];
    },
  },
];

const more = (action: string, text: string, value: string): KnownBlock => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: action, text: { type: 'plain_text', text }, value }],
});

export const sections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 50,
    title: 'Activities',
    read: async (_deps, customerId) => ({
      buttons: [{ text: 'Schedule an activity', action: 'activity.new_for', value: customerId }],
    }),
    rows: async ({ deps }, customerId, { skip, take }) =>
      activityRows(await activitiesOfCustomer(deps.db.prisma, customerId, take, skip)),
  },
  storySection('activity', { isMentioned: true }),
];
