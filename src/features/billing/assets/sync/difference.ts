import type { Asset } from '../inventory/asset.ts';
import type { ListedAsset } from '../lists/list.ts';

/** What a list says otherwise than what is known. */
export interface Difference {
  readonly added: readonly ListedAsset[];
  /** Called otherwise, or at another site; by the id, which stays. */
  readonly changed: readonly { readonly before: Asset; readonly after: ListedAsset }[];
  /** Were gone, and are there again. */
  readonly back: readonly { readonly before: Asset; readonly after: ListedAsset }[];
  readonly gone: readonly Asset[];
  readonly unchanged: number;
}

/**
 * CUS-2: what a sync finds. An asset is known by its id at the server: one with another name is renamed, and never gone and new.
 *
 * Example: known 1 “News” and 2 “Offers”, listed 1 “Bulletin” and 3 “Jobs” → 1 renamed, 3 new, 2 gone.
 */
export const differenceOf = (known: readonly Asset[], listed: readonly ListedAsset[]): Difference => {
  const before = new Map(known.map((asset) => [asset.listedId, asset]));
  const ids = new Set(listed.map(({ listedId }) => listedId));
  const pairs = listed.flatMap((after) => {
    const asset = before.get(after.listedId);
    return asset ? [{ before: asset, after }] : [];
  });
  const there = pairs.filter((pair) => pair.before.goneAt === undefined);
  const changed = there.filter((pair) => pair.before.name !== pair.after.name || pair.before.site !== pair.after.site);
  return {
    added: listed.filter(({ listedId }) => !before.has(listedId)),
    changed,
    back: pairs.filter((pair) => pair.before.goneAt !== undefined),
    gone: known.filter(({ listedId, goneAt }) => goneAt === undefined && !ids.has(listedId)),
    unchanged: there.length - changed.length,
  };
};
