import { UserError } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { type Day, firstOfNextMonth, formatDay } from '../../../core/time/calendar.ts';
import { dayAfter } from '../../../core/time/spans.ts';
import { openButton } from '../../../platform/slice/door.ts';
import {
  type BillingGroup,
  type CheckedCustomer,
  type CustomerCheck,
  type Finding,
  groupsOfCustomers,
  lastDayOfCard,
} from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import { type Account, dueLines } from '../charging/index.ts';
import { accountOf, rivalsOf } from './accounts/account.ts';
import { billedFor } from './accounts/store.ts';
import { subscriptionsOfCustomers } from './agreements/store.ts';
import { type Subscription, servicesFrom, subscriptionDoor } from './agreements/subscription.ts';
import { standingRows } from './items/service-row.ts';
import { periodText, uncounted } from './units/metered.ts';

/** Why no bill can be reckoned as of a day: two plans of one level reach an asset, or a service has no price. CUS-4 */
const whyNot = (account: Account, today: Day): string | undefined => {
  try {
    dueLines(account, today);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
};

const finding = ({ id, customerId }: Subscription, code: string, sentence: string): Finding => ({
  customerId,
  code,
  sentence,
  mend: { ...openButton(subscriptionDoor, id), text: 'Open subscription' },
});

/** Its services go on after the last day of the group that they are billed with, and are billed no more. BIL-22 */
const outlives = (of: Subscription, group: BillingGroup | undefined, today: Day): readonly Finding[] => {
  const { endsWithGroup, endsOn } = of.template;
  if (!group || !endsWithGroup || endsOn === undefined) return [];
  const after = dayAfter(endsOn);
  return standingRows(of.items, after > today ? after : today).length === 0
    ? []
    : [
        finding(
          of,
          'services_outlive_group',
          `Its services go on, and are not billed after ${formatDay(endsOn)}, the last day of its billing group ${group.name}. End them, or move that day.`,
        ),
      ];
};

/** The card expires later than this month, which customers say themselves, and before the schedule charges it next. */
const cardFinding = (
  { id, paymentMethod, cardLast4, cardExpMonth, cardExpYear }: CheckedCustomer,
  live: readonly Subscription[],
  today: Day,
): readonly Finding[] => {
  const next = live.map(({ template }) => template.nextOn).sort()[0];
  if (paymentMethod !== 'credit_card' || !next || cardExpMonth === null || cardExpYear === null) return [];
  const last = lastDayOfCard(cardExpMonth, cardExpYear);
  if (last < firstOfNextMonth(today) || next <= last) return [];
  const sentence = `The card ending in ${cardLast4} expires on ${formatDay(last)}, before the next charge on ${formatDay(next)}.`;
  return [
    {
      customerId: id,
      code: 'card_expires',
      sentence,
      mend: { text: 'Payment information', action: 'customer.edit_card', value: id },
    },
  ];
};

/** CUS-5, of subscriptions: what would stop their bill, and services of customers that are not active. */
export const subscriptionsCheck: CustomerCheck = async ({ db }, customers, today) => {
  const { prisma } = db;
  const active = new Map(customers.map((each) => [each.id, each.active]));
  const subscriptions = await subscriptionsOfCustomers(prisma, [...active.keys()]);
  const isLive = (each: Subscription) => each.template.armed && servicesFrom(each, today).length > 0;
  const [groups, billed, assets] = await Promise.all([
    groupsOfCustomers(prisma, [...active.keys()]),
    billedFor(prisma, subscriptions),
    assignedAssets(
      prisma,
      subscriptions.flatMap(({ groupId }) => groupId ?? []),
    ),
  ]);
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const theirs = groupBy(subscriptions.filter(isLive), ({ customerId }) => customerId);
  const found = groupBy(
    subscriptions.flatMap((each) => {
      const account = accountOf(
        each,
        billed.get(each.id) ?? [],
        assets.get(each.groupId ?? '') ?? [],
        rivalsOf(each, subscriptions),
      );
      const why = whyNot(account, today);
      return [
        ...(why ? [finding(each, 'bill_impossible', why)] : []),
        ...uncounted(each, today).map(({ row, period }) =>
          finding(
            each,
            'units_missing',
            `The units of “${row.description}” from ${periodText(period)} were not entered: what is above the included ones is not billed.`,
          ),
        ),
        ...(each.template.armed ? outlives(each, groupById.get(each.groupId ?? ''), today) : []),
        ...(isLive(each) && active.get(each.customerId) === false
          ? [
              finding(
                each,
                'inactive_with_services',
                'It is not active, and its services go on being billed. End them.',
              ),
            ]
          : []),
      ];
    }),
    ({ customerId }) => customerId,
  );
  return customers.flatMap((each) => [
    ...(found.get(each.id) ?? []),
    ...(each.active ? cardFinding(each, theirs.get(each.id) ?? [], today) : []),
  ]);
};
