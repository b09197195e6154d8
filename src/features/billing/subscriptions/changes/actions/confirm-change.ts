import { UserError } from '../../../../../core/errors.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { subscriptionSubject } from '../../agreements/subscription.ts';
import { changeService } from '../change-service.ts';
import { type ServiceChange, serviceChange } from '../service-change.ts';

const read = (
  data: string,
): { readonly subscription: string; readonly change: ServiceChange; readonly shown: string } => {
  const { subscription, change, shown } = JSON.parse(data) as { subscription: string; change: unknown; shown: string };
  const parsed = serviceChange.safeParse(change);
  if (!parsed.success) throw new UserError('This form is of an older version of Baton. Open it again.');
  return { subscription, change: parsed.data, shown };
};

/** What was previewed is done, or planned for its day. BIL-6 */
export const confirmChange: Interaction = {
  id: 'service.confirm',
  submit: async ({ deps, by, data, values }) => {
    const { subscription, change, shown } = read(data);
    await changeService(deps, by, { subscriptionId: subscription, change, shown, reason: values.text('reason') });
    return { window: subscriptionSubject(subscription) };
  },
};
