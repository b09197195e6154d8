import { createHash } from 'node:crypto';
import { type CustomerDetails, type FieldKey, type FieldValue, fieldValue, isBlank } from './details.ts';

/** What somebody saw when their form was opened: a digest of each field. It says nothing of the values. */
export type Shown = Readonly<Partial<Record<FieldKey, string>>>;
export type Entered = Readonly<Partial<Record<FieldKey, FieldValue>>>;

const digest = (value: FieldValue): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 11);

export const shownOf = (details: CustomerDetails, keys: readonly FieldKey[]): Shown =>
  Object.fromEntries(keys.map((key) => [key, digest(fieldValue(details, key))]));

export interface Merged {
  /** What this person changed, and is to be written. */
  readonly changes: Entered;
  /** What they changed and somebody else had changed since they saw it: the first wins. */
  readonly taken: readonly FieldKey[];
}

const keysOf = (record: Entered): readonly FieldKey[] => Object.keys(record) as FieldKey[];

/**
 * Brings a form together with what holds now, field by field: what this person left as they saw it stays as it is now, whoever
 * changed it; what they changed is written, unless somebody was first at that field. ALL-3
 *
 * Example: two people opened the form; one saved another phone. The other saves another email: both hold. The other saves
 * another phone too: it is `taken`.
 */
export const mergeEdit = (current: CustomerDetails, shown: Shown, entered: Entered): Merged => {
  const mine = keysOf(entered).filter((key) => digest(entered[key] ?? null) !== shown[key]);
  const differing = mine.filter((key) => digest(entered[key] ?? null) !== digest(fieldValue(current, key)));
  const taken = differing.filter((key) => shown[key] !== digest(fieldValue(current, key)));
  const changed = differing.filter((key) => !taken.includes(key));
  return { changes: Object.fromEntries(changed.map((key) => [key, entered[key] ?? null])), taken };
};

/** ALL-5: whether something that was entered is replaced, for which a reason is asked. What was blank is filled in without one. */
export const replacesSomething = (current: CustomerDetails, changes: Entered): boolean =>
  keysOf(changes).some((key) => !isBlank(fieldValue(current, key)));
