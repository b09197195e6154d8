/** In the order in which they come. Example: `groupBy([1, 2, 3], (n) => n % 2)` is `1 → [1, 3], 0 → [2]`. */
export const groupBy = <T, K>(list: Iterable<T>, keyOf: (each: T) => K): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
};

/** Example: `inChunks([1, 2, 3], 2)` is `[[1, 2], [3]]`. */
export const inChunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_none, at) => list.slice(at * size, (at + 1) * size));
