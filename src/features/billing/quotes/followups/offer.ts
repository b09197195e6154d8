import { openButton } from '../../../../platform/slice/door.ts';
import type { ActivityOffer } from '../../../activities/index.ts';
import { customerDoor } from '../../../customers/index.ts';
import { serviceEditors, subscriptionDoor, subscriptionsOfCustomer } from '../../subscriptions/index.ts';
import { quoteKeepers } from '../quotes/quote.ts';

/** The activity some weeks after go-live, as the playbook schedules it. */
const followUp = 'follow_up';

/**
 * ONB-17: the follow-up's message offers what it is for in place: changes of services (BIL-6), of licenses (BIL-10), and a quote for
 * anything else; to each only what they may do. Who may not change services asks those who may, by an activity. What there is nothing
 * of is not offered.
 */
export const followUpOffer: ActivityOffer = async (tx, { type, customerId }) => {
  if (type !== followUp || !customerId) return [];
  const [subscription, ...others] = await subscriptionsOfCustomer(tx, customerId);
  const way =
    others.length > 0 || !subscription
      ? openButton(customerDoor, customerId)
      : openButton(subscriptionDoor, subscription.id);
  return [
    ...(subscription
      ? [
          { ...way, text: 'Change services', roles: serviceEditors },
          { text: 'Ask for a change', action: 'activity.new_for', value: customerId },
          { text: 'Change licenses', action: 'licenses.change', value: customerId, roles: quoteKeepers },
        ]
      : []),
    { text: 'New quote', action: 'quote.new', value: customerId, roles: quoteKeepers },
  ];
};
