import type { Tx } from '../../platform/db/open.ts';
import { openButton } from '../../platform/slice/door.ts';
import type { Asked, Finder, Hit } from '../find/index.ts';
import { customerDoor, customerSubject, nameKey } from './customer.ts';
import { customersByIds } from './store.ts';

/** As the index of customers’ words divides names; what divides them has no meaning within a query. */
const wordsIn = (key: string): readonly string[] => key.split(/[\s!-/:-@[-`{-~]+/).filter((word) => word !== '');

/** Its words of three letters and more begin words of the name; without any, only the whole name is found. */
const queryOf = (key: string): string | undefined => {
  const words = wordsIn(key).filter((word) => word.length >= 3);
  return words.length > 0
    ? words
        .slice(0, 8)
        .map((word) => `'${word}':*`)
        .join(' & ')
    : undefined;
};

/** No name has it: what lies between a beginning and this one after it begins so. LIKE takes no index once its statement is planned for any pattern. */
const last = '\u{10FFFF}';

/** Whose name begins with it, in the order of the names, then those of whom other words do. */
const byName = async (tx: Tx, text: string, take: number): Promise<readonly string[]> => {
  const key = nameKey(text);
  const query = queryOf(key);
  const first = await tx.$queryRaw<{ id: string }[]>`
    (SELECT id, name_key FROM customers WHERE name_key = ${key})
    UNION SELECT id, name_key FROM (SELECT id, name_key FROM customers
      WHERE name_key ~>=~ ${key} AND name_key ~<~ ${`${key}${last}`} AND ${query !== undefined} ORDER BY name_key USING ~<~ LIMIT ${take}) begin
    ORDER BY name_key`;
  if (query === undefined || first.length >= take) return first.map(({ id }) => id);
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customers
    WHERE array_to_tsvector(array_remove(regexp_split_to_array(name_key, '[\\s!-/:-@\\[-\`{-~]+'), '')) @@ ${query}::tsquery
    LIMIT ${take}`;
  return [...first, ...others].map(({ id }) => id);
};

/** By what stands on the customer’s card: email, phone, the last digits of a card, the gateway’s id. */
const byDetails = async (tx: Tx, { text, email, phone, last4 }: Asked, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    (SELECT id FROM customers WHERE ${email ?? null}::text IS NOT NULL AND lower(email) = ${email ?? null} LIMIT ${take})
    UNION ALL (SELECT id FROM customers
      WHERE ${phone ?? null}::text IS NOT NULL AND regexp_replace(phone, '\\D', '', 'g') = ${phone ?? null} LIMIT ${take})
    UNION ALL (SELECT id FROM customers
      WHERE ${last4 ?? null}::text IS NOT NULL AND card_last4 = ${last4 ?? null} ORDER BY name_key LIMIT ${take})
    UNION ALL (SELECT customer_id FROM gateway_customers WHERE reference = ${text} LIMIT ${take})`;
  return rows.map(({ id }) => id);
};

/** WRK-2 */
export const customerFinder: Finder = {
  among: 'customers',
  find: async (tx, asked, take) => {
    const [named, known] = await Promise.all([byName(tx, asked.text, take), byDetails(tx, asked, take)]);
    const ids = [...new Set([...known, ...named])].slice(0, take);
    const customers = await customersByIds(tx, ids);
    return ids.flatMap((id): Hit[] => {
      const customer = customers.get(id);
      if (!customer) return [];
      const about = [customer.contactName, customer.email, customer.phone].filter(Boolean).join(' · ');
      return [{ subject: customerSubject(id), title: customer.name, about, open: openButton(customerDoor, id) }];
    });
  },
};
