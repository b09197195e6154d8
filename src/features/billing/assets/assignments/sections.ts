import { NotFound } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { isWithin } from '../../../../core/time/spans.ts';
import type { WindowKind, WindowSection } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { groupsOfCustomers, namedGroups } from '../../../customers/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { existingAsset } from '../inventory/actions/find-asset.ts';
import { assetDoor } from '../inventory/asset.ts';
import { assetById, pageOfAssets } from '../inventory/store.ts';
import { serverById } from '../servers/store.ts';
import type { Assignment } from './assignment.ts';
import { assetHead, assignmentRows, customerRows, serverRows } from './assignment-views.ts';
import { assignmentsOf, pageOfGroups } from './store.ts';

const todayOf = ({ timeZone, clock }: Deps) => todayIn(timeZone, clock.now());

const groupsOf = ({ db }: Deps, rows: readonly Assignment[]) =>
  namedGroups(db.prisma, [...new Set(rows.flatMap(({ groupId }) => groupId ?? []))]);

export const assetWindow: WindowKind = {
  ...assetDoor,
  find: async (tx, id) => ((await assetById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const asset = await existingAsset(deps, id);
    const server = await serverById(deps.db.prisma, asset.serverId);
    if (!server) throw new NotFound('server');
    return assetHead(asset, server);
  },
};

/** Whose the asset is, was and will be. */
export const assignmentsSection: WindowSection = {
  subject: 'asset',
  order: 10,
  title: 'Billed to',
  rows: async ({ deps }, assetId, { skip, take }) => {
    const rows = [...(await assignmentsOf(deps.db.prisma, [assetId]))].reverse().slice(skip, skip + take);
    return assignmentRows(rows, await groupsOf(deps, rows), todayOf(deps));
  },
};

/** A server's assets, and the forms for many of them. */
export const serverAssetsSection: WindowSection = {
  subject: 'server',
  order: 10,
  title: 'Assets',
  read: async (_deps, serverId) => ({
    buttons: [
      { text: 'Assign assets', action: 'asset.assign', value: `server:${serverId}`, roles: setupEditors },
      { text: 'Park assets', action: 'asset.park', value: `server:${serverId}`, roles: setupEditors },
    ],
  }),
  rows: async ({ deps }, serverId, page) => {
    const today = todayOf(deps);
    const assets = await pageOfAssets(deps.db.prisma, serverId, page);
    const rows = await assignmentsOf(
      deps.db.prisma,
      assets.map(({ id }) => id),
    );
    const byAsset = groupBy(rows, ({ assetId }) => assetId);
    const rowOf = (id: string) => byAsset.get(id)?.find((row) => isWithin(today, row));
    return serverRows(assets, rowOf, await groupsOf(deps, rows), today);
  },
};

export const customerAssetsSection: WindowSection = {
  subject: 'customer',
  order: 12,
  title: 'Assets',
  rows: async ({ deps }, customerId, page) => {
    const { prisma } = deps.db;
    const today = todayOf(deps);
    const groups = await groupsOfCustomers(prisma, [customerId]);
    const rows = await pageOfGroups(
      prisma,
      groups.map(({ id }) => id),
      today,
      page,
    );
    return customerRows(rows, await groupsOf(deps, rows), today);
  },
};
