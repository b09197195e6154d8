import type { Tx } from '../../../platform/db/open.ts';

/** How these people are called, in this order, each once; those whose name nobody knows are left out. */
export const namesOf = async (tx: Tx, userIds: readonly string[]): Promise<readonly string[]> => {
  const ids = [...new Set(userIds)];
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`SELECT id, name FROM people WHERE id = ANY(${ids})`;
  const byId = new Map(rows.flatMap(({ id, name }) => (name === id ? [] : [[id, name] as const])));
  return ids.flatMap((id) => byId.get(id) ?? []);
};
