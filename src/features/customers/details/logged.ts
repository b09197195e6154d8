/** What the log says of a customer's fields: nothing of a person, and names where the row has ids. ALL-2, ALL-7 */
import type { Tx } from '../../../platform/db/open.ts';
import { allContractTypes } from '../contract-types/store.ts';
import { allTerms } from '../terms/store.ts';
import { type CustomerDetails, type FieldKey, type FieldValue, fieldValue, isPersonal } from './details.ts';

/** What a value is called. */
export type Tell = (key: FieldKey, value: FieldValue) => FieldValue;

/** Reads the names that these fields need. */
export const tellNames = async (tx: Tx, keys: readonly FieldKey[]): Promise<Tell> => {
  const names = new Map<string, string>();
  if (keys.includes('termsId')) for (const { id, name } of await allTerms(tx)) names.set(id, name);
  if (keys.includes('contractTypeId')) for (const { id, name } of await allContractTypes(tx)) names.set(id, name);
  return (key, value) => (['termsId', 'contractTypeId'].includes(key) ? (names.get(String(value)) ?? null) : value);
};

const logKey = (key: FieldKey): string =>
  key === 'termsId' ? 'terms' : key === 'contractTypeId' ? 'contractType' : key;

export const factsOf = (
  details: CustomerDetails,
  keys: readonly FieldKey[],
  tell: Tell,
): Readonly<Record<string, FieldValue>> =>
  Object.fromEntries(
    keys.filter((key) => !isPersonal(key)).map((key) => [logKey(key), tell(key, fieldValue(details, key))]),
  );
