/** Where activities are shown: their message, their window, Home, and the customer's window. */
import type { KnownBlock } from '@slack/types';
import { todayIn } from '../../core/time/calendar.ts';
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { HomeSection, SlotKind, WindowButton, WindowKind, WindowSection } from '../../platform/slice/slice.ts';
import { point } from '../../platform/work/contributions.ts';
import { membersOf } from '../../platform/work/roles.ts';
import type { Deps } from '../../platform/work/work.ts';
import { customerById } from '../customers/index.ts';
import { storySection } from '../story/index.ts';
import { type Activity, activityDoor } from './activity.ts';
import { activitySlot } from './activity-change.ts';
import { existingActivity } from './activity-form.ts';
import { activityHead, activityMessage, activityRows, subjectOf } from './activity-views.ts';
import { activitiesOfCustomer, activityById, openActivities } from './store.ts';
import { activitiesPolicy } from './types/policies.ts';
import { linesOf } from './types/type-line.ts';

/** What other slices offer where an open activity is shown, such as changes of what its customer has. ONB-17 */
export type ActivityOffer = (tx: Tx, activity: Activity) => Promise<readonly WindowButton[]>;

export const activityOffers = point<ActivityOffer>('activities.offers');

const offersFor = async ({ contributions, db }: Deps, activity: Activity): Promise<readonly WindowButton[]> => {
  if (activity.state !== 'open') return [];
  return (await Promise.all(contributions.to(activityOffers).map((offer) => offer(db.prisma, activity)))).flat();
};

/** What those whose message it is may press: its unit, and the person that it was given to. */
const offersInMessage = async (deps: Deps, activity: Activity): Promise<readonly ButtonSpec[]> => {
  const { unit, assigneeId = '' } = activity;
  const mayPress = async ({ roles }: WindowButton) =>
    roles === undefined ||
    (unit !== undefined && roles.includes(unit)) ||
    (await membersOf(deps.db.prisma, roles)).includes(assigneeId);
  const offered = await Promise.all(
    (await offersFor(deps, activity)).map(async (offer) => ((await mayPress(offer)) ? [offer] : [])),
  );
  return offered.flat().map(({ roles: _whose, ...button }) => button);
};

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
    const statuses = linesOf((await deps.policy(activitiesPolicy)).statuses, activity.type);
    const head = activityHead(activity, { statuses, customerName: customer?.name, roleName: deps.roleName });
    return { ...head, buttons: [...(head.buttons ?? []), await offersFor(deps, activity)] };
  },
};

export const slots: readonly SlotKind[] = [
  {
    kind: 'activity',
    render: async (deps, id, part, { openButtons }) => {
      const activity = await activityById(deps.db.prisma, id);
      const customer = activity?.customerId ? await customerById(deps.db.prisma, activity.customerId) : undefined;
      if (!activity) return undefined;
      const open = [...(await offersInMessage(deps, activity)), ...openButtons(subjectOf(activity))];
      const statuses = linesOf((await deps.policy(activitiesPolicy)).statuses, activity.type);
      return activityMessage(activity, { part, statuses, customerName: customer?.name, roleName: deps.roleName, open });
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
