/** What decides what a subscription costs: its rows, its schedule, what was billed, and the credit of the first month. Decision 0034 */
import { negate } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { dayBefore } from '../../../../core/time/spans.ts';
import type { Account, AssignedAsset, Billed, Item } from '../../charging/index.ts';
import type { Subscription } from '../agreements/subscription.ts';
import { pastScheduleOf, scheduleOf } from '../schedules/schedule.ts';
import type { CreditRule, Template } from '../schedules/template.ts';

const creditWords: Readonly<Record<CreditRule, string>> = {
  'mid-month half': 'mid-month: half of it',
  days: 'by days',
  'full month': 'used in full',
  none: 'nothing was prepaid',
};

/**
 * BIL-9: the credit of the prepaid first month as a row that is charged once, negative. It has the schedule's id, and a day
 * before which nothing is billed, wherever the customer is.
 */
const creditRow = ({ id, credit, creditRule, armedAt }: Template): readonly Item[] => {
  if (!credit || credit.amount === 0n || !armedAt) return [];
  const first = dayBefore(todayIn('UTC', armedAt));
  return [
    {
      id,
      sold: { kind: 'charge', id: 'go-live-credit' },
      description: `Credit for the prepaid first month, ${creditWords[creditRule ?? 'none']}`,
      quantity: 1,
      prices: [{ from: first, price: unitPriceOf(negate(credit)) }],
      per: 'once',
      prorated: 'never',
      interruptions: [],
      first,
      last: first,
    },
  ];
};

/** ONB-16: nothing is billed while it is unarmed. @param assets of its billing group, for the rows that are charged for each (CUS-4) */
export const accountOf = (
  subscription: Subscription,
  billed: readonly Billed[],
  assets: readonly AssignedAsset[],
): Account => {
  const { template, items, counts, currency } = subscription;
  const isArmed = template.armed;
  return {
    currency,
    items: isArmed ? [...items, ...creditRow(template)] : [],
    assets,
    counts: isArmed ? counts : [],
    schedules: isArmed ? [...template.past.map(pastScheduleOf), scheduleOf(template)] : [],
    billed: isArmed ? billed : [],
  };
};
