import type { ButtonSpec } from '../../block-kit/blocks.ts';
import type { HomeFrame } from '../../slice/slice.ts';
import type { ParkedMessage } from './problems.ts';

/**
 * The way from a message that cannot be sent to what it is about: the first that it has itself, else that of the message in whose
 * thread it was to stand. WRK-1
 */
const wayOf = async (
  { blocks, slot, about }: ParkedMessage,
  { drawn, waysIn, openButtons }: HomeFrame,
): Promise<ButtonSpec | undefined> => {
  const [own] = [...waysIn(blocks ?? []), ...openButtons(about)];
  if (own || !slot) return own;
  // That it cannot be drawn may be why it was not sent.
  const content = await drawn(slot).catch(() => undefined);
  return waysIn(content?.blocks ?? [])[0];
};

/** By the messages' ids. */
export type Ways = ReadonlyMap<string, ButtonSpec>;

export const waysOf = async (messages: readonly ParkedMessage[], frame: HomeFrame): Promise<Ways> => {
  const found = await Promise.all(messages.map(async (each) => [each.id, await wayOf(each, frame)] as const));
  return new Map(found.flatMap(([id, way]) => (way ? [[id, way] as const] : [])));
};
