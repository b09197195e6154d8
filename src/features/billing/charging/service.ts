import type { Item } from './item.ts';

/** All rows of the service to which a row belongs, in order of their days; rows that were taken back are left out. BIL-6 */
export const serviceOf = (items: readonly Item[], itemId: string): readonly Item[] => {
  const ids = new Set([itemId]);
  const grow = (): void => {
    const before = ids.size;
    for (const { id, replaces } of items) {
      if (replaces !== undefined && (ids.has(id) || ids.has(replaces))) ids.add(id).add(replaces);
    }
    if (ids.size > before) grow();
  };
  grow();
  return items.filter(({ id, withdrawn }) => ids.has(id) && !withdrawn).sort((a, b) => (a.first < b.first ? -1 : 1));
};
