import { useMemo, useState } from 'react';
import type { Block, Element, Entry, StateValue, View } from '../api/types.ts';
import { entryOf, groupsIn, keyOf, type Surface } from '../blocks/surface.ts';
import { perform } from '../live/connection.ts';

/** One thing after another, so that a submission never overtakes what was put in before it. */
let queue: Promise<unknown> = Promise.resolve();

const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
  const next = queue.then(work, work);
  queue = next;
  return next;
};

const isText = (value: StateValue): boolean => value.value !== undefined;

/**
 * A modal's or Home tab's elements. Typed text stays in the page until something is pressed or submitted; choices go to the
 * workspace at once, as it only accepts what was offered last.
 */
export const useViewSurface = (view: View) => {
  const [entered, setEntered] = useState<Readonly<Record<string, StateValue>>>({});
  const [failure, setFailure] = useState<string>();
  return useMemo(() => {
    const verb = view.type === 'modal' ? 'clickInModal' : 'clickInHome';
    const at = (block: Block, element: Element) => ({ blockId: block.block_id, actionId: element.action_id });
    const held = (block: Block, element: Element): StateValue | undefined =>
      entered[keyOf(block, element)] ?? view.state.values[block.block_id]?.[element.action_id];
    const typed = (): Record<string, Entry> =>
      Object.fromEntries(
        view.blocks.flatMap((block): [string, Entry][] => {
          if (block.type !== 'input' || !block.element) return [];
          const value = entered[keyOf(block, block.element)];
          return value && isText(value) && !block.dispatch_action ? [[block.block_id, entryOf(value)]] : [];
        }),
      );
    const flush = async () => {
      const values = typed();
      if (view.type === 'modal' && Object.keys(values).length > 0) await perform('fill', { values });
    };
    const surface: Surface = {
      kind: view.type,
      value: held,
      press: (block, element) =>
        inOrder(async () => {
          await flush();
          await perform(verb, at(block, element), element.text?.text);
        }),
      async change(block, element, value) {
        if (element.type !== 'overflow') setEntered((all) => ({ ...all, [keyOf(block, element)]: value }));
        if (isText(value)) return;
        await inOrder(async () => {
          if (block.type !== 'input' || block.dispatch_action) await flush();
          await perform(verb, { ...at(block, element), entry: entryOf(value) });
        });
      },
      enter: (block, element) =>
        inOrder(async () => {
          await flush();
          await perform(verb, { ...at(block, element), entry: held(block, element)?.value ?? null });
        }),
      async suggest(block, element, query) {
        const result = await perform('suggest', { ...at(block, element), query });
        return groupsIn('ack' in result ? result.ack : undefined);
      },
      error: (blockId) => view.errors[blockId],
    };
    const submit = () =>
      inOrder(async () => {
        setFailure(undefined);
        const result = await perform('submit', { values: typed() });
        if (result.error && result.error !== 'client_validation')
          setFailure('We had some trouble connecting. Try again?');
      });
    return { surface, submit, failure };
  }, [view, entered, failure]);
};

export const closeTop = (all = false): Promise<unknown> => inOrder(() => perform('closeModal', { all }));
