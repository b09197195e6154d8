import { z } from 'zod';
import { readKept } from '../../../../../platform/block-kit/kept.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { subscriptionSubject } from '../../agreements/subscription.ts';
import { changeService } from '../change-service.ts';
import { serviceChange } from '../service-change.ts';

const kept = z.object({ subscription: z.string(), change: serviceChange, shown: z.string() });

/** What was previewed is done, or planned for its day. BIL-6 */
export const confirmChange: Interaction = {
  id: 'service.confirm',
  submit: async ({ deps, by, data, values }) => {
    const { subscription, change, shown } = readKept(kept, data);
    const creditsAgain = values.option('given') === 'again';
    const chosen = change.kind === 'start' ? change : { ...change, creditsAgain };
    const reason = values.text('reason');
    await changeService(deps, by, { subscriptionId: subscription, change: chosen, shown, reason });
    return { window: subscriptionSubject(subscription) };
  },
};
