import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { allSellers } from '../../billing/sellers/index.ts';
import { contractsOf } from '../contracts/store.ts';
import { allTerms } from '../terms/store.ts';
import { offerGroup } from './actions/add-group.ts';
import { type BillingGroup, groupEditors, isLive } from './group.ts';
import { groupsOfCustomers } from './store.ts';
import type { GroupNames } from './write-group.ts';

const line = (group: BillingGroup, names: GroupNames, today: Day): string =>
  [
    `*${escapeMrkdwn(clip(group.name, 100))}*`,
    group.endOn === null
      ? `since ${formatDay(group.startOn)}`
      : `${formatDay(group.startOn)} to ${formatDay(group.endOn)}${isLive(group, today) ? '' : ' (ended)'}`,
    names.terms && escapeMrkdwn(names.terms),
    group.purchaseOrder && `order ${escapeMrkdwn(group.purchaseOrder)}`,
    group.addressees.length > 0 && plural(group.addressees.length, 'address of its own', 'addresses of its own'),
    names.contract && `contract ${escapeMrkdwn(names.contract)}`,
    names.seller && `issued by ${escapeMrkdwn(names.seller)}`,
  ]
    .filter(Boolean)
    .join(' · ');

const most = 8;

/** A customer's billing groups, in its window; those that have not ended first. CUS-3 */
export const groupsSection: WindowSection = {
  subject: 'customer',
  order: 5,
  title: 'Billing groups',
  read: async (deps, customerId) => {
    const { prisma } = deps.db;
    const [groups, terms, contracts, sellers] = await Promise.all([
      groupsOfCustomers(prisma, [customerId]),
      allTerms(prisma),
      contractsOf(prisma, [customerId]),
      allSellers(prisma),
    ]);
    if (groups.length === 0) return { blocks: [offerGroup({ id: customerId, name: 'this customer' })] };
    const today = todayIn(deps.timeZone, deps.clock.now());
    const sorted = [...groups].sort((a, b) => Number(isLive(b, today)) - Number(isLive(a, today)));
    return {
      blocks: [
        ...sorted.slice(0, most).map((group) =>
          section(
            line(
              group,
              {
                terms: terms.find(({ id }) => id === group.termsId)?.name,
                contract: contracts.find(({ id }) => id === group.contractId)?.number,
                seller: sellers.find(({ id }) => id === group.sellerId)?.name,
              },
              today,
            ),
            button({ text: 'Edit', action: 'group.edit', value: group.id }),
          ),
        ),
        ...(groups.length > most ? [context(`and ${groups.length - most} more`)] : []),
      ],
      buttons: [{ text: 'Add billing group', action: 'group.add', value: customerId, roles: groupEditors }],
    };
  },
};
