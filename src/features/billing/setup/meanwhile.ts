/** What is said when somebody changed a part of the set-up first, and what the log says of a change. ALL-2, ALL-3 */
import { Conflict } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';

/** Names who was first. ALL-3 */
export const changedMeanwhile = async (tx: Tx, { type, id }: Subject): Promise<Conflict> => {
  const last = await tx.auditEntry.findFirst({
    where: { subjectType: type, subjectId: id },
    orderBy: { id: 'desc' },
    select: { actor: true, at: true },
  });
  const first = last ? `${person(last.actor)} changed this ${moment(last.at)}.` : 'Somebody changed this.';
  return new Conflict(`${first} Nothing was saved. Open it anew to see how it is now.`);
};

/**
 * What differs, before and after, by the fields of the second.
 *
 * Example: `{ name: 'A', code: 'X' }` and `{ name: 'B', code: 'X' }` → before `{ name: 'A' }`, after `{ name: 'B' }`.
 */
export const differenceOf = (before: object, after: object): { readonly before: object; readonly after: object } => {
  const changed = Object.entries(after).filter(([field, value]) => Reflect.get(before, field) !== value);
  return {
    before: Object.fromEntries(changed.map(([field]) => [field, Reflect.get(before, field) ?? null])),
    after: Object.fromEntries(changed.map(([field, value]) => [field, value ?? null])),
  };
};
