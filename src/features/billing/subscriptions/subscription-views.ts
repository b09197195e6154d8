import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { monthlyOf, type Subscription } from './agreements/subscription.ts';
import { standingRows } from './items/service-row.ts';
import { serviceText } from './items/service-text.ts';

const head = (subscription: Subscription): string => {
  const { template } = subscription;
  const monthly = `*${formatMoney(monthlyOf(subscription))} a month*`;
  if (!template.armed) return `${monthly}, recurring billing is not armed yet`;
  const credit =
    template.credit && template.credit.amount > 0n ? `, first bill credited with ${formatMoney(template.credit)}` : '';
  return `${monthly}, next bill ${formatDay(template.nextOn)}${credit}`;
};

/** A customer's subscriptions with their services. */
export const subscriptionLines = (subscriptions: readonly Subscription[]): readonly KnownBlock[] =>
  lineSections(
    subscriptions.flatMap((each) => [
      head(each),
      ...standingRows(each.items, each.template.nextOn).map(
        (row) => `• ${escapeMrkdwn(clip(serviceText(row, each.template.nextOn), 250))}`,
      ),
    ]),
  );
