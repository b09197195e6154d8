/** Plans that are charged for each asset: which of them reaches which asset, and on which days. CUS-4 */
import { UserError } from '../../../core/errors.ts';
import { overlap, type Span, without } from '../../../core/time/spans.ts';
import type { Interruption, Item, Scope } from './item.ts';

/** An asset's days in a billing group. One that moves, or becomes free, ends one row and begins another. */
export interface AssignedAsset extends Span {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly server: string;
  readonly site?: string | undefined;
  readonly free?: boolean | undefined;
}

const widths: readonly Scope['level'][] = ['asset', 'site', 'server', 'group'];

/**
 * CUS-4: rows that are charged for each asset, taken apart: one for each asset they reach. The others stay as they are. On
 * a day on which a narrower row reaches the asset, or the asset is free or elsewhere, the wider one is not served.
 *
 * Example: a plan for a whole server and another for one list of it: that list has the second alone, also where it is free.
 * @param rivals what else is charged for these assets: rows of other subscriptions, which are billed there
 * @throws UserError when two rows of one level reach an asset on the same day
 */
export const byAsset = (
  items: readonly Item[],
  assets: readonly AssignedAsset[],
  rivals: readonly Item[] = [],
): readonly Item[] => {
  const all = [...items, ...rivals];
  const ids = [...new Set(assets.map(({ id }) => id))];
  return items.flatMap((item) =>
    item.eachAsset
      ? ids.flatMap((id) =>
          partOf(
            item,
            all,
            assets.filter((asset) => asset.id === id),
          ),
        )
      : [item],
  );
};

const partOf = (item: Item, items: readonly Item[], asset: readonly AssignedAsset[]): readonly Item[] => {
  const reached = asset.filter((row) => reaches(item, row));
  const [named] = reached;
  if (!named) return [];
  const others = items
    .filter((other) => isRival(item, other))
    .map((other) => ({ other, days: daysWith(other, asset) }));
  for (const { other, days } of others) {
    const isTie =
      widthOf(other) === widthOf(item) && days.some((each) => reached.some((row) => common(item, row, each)));
    if (isTie) throw new UserError(tieOf(item, other, named));
  }
  const narrower = others.filter(({ other }) => widthOf(other) < widthOf(item)).flatMap(({ days }) => days);
  const charged = reached.filter((row) => !row.free);
  const elsewhere = [...without(item, charged), ...narrower].map(
    ({ first, last }): Interruption => ({ kind: 'elsewhere', first, last }),
  );
  return [{ ...item, asset: { id: named.id, name: named.name }, interruptions: [...item.interruptions, ...elsewhere] }];
};

/** The days on which a row reaches an asset. */
const daysWith = (item: Item, asset: readonly AssignedAsset[]): readonly Span[] =>
  asset.filter((row) => reaches(item, row)).flatMap((row) => overlap(item, row) ?? []);

const common = (item: Item, row: Span, days: Span): boolean => {
  const both = overlap(item, row);
  return both !== undefined && overlap(both, days) !== undefined;
};

const tieOf = (item: Item, other: Item, { name }: AssignedAsset): string =>
  `${name} has both “${item.description}” and “${other.description}” on the same days, each by its ${item.eachAsset?.level}. End one of them before the other begins.`;

/**
 * CUS-4: no two rows that an asset has one of at a time are for the same assets on the same days, whether there are any yet.
 * @param rows of these, those that are about to be
 * @throws UserError naming both
 */
export const refuseRivals = (rows: readonly Item[], items: readonly Item[]): void => {
  for (const row of rows) {
    const other = items.find((each) => isRival(row, each) && isSameScope(row, each) && overlap(row, each));
    if (other)
      throw new UserError(
        `“${other.description}” and “${row.description}” would be charged for the same assets on the same days. End one of them before the other begins, or choose other assets.`,
      );
  }
};

const isSameScope = ({ eachAsset: a }: Item, { eachAsset: b }: Item): boolean =>
  a !== undefined && a.level === b?.level && a.id === b.id;

/** An asset has one plan at a time, and may have many charges; the same charge once. */
const isRival = (a: Item, b: Item): boolean =>
  a.id !== b.id &&
  !a.withdrawn &&
  !b.withdrawn &&
  a.sold.kind === b.sold.kind &&
  (a.sold.kind === 'plan' || a.sold.id === b.sold.id);

const widthOf = ({ eachAsset }: Item): number => (eachAsset ? widths.indexOf(eachAsset.level) : widths.length);

const reaches = (item: Item, asset: AssignedAsset): boolean =>
  item.eachAsset !== undefined &&
  asset[item.eachAsset.level === 'asset' ? 'id' : item.eachAsset.level] === item.eachAsset.id;
