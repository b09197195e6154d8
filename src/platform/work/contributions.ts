/** A place to which slices contribute what another slice asks for, against the direction of imports. */
export interface Point<T> {
  readonly name: string;
  /** Type carrier only; never set. */
  readonly value?: T;
}

export const point = <T>(name: string): Point<T> => ({ name });

/** What one slice gives to a point. */
export interface Contribution {
  readonly point: string;
  readonly value: unknown;
}

export const contribute = <T>(to: Point<T>, value: T): Contribution => ({ point: to.name, value });

/** What all slices contribute; the same list for a point whenever it is asked. */
export interface Contributions {
  to<T>(point: Point<T>): readonly T[];
}

/** In the order of the slices. */
export const gatherContributions = (
  slices: readonly { readonly contributes?: readonly Contribution[] }[],
): Contributions => {
  const byPoint = new Map<string, unknown[]>();
  for (const { point: name, value } of slices.flatMap((slice) => slice.contributes ?? [])) {
    const list = byPoint.get(name) ?? [];
    list.push(value);
    byPoint.set(name, list);
  }
  const none: readonly unknown[] = [];
  // A point's type says what may be contributed to it.
  return { to: <T>(to: Point<T>) => (byPoint.get(to.name) ?? none) as readonly T[] };
};
