import { inChunks } from '../../../../core/group.ts';
import { newId } from '../../../../core/ids.ts';
import { Prisma, type Asset as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { ListedAsset } from '../lists/list.ts';
import type { Asset } from './asset.ts';

const columns = columnsOf(Prisma.AssetScalarFieldEnum);

const assetOf = (row: Row): Asset => ({
  id: row.id,
  serverId: row.serverId,
  kind: 'list',
  listedId: row.listedId,
  name: row.name,
  site: row.site,
  foundAt: row.foundAt,
  goneAt: row.goneAt ?? undefined,
});

export const assetById = async (tx: Tx, id: string): Promise<Asset | undefined> => {
  const row = await tx.asset.findUnique({ where: { id } });
  return row ? assetOf(row) : undefined;
};

/** Those of these servers that are called so there. */
export const assetsListed = async (
  tx: Tx,
  serverIds: readonly string[],
  listedIds: readonly string[],
): Promise<readonly Asset[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM assets
    WHERE server_id = ANY(${[...serverIds]}::uuid[]) AND listed_id = ANY(${[...listedIds]}::text[])`);
  return rows.map(assetOf);
};

/** All of a server, those that are gone as well. */
export const assetsOfServer = async (tx: Tx, serverId: string): Promise<readonly Asset[]> =>
  (await tx.asset.findMany({ where: { serverId }, orderBy: { id: 'asc' } })).map(assetOf);

/** A page of a server's, by name; those that are gone last. */
export const pageOfAssets = async (tx: Tx, serverId: string, { skip, take }: PageOfRows): Promise<readonly Asset[]> =>
  (
    await tx.asset.findMany({
      where: { serverId },
      orderBy: [{ goneAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }, { id: 'asc' }],
      skip,
      take,
    })
  ).map(assetOf);

/** Locks these until the transaction ends, in one order for everybody. */
export const lockAssets = async (tx: Tx, ids: readonly string[]): Promise<readonly Asset[]> =>
  (
    await asModel<Row>(
      tx.$queryRaw`SELECT ${columns} FROM assets WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`,
    )
  ).map(assetOf);

/** By a part of name or id; those that are not gone first. */
export const searchAssets = async (
  tx: Tx,
  text: string,
  limit: number,
): Promise<readonly (Asset & { readonly server: string })[]> => {
  const contains = { contains: text.trim(), mode: 'insensitive' } as const;
  const rows = await tx.asset.findMany({
    where: text.trim() ? { OR: [{ name: contains }, { listedId: contains }] } : {},
    orderBy: [{ goneAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }],
    take: limit,
    include: { server: { select: { name: true } } },
  });
  return rows.map(({ server, ...row }) => ({ ...assetOf(row), server: server.name }));
};

/** How many of each server are not gone. */
export const countAssets = async (tx: Tx): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx.asset.groupBy({ by: ['serverId'], where: { goneAt: null }, _count: true });
  return new Map(rows.map(({ serverId, _count }) => [serverId, _count]));
};

const atOnce = 1000;

export const insertAssets = async (
  tx: Tx,
  serverId: string,
  listed: readonly ListedAsset[],
  foundAt: Date,
): Promise<readonly Asset[]> => {
  const assets = listed.map(({ listedId, name, site }) => ({
    id: newId(),
    serverId,
    kind: 'list' as const,
    listedId,
    name,
    site,
    foundAt,
  }));
  for (const chunk of inChunks(assets, atOnce)) await tx.asset.createMany({ data: [...chunk] });
  return assets;
};

/** What the list says of assets that are known: those that were gone are there again. */
export const updateAssets = async (
  tx: Tx,
  changed: readonly { readonly id: string; readonly name: string; readonly site: string }[],
): Promise<void> => {
  if (changed.length === 0) return;
  const [ids, names, sites] = [
    changed.map(({ id }) => id),
    changed.map(({ name }) => name),
    changed.map(({ site }) => site),
  ];
  await tx.$executeRaw`
    UPDATE assets a SET name = c.name, site = c.site, gone_at = NULL
    FROM unnest(${ids}::uuid[], ${names}::text[], ${sites}::text[]) AS c(id, name, site) WHERE a.id = c.id`;
};

export const markGone = async (tx: Tx, ids: readonly string[], at: Date): Promise<void> => {
  await tx.asset.updateMany({ where: { id: { in: [...ids] } }, data: { goneAt: at } });
};
