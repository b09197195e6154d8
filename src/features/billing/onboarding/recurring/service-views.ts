/** What a folder's message and window show of its services, and whom accounting calls about its money. ONB-6, ONB-18 */
import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { firstOfNextMonth, formatDay } from '../../../../core/time/calendar.ts';
import { fields } from '../../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import type { ProjectState } from '../../../playbooks/index.ts';
import { monthlyOf, type Subscription, servicesFrom, serviceText } from '../../subscriptions/index.ts';
import { invoicesOf } from '../charges/charges-part.ts';
import { subscriptionOf } from './subscription-part.ts';

/** `• 10 × Managed desktop at $200.00`, and how many more there are. */
export const serviceLines = (subscription: Subscription, atMost: number): readonly string[] => {
  const { template } = subscription;
  const standing = servicesFrom(subscription, template.nextOn);
  const lines = standing
    .slice(0, atMost)
    .map((row) => `• ${escapeMrkdwn(clip(serviceText(row, template.nextOn), 130))}`);
  const more = standing.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
};

const servicesAtMost = 10;

/** One block, once there is a subscription. */
export const serviceBlocks = (subscription: Subscription | undefined): readonly KnownBlock[] =>
  subscription
    ? lineSections(
        [
          `*Services: ${formatMoney(monthlyOf(subscription))} a month, before tax*`,
          ...serviceLines(subscription, servicesAtMost),
        ],
        1,
      )
    : [];

/** By when accounting is to have the money: what is charged up front is due as it comes (ONB-4, ONB-5), then the bills begin (ONB-16). */
const dueText = (project: ProjectState): string => {
  const [invoices, subscription, { wentLiveOn }] = [invoicesOf(project), subscriptionOf(project), project];
  if (invoices.some((each) => each.open.amount > 0n)) return 'On receipt, in advance';
  if (!subscription) return '–';
  const { armed, nextOn } = subscription.template;
  if (armed) return `Next bill ${formatDay(nextOn)}`;
  return wentLiveOn ? `First bill ${formatDay(firstOfNextMonth(wentLiveOn))}, once armed` : 'Once the customer is live';
};

/** Whom accounting calls or writes to, and by when. */
export const contactBlock = (project: ProjectState): KnownBlock => {
  const { contactName, phone, email } = project.customer;
  const shown = (text: string | undefined) => (text ? escapeMrkdwn(clip(text, 300)) : '–');
  return fields([
    ['Contact', shown(contactName)],
    ['Phone', shown(phone)],
    ['Email', shown(email)],
    ['Due', dueText(project)],
  ]);
};
