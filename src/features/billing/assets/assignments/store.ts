import { inChunks } from '../../../../core/group.ts';
import { newId } from '../../../../core/ids.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import { Prisma, type AssetAssignment as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Assignment, NewAssignment, Placing } from './assignment.ts';

const columns = columnsOf(Prisma.AssetAssignmentScalarFieldEnum, 'r');

export const assignmentOf = (row: Row): Assignment => ({
  id: row.id,
  assetId: row.assetId,
  groupId: row.groupId ?? undefined,
  isFree: row.isFree,
  first: fromDbDate(row.firstOn),
  last: row.lastOn ? fromDbDate(row.lastOn) : undefined,
});

/** What holds of these assets, whenever it holds; oldest first. */
export const assignmentsOf = async (tx: Tx, assetIds: readonly string[]): Promise<readonly Assignment[]> => {
  if (assetIds.length === 0) return [];
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM asset_assignments r
    WHERE r.asset_id = ANY(${[...assetIds]}::uuid[]) AND r.taken_back_at IS NULL ORDER BY r.first_on, r.id`);
  return rows.map(assignmentOf);
};

export const assignmentById = async (tx: Tx, id: string): Promise<Assignment | undefined> => {
  const row = await tx.assetAssignment.findUnique({ where: { id } });
  return row && row.takenBackAt === null ? assignmentOf(row) : undefined;
};

/** An assignment with what a bill or a person calls its asset. */
export interface NamedAssignment extends Assignment {
  readonly name: string;
  readonly serverId: string;
  readonly server: string;
  readonly site: string;
  readonly isGone: boolean;
}

type NamedRow = Row & { name: string; serverId: string; server: string; site: string; isGone: boolean };

const namedOf = (row: NamedRow): NamedAssignment => ({
  ...assignmentOf(row),
  name: row.name,
  serverId: row.serverId,
  server: row.server,
  site: row.site,
  isGone: row.isGone,
});

const named = Prisma.sql`
  SELECT ${columns}, a.name, a.server_id, s.name AS server, a.site, a.gone_at IS NOT NULL AS is_gone
  FROM asset_assignments r JOIN assets a ON a.id = r.asset_id JOIN servers s ON s.id = a.server_id`;

/** All that these groups have or had. One statement, however many groups. */
export const assignmentsOfGroups = async (tx: Tx, groupIds: readonly string[]): Promise<readonly NamedAssignment[]> => {
  if (groupIds.length === 0) return [];
  const rows = await asModel<NamedRow>(tx.$queryRaw`
    ${named} WHERE r.group_id = ANY(${[...groupIds]}::uuid[]) AND r.taken_back_at IS NULL
    ORDER BY r.group_id, a.name, r.asset_id, r.first_on`);
  return rows.map(namedOf);
};

/** What these groups have on a day or later, a page by asset. */
export const pageOfGroups = async (
  tx: Tx,
  groupIds: readonly string[],
  today: Day,
  { skip, take }: PageOfRows,
): Promise<readonly NamedAssignment[]> => {
  if (groupIds.length === 0) return [];
  const rows = await asModel<NamedRow>(tx.$queryRaw`
    ${named} WHERE r.group_id = ANY(${[...groupIds]}::uuid[]) AND r.taken_back_at IS NULL
      AND (r.last_on IS NULL OR r.last_on >= ${today}::date)
    ORDER BY a.name, r.asset_id, r.first_on OFFSET ${skip} LIMIT ${take}`);
  return rows.map(namedOf);
};

/** Of these groups, what spoils a bill: rows that go on, on assets that are gone, or that another row reaches, too. */
export const doubtsOfGroups = async (
  tx: Tx,
  groupIds: readonly string[],
  today: Day,
): Promise<
  readonly {
    readonly groupId: string;
    readonly assetId: string;
    readonly name: string;
    readonly server: string;
    readonly isGone: boolean;
    readonly isDouble: boolean;
  }[]
> => {
  if (groupIds.length === 0) return [];
  return asModel(tx.$queryRaw`
    SELECT d.group_id, d.asset_id, d.name, d.server, d.is_gone, d.is_double FROM (
      SELECT r.group_id, r.asset_id, a.name, s.name AS server, a.gone_at IS NOT NULL AS is_gone, EXISTS (
          SELECT 1 FROM asset_assignments o WHERE o.asset_id = r.asset_id AND o.id <> r.id AND o.taken_back_at IS NULL
            AND daterange(o.first_on, o.last_on, '[]') && daterange(r.first_on, r.last_on, '[]')) AS is_double
      FROM asset_assignments r JOIN assets a ON a.id = r.asset_id JOIN servers s ON s.id = a.server_id
      WHERE r.group_id = ANY(${[...groupIds]}::uuid[]) AND r.taken_back_at IS NULL
        AND (r.last_on IS NULL OR r.last_on >= ${today}::date)) d
    WHERE d.is_gone OR d.is_double ORDER BY d.name, d.asset_id`);
};

/** How many assets each of these groups has on a day or later. */
export const liveCounts = async (
  tx: Tx,
  groupIds: readonly string[],
  today: Day,
): Promise<ReadonlyMap<string, number>> => {
  if (groupIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ group: string; count: number }[]>`
    SELECT group_id AS "group", count(DISTINCT asset_id)::int AS count FROM asset_assignments
    WHERE group_id = ANY(${[...groupIds]}::uuid[]) AND taken_back_at IS NULL AND (last_on IS NULL OR last_on >= ${today}::date)
    GROUP BY group_id`;
  return new Map(rows.map(({ group, count }) => [group, count]));
};

/** Assets that these groups still have after a day, by id. CUS-6 */
export const assetsAfter = async (tx: Tx, groupIds: readonly string[], last: Day): Promise<readonly string[]> => {
  if (groupIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT asset_id AS id FROM asset_assignments
    WHERE group_id = ANY(${[...groupIds]}::uuid[]) AND taken_back_at IS NULL AND (last_on IS NULL OR last_on > ${last}::date)
    ORDER BY 1`;
  return rows.map(({ id }) => id);
};

