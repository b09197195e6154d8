import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { type Subscription, servicesFrom } from './agreements/subscription.ts';
import { serviceText } from './items/service-text.ts';
import { isOver } from './schedules/schedule.ts';

const head = ({ template }: Subscription, cost: string): string => {
  const monthly = `*${escapeMrkdwn(cost)}*`;
  if (!template.armed) return `${monthly}, recurring billing is not armed yet`;
  if (isOver(template)) return `${monthly}, nothing more is billed`;
  const credit =
    template.credit && template.credit.amount > 0n ? `, first bill credited with ${formatMoney(template.credit)}` : '';
  return `${monthly}, next bill ${formatDay(template.nextOn)}${credit}`;
};

/** A customer's subscriptions with their services. @param monthly what each costs, by its id */
export const subscriptionLines = (
  subscriptions: readonly Subscription[],
  monthly: ReadonlyMap<string, string>,
): readonly KnownBlock[] =>
  lineSections(
    subscriptions.flatMap((each) => [
      head(each, monthly.get(each.id) ?? ''),
      ...servicesFrom(each, each.template.nextOn).map(
        (row) => `• ${escapeMrkdwn(clip(serviceText(row, each.template.nextOn), 250))}`,
      ),
    ]),
  );
