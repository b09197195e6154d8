import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Tx } from '../../db/open.ts';
import { letGo } from '../../files/kept-files.ts';
import { postOwner } from '../../work/write-effects.ts';

/** How a value may stand in a payload's JSON: as it is, or made safe for mrkdwn. */
const spellings = (value: string): string[] => [...new Set([value, escapeMrkdwn(value)])];

const mapTexts = (json: unknown, change: (text: string) => string): unknown => {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((each) => mapTexts(each, change));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapTexts(value, change)]));
};

const without = (values: readonly string[]): ((text: string) => string) => {
  const words = values
    .flatMap(spellings)
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(pattern, '(erased)');
};

const addressIn = (payload: unknown): string => {
  const to: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'to') : undefined;
  return typeof to === 'string' ? to : '';
};

/**
 * ALL-7: takes a person's values out of what is kept of messages. What was sent or dropped about the customer loses its text;
 * what waits or is held back loses the values and is sent without them, also where it is about many customers. What was
 * attached to letters that are emptied, or have no address any more, is let go.
 * @returns how many messages were changed
 */
export const eraseFromMessages = async (tx: Tx, customerId: string, values: readonly string[]): Promise<number> => {
  const gone = await tx.$queryRaw<{ id: string }[]>`
    UPDATE posts SET payload = '{}' WHERE customer_id = ${customerId}::uuid AND state IN ('sent', 'dropped') AND payload <> '{}'::jsonb
    RETURNING id`;
  await letGo(tx, ...gone.map(({ id }) => postOwner(id)));
  const emptied = gone.length;
  if (values.length === 0) return emptied;
  const needles = JSON.stringify(
    values.flatMap(spellings).map((value) => JSON.stringify(value).slice(1, -1).toLowerCase()),
  );
  const unsent = await tx.$queryRaw<{ id: string; payload: unknown }[]>`
    SELECT id, payload FROM posts
    WHERE (state IN ('pending', 'sending', 'unknown') OR state = 'parked') AND (customer_id = ${customerId}::uuid OR customer_id IS NULL)
      AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(${needles}::jsonb) n(needle) WHERE position(n.needle IN lower(payload::text)) > 0)
    FOR UPDATE`;
  const erase = without(values);
  for (const { id, payload } of unsent)
    await tx.$executeRaw`UPDATE posts SET payload = ${JSON.stringify(mapTexts(payload, erase))}::jsonb WHERE id = ${id}::uuid`;
  // A letter to whoever is erased never goes: nobody needs what was attached to it.
  const unaddressed = unsent.filter(({ payload }) => addressIn(mapTexts(payload, erase)) !== addressIn(payload));
  await letGo(tx, ...unaddressed.map(({ id }) => postOwner(id)));
  return emptied + unsent.length;
};
