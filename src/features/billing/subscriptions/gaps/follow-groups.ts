import { on } from '../../../../platform/work/events.ts';
import { groupEndMoved } from '../../../customers/index.ts';
import { subscriptionsOfCustomer } from '../agreements/store.ts';
import { schedulesMoved } from '../schedules/events.ts';

/** BIL-22: nothing is billed after the last day of its billing group: where that moves, the ends of its subscriptions do. */
export const followGroups = on(groupEndMoved, async (work, { customerId, groupId }) => {
  const moved = (await subscriptionsOfCustomer(work.tx, customerId)).filter((each) => each.groupId === groupId);
  await work.emit(
    schedulesMoved,
    moved.map(({ id }) => id),
  );
});
