import type { ModalView } from '@slack/types';
import { NotFound } from '../../core/errors.ts';
import { todayIn } from '../../core/time/calendar.ts';
import type { ActionRequest, Answer, SlackRequest } from '../../platform/slice/slice.ts';
import { allRoles, type RoleInfo } from '../../platform/work/roles.ts';
import type { Deps } from '../../platform/work/work.ts';
import { requireEarly } from '../any-role.ts';
import { customerById } from '../customers/index.ts';
import type { Activity } from './activity.ts';
import { concernedRoles, isTheirs } from './concerned.ts';
import { type Listing, listModal, pageSize } from './list-view.ts';
import { activitiesOfCustomer, activityById, openActivities } from './store.ts';

export const known = async (deps: Deps, id: string): Promise<Activity> => {
  const activity = await activityById(deps.db.prisma, id);
  if (!activity) throw new NotFound('activity');
  return activity;
};

/** Opens a form about the activity that the button names, for those whom it concerns. */
export const opens =
  (doing: string, form: (activity: Activity, roles: readonly RoleInfo[]) => ModalView) =>
  async (request: ActionRequest): Promise<Answer> => {
    const activity = await known(request.deps, request.value);
    if (!isTheirs(activity, request.userId)) await requireEarly(request, concernedRoles(activity), doing);
    return { modal: form(activity, request.deps.contributions.to(allRoles)) };
  };

const find = async (request: SlackRequest, { filter, customerId, from }: Listing): Promise<readonly Activity[]> => {
  const { prisma } = request.deps.db;
  const take = pageSize + 1;
  if (filter === 'customer' && customerId) return activitiesOfCustomer(prisma, customerId, take, from);
  if (filter === 'open') return openActivities(prisma, {}, take, from);
  return openActivities(prisma, { mine: { userId: request.userId, roles: [...(await request.roles())] } }, take, from);
};

/** One page of what is listed. ACT-2 */
export const list = async (request: SlackRequest, listing: Listing): Promise<ModalView> => {
  const { deps } = request;
  const customer = listing.customerId ? await customerById(deps.db.prisma, listing.customerId) : undefined;
  return listModal(listing, await find(request, listing), {
    today: todayIn(deps.timeZone, deps.clock.now()),
    customer: customer ? { value: customer.id, text: customer.name } : undefined,
  });
};
