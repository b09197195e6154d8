import type { Tx } from '../db/open.ts';
import type { Registry } from '../slice/registry.ts';
import { slotKey } from '../work/slot-key.ts';
import type { SlotRef } from '../work/work.ts';
import type { Spot } from './places.ts';

interface SlotRow {
  readonly channel: string | null;
  readonly ts: string | null;
}

const spotOf = ({ channel, ts }: SlotRow): Spot | undefined => (channel && ts ? { channel, ts } : undefined);

/** The newest of the messages of these keys, one that was sent before one that was not. */
const newest = async (tx: Tx, keys: readonly string[]): Promise<SlotRow | undefined> => {
  const [row] = await tx.$queryRaw<SlotRow[]>`
    SELECT channel, ts FROM message_slots WHERE key = ANY(${[...keys]}::text[])
    ORDER BY ts IS NULL, seq DESC LIMIT 1`;
  return row;
};

/** Where a message stands, if it was sent. */
export const spotOfMessage = async (tx: Tx, slot: SlotRef): Promise<Spot | undefined> => {
  const row = await newest(tx, [slotKey(slot)]);
  return row && spotOf(row);
};

/**
 * Where the message of a thing stands, whichever thing it is: one that has a message, or a window.
 * @param id a UUID
 * @returns undefined when there is no such thing; without a spot when it has no message in Slack
 */
export const findMessage = async (
  tx: Tx,
  { slots, windows }: Pick<Registry, 'slots' | 'windows'>,
  id: string,
): Promise<{ readonly spot?: Spot | undefined } | undefined> => {
  const row = await newest(
    tx,
    [...slots.keys()].map((kind) => slotKey({ kind, subjectId: id })),
  );
  if (row) return { spot: spotOf(row) };
  const found = await Promise.all([...windows.values()].map((kind) => kind.find(tx, id)));
  const one = found.find((each) => each !== undefined);
  return one && { spot: one.message && (await spotOfMessage(tx, one.message)) };
};
