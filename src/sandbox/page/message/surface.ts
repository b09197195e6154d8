import { useMemo, useState } from 'react';
import type { Block, Element, Message, StateValue } from '../api/types.ts';
import { entryOf, groupsIn, initialValue, keyOf, type Surface } from '../blocks/surface.ts';
import { perform } from '../live/connection.ts';

/** A message's elements act on the message; what was chosen is kept here, since Slack shows it to this person only. */
export const useMessageSurface = (message: Message): Surface => {
  const { channel, ts } = message;
  const [chosen, setChosen] = useState<Readonly<Record<string, StateValue>>>({});
  return useMemo(() => {
    const at = (block: Block, element: Element) => ({
      channel,
      ts,
      blockId: block.block_id,
      actionId: element.action_id,
    });
    return {
      kind: 'message',
      value: (block, element) => chosen[keyOf(block, element)] ?? initialValue(element),
      async press(block, element) {
        await perform('click', at(block, element), element.text?.text);
      },
      async change(block, element, value) {
        if (element.type !== 'overflow') setChosen((all) => ({ ...all, [keyOf(block, element)]: value }));
        const entry = entryOf(value);
        if (block.type === 'input' && !block.dispatch_action)
          await perform('fillInMessage', { channel, ts, values: { [block.block_id]: entry } });
        else await perform('click', { ...at(block, element), entry });
      },
      async enter(block, element) {
        await perform('click', { ...at(block, element), entry: chosen[keyOf(block, element)]?.value ?? null });
      },
      async suggest(block, element, query) {
        const result = await perform('suggest', { ...at(block, element), query });
        return groupsIn('ack' in result ? result.ack : undefined);
      },
      error: () => undefined,
    };
  }, [channel, ts, chosen]);
};
