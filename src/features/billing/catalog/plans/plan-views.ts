import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { button, context, fields, header, section } from '../../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { WindowHead } from '../../../../platform/slice/slice.ts';
import { type SetupState, setupEditors } from '../../setup/index.ts';
import { mayTakeBack, type Plan, type PlanPrice, type PriceSpan, planDoor, priceSpans } from './plan.ts';
import { billingNames, perText, priceText, prorationNames } from './plan-text.ts';

const short = (text: string | undefined, max = 150): string => (text ? escapeMrkdwn(clip(text, max)) : '–');

const daysText = ({ price, until }: PriceSpan<PlanPrice>): string =>
  until ? `${formatDay(price.validFrom)} – ${formatDay(until)}` : `from ${formatDay(price.validFrom)}`;

interface Now {
  readonly today: Day;
  readonly now: Date;
}

const priceLine = (plan: Plan, span: PriceSpan<PlanPrice>, { today, now }: Now): KnownBlock => {
  const { price, until } = span;
  const holds = price.validFrom <= today && (until === undefined || today <= until);
  const text = `${daysText(span)}  ${escapeMrkdwn(priceText(plan, price))}`;
  return section(
    holds ? `*${text}*` : text,
    mayTakeBack(price, today, now)
      ? button({ text: 'Take back', action: 'plan.take_price_back', value: price.id })
      : undefined,
  );
};

/** What the plan is, and what it costs from when until when. CUS-4 */
export const planHead = (plan: Plan, prices: readonly PlanPrice[], now: Now): WindowHead => ({
  title: 'Plan',
  blocks: [
    header(clip(`${plan.code} ${plan.name}`, 150)),
    fields([
      ['Description', short(plan.description, 500)],
      ['How it is charged', `${billingNames[plan.billing]}, ${perText(plan)}`],
      ['What is served in part', prorationNames[plan.prorated]],
      ['Tax category', short(plan.taxCategory)],
      ['Account code', short(plan.account)],
    ]),
    ...(plan.archivedAt ? [context('Archived: nobody is given it any more, who has it keeps it.')] : []),
  ],
  buttons: [
    [
      { text: 'Add price', action: 'plan.add_price', value: plan.id, roles: setupEditors },
      { text: 'Edit', action: 'plan.edit', value: plan.id, roles: setupEditors },
      plan.archivedAt
        ? { text: 'Offer again', action: 'plan.offer_again', value: plan.id, roles: setupEditors }
        : { text: 'Archive', action: 'plan.archive', value: plan.id, roles: setupEditors },
    ],
  ],
  sections: [
    {
      order: 10,
      title: 'Prices, before tax',
      blocks:
        prices.length > 0
          ? priceSpans(prices)
              .slice(-40)
              .map((span) => priceLine(plan, span, now))
          : [context('None: it cannot be billed.')],
    },
  ],
});

/** What it costs on a day, by currency. */
const pricesOn = (plan: Plan, prices: readonly PlanPrice[], today: Day): string =>
  priceSpans(prices)
    .filter(({ price, until }) => price.validFrom <= today && (until === undefined || today <= until))
    .map(({ price }) => `${priceText(plan, price)}${plan.billing === 'per_asset' ? ' for each asset' : ''}`)
    .join(' · ');

export interface ListedPlan {
  readonly plan: Plan;
  readonly prices: readonly PlanPrice[];
}

export const mostListed = 6;

/** The plans in the set-up. CUS-2 */
export const plansState = (plans: readonly ListedPlan[], count: number, today: Day): SetupState => ({
  missing: count > 0 ? [] : ['a plan'],
  blocks: [
    ...plans
      .slice(0, mostListed)
      .map(({ plan, prices }) =>
        section(
          `*${short(plan.code, 40)}* ${short(plan.name)}  ${escapeMrkdwn(pricesOn(plan, prices, today)) || ':warning: no price today'}`,
          button({ ...openButton(planDoor, plan.id), text: 'Open' }),
        ),
      ),
    ...(count > mostListed ? [context(`and ${count - mostListed} more`)] : []),
  ],
  buttons: [
    { text: 'Add plan', action: 'plan.add', value: 'new', roles: setupEditors },
    ...(count > 0 ? [{ text: 'Find a plan', action: 'plan.find', value: 'any' }] : []),
  ],
});
