import { groupBy } from '../../../../core/group.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { AssignedAsset } from '../../charging/index.ts';
import { siteKey } from '../inventory/asset.ts';
import { assignmentsOfGroups } from './store.ts';

/**
 * The assets that bills of these groups are made with, by group: all of their days, also those that are over. A site's id is
 * `siteKey`, the others are those of their rows. One statement, however many groups. CUS-4
 */
export const assignedAssets = async (
  tx: Tx,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AssignedAsset[]>> => {
  const rows = await assignmentsOfGroups(tx, groupIds);
  const facts = rows.flatMap(({ assetId, name, groupId, serverId, site, isFree, first, last }): AssignedAsset[] =>
    groupId === undefined
      ? []
      : [
          {
            id: assetId,
            name,
            group: groupId,
            server: serverId,
            site: site ? siteKey(serverId, site) : undefined,
            free: isFree,
            first,
            last,
          },
        ],
  );
  return groupBy(facts, ({ group }) => group);
};
