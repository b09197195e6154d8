import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { section } from '../../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { customersDay } from '../../../customers/index.ts';
import { subscriptionById } from '../../subscriptions/index.ts';
import { quoteKeepers } from '../quotes/quote.ts';
import { licensesOf } from './license.ts';
import { licenseText } from './license-forms.ts';

/** What of a subscription is sold by a quantity, with all of its rows together. BIL-10 */
export const licensesSection: WindowSection = {
  subject: 'subscription',
  order: 12,
  title: 'Licenses',
  read: async ({ db, clock }, id) => {
    const subscription = await subscriptionById(db.prisma, id);
    if (!subscription) return {};
    const licenses = licensesOf(subscription, await customersDay(db.prisma, subscription.customerId, clock.now()));
    if (licenses.length === 0) return {};
    const { customerId: value } = subscription;
    return {
      blocks: licenses.slice(0, 8).map((each) => section(escapeMrkdwn(licenseText(each)))),
      buttons: [{ text: 'Change licenses', action: 'licenses.change', value, roles: quoteKeepers }],
    };
  },
};
