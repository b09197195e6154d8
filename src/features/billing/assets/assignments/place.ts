/** How assets come to a group, or to nobody: by a form, in bulk, or by a file. */
import { FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { clip, plural } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Span } from '../../../../core/time/spans.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type NamedGroup, namedGroups } from '../../../customers/index.ts';
import { type Entry, eachEntry, type RowProblem } from '../../../entries/index.ts';
import { type Asset, assetSubject } from '../inventory/asset.ts';
import { lockAssets } from '../inventory/store.ts';
import { type Assignment, isSoAlready, placing, plannedWithin } from './assignment.ts';
import { assignmentsOf, storePlacing } from './store.ts';

export interface Place extends Span {
  readonly assetIds: readonly string[];
  /** Without one they are parked. CUS-6 */
  readonly groupId?: string | undefined;
  readonly isFree: boolean;
}

/** What was done. */
export interface Placed {
  /** How many assets it changed. */
  readonly changed: number;
  /** By which it can be undone. ALL-10 */
  readonly decision: string;
}

/** `Acme · Hosting` */
export const groupName = ({ customer, name }: Pick<NamedGroup, 'customer' | 'name'>): string =>
  `${customer.name} · ${name}`;

/** @throws FieldErrors for a group that bills nothing on that day */
const requireGroup = (group: NamedGroup | undefined, first: Day): NamedGroup => {
  if (!group) throw new FieldErrors({ group: 'Choose a billing group. This one is gone.' });
  if (!group.customer.active)
    throw new FieldErrors({
      group: `${group.customer.name} is not active: nothing is billed to it. Choose another group.`,
    });
  if (first < group.startOn)
    throw new FieldErrors({
      from: `${groupName(group)} starts on ${formatDay(group.startOn)}: choose that day or a later one.`,
    });
  if (group.endOn !== null && first > group.endOn)
    throw new FieldErrors({
      from: `${groupName(group)} ended on ${formatDay(group.endOn)}: choose that day or an earlier one, or another group.`,
    });
  return group;
};

/** What the log keeps of an assignment. */
export const assignmentFacts = (
  row: Omit<Assignment, 'id' | 'assetId'>,
  groups: ReadonlyMap<string, NamedGroup>,
): object => {
  const group = row.groupId === undefined ? undefined : groups.get(row.groupId);
  return {
    billedTo: group ? groupName(group) : 'nobody (parked)',
    from: row.first,
    until: row.last ?? null,
    isFree: row.isFree,
  };
};

const refusePlanned = (assets: readonly Asset[], rowsOf: (id: string) => readonly Assignment[], days: Span): void => {
  const planned = assets.flatMap((asset) => {
    const row = plannedWithin(rowsOf(asset.id), days);
    return row ? [`${clip(asset.name, 60)} from ${formatDay(row.first)} on`] : [];
  });
  if (planned.length > 0)
    throw new UserError(
      `Something else is planned for ${planned.slice(0, 5).join(', ')}${planned.length > 5 ? ` and ${planned.length - 5} more` : ''}. Correct that first, in the asset’s window, or choose a last day before it.`,
    );
};

const tellGroups = (
  work: Work,
  action: 'group.assets_assigned' | 'group.assets_left',
  assets: readonly Asset[],
  group: NamedGroup | undefined,
): void => {
  if (!group || assets.length === 0) return;
  work.audit({
    action,
    subject: { type: 'group', id: group.id },
    customerId: group.customerId,
    after: {
      name: group.name,
      assets: assets.length,
      called: assets.slice(0, 10).map(({ name }) => clip(name, 60)),
    },
  });
};

/** Assets with all that is known of them, locked. */
interface InHand {
  readonly assets: readonly Asset[];
  readonly rowsOf: (assetId: string) => readonly Assignment[];
  readonly groups: ReadonlyMap<string, NamedGroup>;
}

/** @throws NotFound */
const takeInHand = async (work: Work, assetIds: readonly string[], groupIds: readonly string[]): Promise<InHand> => {
  const assets = await lockAssets(work.tx, assetIds);
  if (assets.length < new Set(assetIds).size) throw new NotFound('asset');
  const byAsset = groupBy(await assignmentsOf(work.tx, assetIds), ({ assetId }) => assetId);
  const before = [...byAsset.values()].flat().flatMap((row) => row.groupId ?? []);
  return {
    assets,
    rowsOf: (id) => byAsset.get(id) ?? [],
    groups: await namedGroups(work.tx, [...new Set([...before, ...groupIds])]),
  };
};

