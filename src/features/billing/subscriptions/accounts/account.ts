/** What decides what a subscription costs: its rows, its schedule, what was billed, and the credit of the first month. Decision 0034 */
import { negate } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { dayAfter, dayBefore, without } from '../../../../core/time/spans.ts';
import type { Account, AssignedAsset, Billed, Item, Schedule } from '../../charging/index.ts';
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

/** The days that are billed: neither those that somebody skipped (BIL-20) nor those after its end (CUS-6). */
const schedulesOf = (template: Template): readonly Schedule[] => {
  const { past, skipped, endsOn } = template;
  const notBilled = [...skipped, ...(endsOn === undefined ? [] : [{ first: dayAfter(endsOn) }])];
  return [...past.map(pastScheduleOf), scheduleOf(template)].flatMap((schedule) =>
    without(schedule, notBilled).map(({ first, last }) => ({ ...schedule, first, last })),
  );
};

/** What would begin after the end never does, also what is charged once. CUS-6 */
const begunBy =
  ({ endsOn }: Template) =>
  (row: Item): Item =>
    endsOn === undefined || row.first <= endsOn ? row : { ...row, withdrawn: true };

/** What other subscriptions charge for an asset ends with them. CUS-6 */
const until =
  ({ endsOn }: Template) =>
  (row: Item): Item =>
    endsOn === undefined || (row.last !== undefined && row.last <= endsOn) ? row : { ...row, last: endsOn };

/** CUS-4: what other subscriptions of its billing group bill: where a row of theirs is narrower, an asset is charged there. */
export const rivalsOf = (
  { id, groupId }: Pick<Subscription, 'id' | 'groupId'>,
  all: readonly Subscription[],
): readonly Item[] =>
  all
    .filter((other) => groupId !== undefined && other.groupId === groupId && other.id !== id && other.template.armed)
    .flatMap(({ items, template }) => items.filter(({ eachAsset }) => eachAsset).map(until(template)));

/**
 * ONB-16: nothing is billed while it is unarmed. @param assets of its billing group, for the rows that are charged for each (CUS-4)
 * @param rivals what `rivalsOf` says
 */
export const accountOf = (
  subscription: Subscription,
  billed: readonly Billed[],
  assets: readonly AssignedAsset[],
  rivals: readonly Item[] = [],
): Account => {
  const { template, items, counts, currency } = subscription;
  const isArmed = template.armed;
  return {
    currency,
    items: isArmed ? [...items.map(begunBy(template)), ...creditRow(template)] : [],
    assets,
    rivals,
    counts: isArmed ? counts : [],
    schedules: isArmed ? schedulesOf(template) : [],
    billed: isArmed ? billed : [],
  };
};
