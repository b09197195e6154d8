import { groupBy } from '../../../../core/group.ts';
import { plural } from '../../../../core/text/text.ts';
import { type CustomerCheck, type Finding, groupsOfCustomers } from '../../../customers/index.ts';
import { doubtsOfGroups, liveCounts } from '../assignments/store.ts';

/**
 * CUS-5, of customers: inactive with assets that go on, assets that are gone from their server, and assets that are billed twice. The last
 * cannot be entered; a table that was mended by hand may hold it.
 */
export const assetsCheck: CustomerCheck = async ({ db }, customers, today) => {
  const groups = await groupsOfCustomers(
    db.prisma,
    customers.map(({ id }) => id),
  );
  const ids = groups.map(({ id }) => id);
  const [counts, doubts] = await Promise.all([
    liveCounts(db.prisma, ids, today),
    doubtsOfGroups(db.prisma, ids, today),
  ]);
  const theirs = groupBy(groups, ({ customerId }) => customerId);
  const doubtful = groupBy(doubts, ({ groupId }) => groupId);
  return customers.flatMap(({ id: customerId, active }): readonly Finding[] => {
    const mine = theirs.get(customerId) ?? [];
    const live = mine.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0);
    return [
      ...(!active && live > 0
        ? [
            {
              customerId,
              code: 'inactive_with_assets',
              sentence: `It is not active, and ${plural(live, 'asset is', 'assets are')} still assigned to it. Park or move them.`,
              mend: { text: 'Open customer', action: 'customer.open', value: customerId },
            },
          ]
        : []),
      ...mine
        .flatMap(({ id }) => doubtful.get(id) ?? [])
        .map(({ assetId, name, server, isDouble }) => ({
          customerId,
          code: isDouble ? 'asset_twice' : 'asset_gone',
          sentence: isDouble
            ? `${name} on ${server} is assigned twice on the same days.`
            : `${name} is gone from ${server}, and still assigned to it.`,
          mend: { text: 'Open asset', action: 'asset.open', value: assetId },
        })),
    ];
  });
};