/** What a place comes to: the assets that it changes. */
interface Part {
  readonly assets: readonly Asset[];
  readonly group: NamedGroup | undefined;
  readonly wanted: Omit<Assignment, 'id' | 'assetId'>;
}

/** @throws as `place` */
const partOf = ({ rowsOf, groups }: InHand, found: readonly Asset[], to: Omit<Place, 'assetIds'>): Part => {
  const { groupId, isFree, first, last } = to;
  if (last !== undefined && last < first)
    throw new FieldErrors({ to: 'It ends before it begins: choose the first day or a later one.' });
  const group = groupId === undefined ? undefined : requireGroup(groups.get(groupId), first);
  const wanted = { groupId, isFree: isFree && groupId !== undefined, first, last };
  const assets = found.filter(({ id }) => !isSoAlready(rowsOf(id), wanted));
  if (assets.length === 0)
    throw new UserError(`${plural(found.length, 'asset is', 'assets are')} so already. Nothing was changed.`);
  refusePlanned(assets, rowsOf, wanted);
  return { assets, group, wanted };
};

/** @returns the deed's id */
const writeParts = async (work: Work, { rowsOf, groups }: InHand, parts: readonly Part[]): Promise<string> => {
  const each = parts.flatMap(({ assets, group, wanted }) => assets.map((asset) => ({ asset, group, wanted })));
  const decision = await storePlacing(
    work,
    each.map(({ asset, wanted }) => placing(rowsOf(asset.id), wanted)),
    each.map(({ asset, wanted }) => ({ assetId: asset.id, ...wanted })),
  );
  const moved = each.map(({ asset, group, wanted }) => ({
    asset,
    group,
    wanted,
    was: rowsOf(asset.id).find((row) => row.first <= wanted.first && (row.last ?? wanted.first) >= wanted.first),
  }));
  for (const { asset, group, wanted, was } of moved) {
    work.audit({
      action: group ? 'asset.assigned' : 'asset.parked',
      subject: assetSubject(asset.id),
      ...(was ? { before: assignmentFacts(was, groups) } : {}),
      after: { name: asset.name, ...assignmentFacts(wanted, groups) },
    });
  }
  const assetsOf = (rows: readonly { readonly asset: Asset }[]) => rows.map(({ asset }) => asset);
  for (const [id, theirs] of groupBy(moved, ({ group }) => group?.id ?? ''))
    tellGroups(work, 'group.assets_assigned', assetsOf(theirs), groups.get(id));
  const leaving = moved.filter(({ was, wanted }) => was?.groupId !== undefined && was.groupId !== wanted.groupId);
  for (const [id, theirs] of groupBy(leaving, ({ was }) => was?.groupId ?? ''))
    tellGroups(work, 'group.assets_left', assetsOf(theirs), groups.get(id));
  return decision;
};

/**
 * CUS-4, CUS-6: assets are a group's on these days, or parked; what they were before is so until the day before, and again where these days have an
 * end. The caller has asked who may.
 *
 * @throws FieldErrors at `group`, `from`, `to`; UserError where something else is planned within these days, or nothing would change
 */
export const place = async (work: Work, { assetIds, ...to }: Place): Promise<Placed> => {
  const inHand = await takeInHand(work, assetIds, to.groupId === undefined ? [] : [to.groupId]);
  const part = partOf(inHand, inHand.assets, to);
  return { changed: part.assets.length, decision: await writeParts(work, inHand, [part]) };
};

/** An asset's place, of a file. */
export type PlaceOfOne = Omit<Place, 'assetIds'> & { readonly assetId: string };

/** The same of many assets, each to its own place and each only once, in as many statements however many there are. BIL-21 */
export const placeEach = async (work: Work, places: readonly Entry<PlaceOfOne>[]): Promise<readonly RowProblem[]> => {
  const inHand = await takeInHand(
    work,
    places.map(({ value }) => value.assetId),
    places.flatMap(({ value }) => value.groupId ?? []),
  );
  const byId = new Map(inHand.assets.map((asset) => [asset.id, asset]));
  const parts: Part[] = [];
  const refused = await eachEntry(places, ({ assetId, ...to }) => {
    const asset = byId.get(assetId);
    try {
      parts.push(partOf(inHand, asset ? [asset] : [], to));
    } catch (error) {
      // What is refused of the whole is told at its row.
      if (error instanceof UserError && !(error instanceof FieldErrors)) throw new FieldErrors({ from: error.message });
      throw error;
    }
  });
  if (parts.length > 0) await writeParts(work, inHand, parts);
  return refused;
};
