import type { Tx } from '../../../../platform/db/open.ts';
import type { Scope } from '../../charging/index.ts';
import { siteKey } from '../inventory/asset.ts';
import { assignmentsOfGroups } from './store.ts';

/** A part of a billing group's assets that can have a plan of its own, as people call it: `News on mail-1`. CUS-4 */
export interface NamedScope extends Scope {
  readonly name: string;
}

/** The servers and sites on which a group has or had assets, and these assets, each by name. CUS-4 */
export const scopesOfGroup = async (tx: Tx, groupId: string): Promise<readonly NamedScope[]> => {
  const rows = await assignmentsOfGroups(tx, [groupId]);
  const all = rows.flatMap(({ assetId, name, serverId, server, site }): NamedScope[] => [
    { level: 'server', id: serverId, name: server },
    ...(site ? [{ level: 'site', id: siteKey(serverId, site), name: `${site} on ${server}` } as const] : []),
    { level: 'asset', id: assetId, name: `${name} on ${server}` },
  ]);
  const widths = ['server', 'site', 'asset'];
  return [...new Map(all.map((scope) => [`${scope.level} ${scope.id}`, scope])).values()].sort(
    (a, b) => widths.indexOf(a.level) - widths.indexOf(b.level) || a.name.localeCompare(b.name),
  );
};
