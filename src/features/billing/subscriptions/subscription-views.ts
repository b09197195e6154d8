import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import type { Subscription } from './subscription.ts';

const head = ({ template }: Subscription): string => {
  const monthly = `*${formatMoney(template.amount)} a month*`;
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
      ...each.items.map(
        (item) =>
          `• ${item.quantity} × ${escapeMrkdwn(clip(item.description, 200))} at ${formatMoney(item.unitAmount)}`,
      ),
    ]),
  );
