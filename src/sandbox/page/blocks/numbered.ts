/** Parts of a text or a block have no identity but their place: this pairs each with it, as its key. */
export const numbered = <T>(
  items: readonly T[] | undefined,
): readonly { readonly key: string; readonly item: T; readonly at: number }[] =>
  (items ?? []).map((item, at) => ({ key: `n${at}`, item, at }));