const undecided = (today: Day): Prisma.Sql => Prisma.sql`
  a.gone_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM asset_assignments r WHERE r.asset_id = a.id AND r.taken_back_at IS NULL
      AND r.first_on <= ${today}::date AND (r.last_on IS NULL OR r.last_on >= ${today}::date))`;

/** Servers in use with how many of their assets are neither assigned nor parked on a day. CUS-5 */
export const undecidedByServer = async (
  tx: Tx,
  today: Day,
): Promise<readonly { readonly id: string; readonly name: string; readonly count: number }[]> =>
  tx.$queryRaw`
    SELECT s.id, s.name, count(a.id)::int AS count FROM servers s JOIN assets a ON a.server_id = s.id
    WHERE s.retired_at IS NULL AND ${undecided(today)} GROUP BY s.id ORDER BY s.name_key`;

/** Of a server, those that are not gone: all, those of a site, or those that are neither assigned nor parked; by name. */
export const chosenAssets = async (
  tx: Tx,
  serverId: string,
  which: 'all' | 'undecided' | { readonly site: string },
  { today, limit }: { readonly today: Day; readonly limit: number },
): Promise<readonly { readonly id: string; readonly name: string }[]> => {
  const narrowed =
    which === 'all'
      ? Prisma.sql`a.gone_at IS NULL`
      : which === 'undecided'
        ? undecided(today)
        : Prisma.sql`a.gone_at IS NULL AND a.site = ${which.site}`;
  return tx.$queryRaw`
    SELECT a.id, a.name FROM assets a WHERE a.server_id = ${serverId}::uuid AND ${narrowed} ORDER BY a.name, a.id LIMIT ${limit}`;
};

export const sitesOf = async (tx: Tx, serverId: string): Promise<readonly string[]> =>
  (
    await tx.$queryRaw<{ site: string }[]>`
      SELECT DISTINCT site FROM assets WHERE server_id = ${serverId}::uuid AND gone_at IS NULL AND site <> '' ORDER BY site LIMIT 90`
  ).map(({ site }) => site);

const atOnce = 1000;

const insertAssignments = async (work: Work, rows: readonly NewAssignment[], decision: string): Promise<void> => {
  for (const chunk of inChunks(rows, atOnce)) {
    await work.tx.assetAssignment.createMany({
      data: chunk.map(({ assetId, groupId, isFree, first, last }) => ({
        id: newId(),
        assetId,
        groupId: groupId ?? null,
        isFree,
        firstOn: toDbDate(first),
        lastOn: last ? toDbDate(last) : null,
        createdBy: work.by.id,
        createdAt: work.now,
        decision,
      })),
    });
  }
};

const takeBack = async (work: Work, ids: readonly string[], decision: string): Promise<void> => {
  await work.tx.assetAssignment.updateMany({
    where: { id: { in: [...ids] } },
    data: { takenBackBy: work.by.id, takenBackAt: work.now, takenBackDecision: decision },
  });
};

/** Writes what becomes of the rows of assets that the caller has locked, and the rows that begin. @returns the deed's id */
export const storePlacing = async (
  work: Work,
  placings: readonly Placing[],
  begun: readonly NewAssignment[],
): Promise<string> => {
  const decision = newId();
  await takeBack(
    work,
    placings.flatMap(({ takenBack }) => takenBack),
    decision,
  );
  await insertAssignments(work, [...placings.flatMap(({ stays }) => stays), ...begun], decision);
  return decision;
};
