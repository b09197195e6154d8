/** How assets come to a group, or to nobody: by a form, in bulk, or by a file. */
import { FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { clip, plural } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Span } from '../../../../core/time/spans.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type NamedGroup, namedGroups } from '../../../customers/index.ts';
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

/**
 * CUS-4, CUS-6: assets are a group's on these days, or parked; what they were before ends the day before, and goes on where these days have an
 * end. The caller has asked who may.
 *
 * @returns how many changed
 * @throws FieldErrors at `group`, `from`, `to`; UserError where something else is planned within these days, or nothing would change
 */
export const place = async (work: Work, { assetIds, groupId, isFree, first, last }: Place): Promise<number> => {
  if (last !== undefined && last < first)
    throw new FieldErrors({ to: 'It ends before it begins: choose the first day or a later one.' });
  const locked = await lockAssets(work.tx, assetIds);
  if (locked.length < new Set(assetIds).size) throw new NotFound('asset');
  const byAsset = groupBy(await assignmentsOf(work.tx, assetIds), ({ assetId }) => assetId);
  const rowsOf = (id: string) => byAsset.get(id) ?? [];
  const before = [...byAsset.values()].flat();
  const groups = await namedGroups(work.tx, [
    ...new Set([...before.flatMap((row) => row.groupId ?? []), ...(groupId === undefined ? [] : [groupId])]),
  ]);
  const group = groupId === undefined ? undefined : requireGroup(groups.get(groupId), first);
  const wanted = { groupId, isFree: isFree && groupId !== undefined, first, last };
  const assets = locked.filter(({ id }) => !isSoAlready(rowsOf(id), wanted));
  if (assets.length === 0)
    throw new UserError(`${plural(locked.length, 'asset is', 'assets are')} so already. Nothing was changed.`);
  refusePlanned(assets, rowsOf, wanted);
  await storePlacing(
    work,
    assets.map(({ id }) => placing(rowsOf(id), wanted)),
    assets.map(({ id }) => ({ assetId: id, ...wanted })),
  );
  const current = ({ id }: Asset) => rowsOf(id).find((row) => row.first <= first && (row.last ?? first) >= first);
  for (const asset of assets) {
    const was = current(asset);
    work.audit({
      action: group ? 'asset.assigned' : 'asset.parked',
      subject: assetSubject(asset.id),
      ...(was ? { before: assignmentFacts(was, groups) } : {}),
      after: { name: asset.name, ...assignmentFacts(wanted, groups) },
    });
  }
  tellGroups(work, 'group.assets_assigned', assets, group);
  const leaving = groupBy(assets, (asset) => current(asset)?.groupId);
  for (const [left, theirs] of leaving)
    if (left !== undefined && left !== groupId) tellGroups(work, 'group.assets_left', theirs, groups.get(left));
  return assets.length;
};
