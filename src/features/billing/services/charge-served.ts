import { on, type Reaction } from '../../../platform/work/events.ts';
import { activityServed, completionUndone } from '../../activities/index.ts';
import { chargeOnce, takeChargesBack } from '../subscriptions/index.ts';

/** ACT-3: an activity is completed once, and with it its services become charges once. */
export const servedReaction: Reaction = on(activityServed, async (work, served) => {
  const { activityId, number, customerId, services } = served;
  await chargeOnce(work, {
    customerId,
    charges: services.map(({ description, amount }) => ({ description: `${description} (${number})`, amount })),
    causeId: activityId,
    because: `activity ${number} was completed`,
  });
});

/** ALL-5: where its completion is undone, so are its charges. */
export const undoneReaction: Reaction = on(completionUndone, (work, { activityId, number, customerId }) =>
  takeChargesBack(work, { customerId, causeId: activityId, because: `activity ${number} is open again` }),
);
