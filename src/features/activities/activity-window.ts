import type { WindowKind } from '../../platform/slice/slice.ts';
import { customerById } from '../customers/index.ts';
import { activityDoor } from './activity.ts';
import { known } from './listeners.ts';
import { activityById } from './store.ts';
import { slotOf } from './tell.ts';
import { activityHead } from './views.ts';

/** The activity as its message shows it, with the same buttons. WRK-1 */
export const activityWindow: WindowKind = {
  ...activityDoor,
  find: async (tx, id) => {
    const activity = await activityById(tx, id);
    return activity && { message: slotOf(activity) };
  },
  read: async ({ deps }, id) => {
    const activity = await known(deps, id);
    const customer = activity.customerId ? await customerById(deps.db.prisma, activity.customerId) : undefined;
    return activityHead(activity, { customerName: customer?.name, roleName: deps.roleName });
  },
};
