import { UserError } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { CustomerCheck, Finding } from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import { type Account, dueLines } from '../charging/index.ts';
import { accountOf } from './accounts/account.ts';
import { billedFor } from './accounts/store.ts';
import { subscriptionsOfCustomers } from './agreements/store.ts';
import { type Subscription, subscriptionDoor } from './agreements/subscription.ts';
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

/** CUS-5, of subscriptions: what would stop their bill, and services of customers that are not active. */
export const subscriptionsCheck: CustomerCheck = async ({ db }, customers, today) => {
  const { prisma } = db;
  const active = new Map(customers.map((each) => [each.id, each.active]));
  const subscriptions = await subscriptionsOfCustomers(prisma, [...active.keys()]);
  const [billed, assets] = await Promise.all([
    billedFor(prisma, subscriptions),
    assignedAssets(
      prisma,
      subscriptions.flatMap(({ groupId }) => groupId ?? []),
    ),
  ]);
  const found = groupBy(
    subscriptions.flatMap((each) => {
      const account = accountOf(each, billed.get(each.id) ?? [], assets.get(each.groupId ?? '') ?? []);
      const why = whyNot(account, today);
      const isLive = each.template.armed && standingRows(each.items, today).length > 0;
      return [
        ...(why ? [finding(each, 'bill_impossible', why)] : []),
        ...uncounted(each, today).map(({ row, period }) =>
          finding(
            each,
            'units_missing',
            `The units of “${row.description}” from ${periodText(period)} were not entered: what is above the included ones is not billed.`,
          ),
        ),
        ...(isLive && active.get(each.customerId) === false
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
  return customers.flatMap(({ id }) => found.get(id) ?? []);
};
