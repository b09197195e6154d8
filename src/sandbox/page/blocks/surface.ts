import { createContext, useContext } from 'react';
import type { Block, Element, Entry, Option, OptionGroup, StateValue } from '../api/types.ts';

/** What holds blocks: a message, a modal or a Home tab. Elements know nothing else of where they are. */
export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  /** What the element holds now. */
  value(block: Block, element: Element): StateValue | undefined;
  /** Presses a button; resolves when the app has answered. */
  press(block: Block, element: Element): Promise<void>;
  /** Puts something in. Elements outside inputs send it to the app at once, inputs keep it for the submission. */
  change(block: Block, element: Element, value: StateValue): Promise<void>;
  /** Sends an input that dispatches on Enter. */
  enter(block: Block, element: Element): Promise<void>;
  suggest(block: Block, element: Element, query: string): Promise<OptionGroup[]>;
  error(blockId: string): string | undefined;
}

const nothing = async () => {};

export const SurfaceContext = createContext<Surface>({
  kind: 'message',
  value: () => undefined,
  press: nothing,
  change: nothing,
  enter: nothing,
  suggest: async () => [],
  error: () => undefined,
});

export const useSurface = (): Surface => useContext(SurfaceContext);

/** A state value as the control surface takes it: text, an option's value, ids. */
export const entryOf = (value: StateValue): Entry => {
  if (value.selected_option) return value.selected_option.value;
  if (value.selected_options) return value.selected_options.map((option) => option.value);
  if (value.files) return value.files.map((file) => file.id);
  return (
    value.value ??
    value.selected_user ??
    value.selected_users ??
    value.selected_conversation ??
    value.selected_conversations ??
    value.selected_channel ??
    value.selected_channels ??
    value.selected_date ??
    value.selected_time ??
    value.selected_date_time ??
    null
  );
};

const single = (option: Option | undefined) => ({ selected_option: option ?? null });

/** What an element of a message holds before anybody chose; modals and Home tabs get their state from the server. */
export const initialValue = (element: Element): StateValue => {
  const { type } = element;
  return {
    type,
    ...(element.initial_option ? single(element.initial_option) : {}),
    ...(element.initial_options ? { selected_options: element.initial_options } : {}),
    ...(element.initial_user ? { selected_user: element.initial_user } : {}),
    ...(element.initial_users ? { selected_users: element.initial_users } : {}),
    ...(element.initial_conversation ? { selected_conversation: element.initial_conversation } : {}),
    ...(element.initial_conversations ? { selected_conversations: element.initial_conversations } : {}),
    ...(element.initial_channel ? { selected_channel: element.initial_channel } : {}),
    ...(element.initial_channels ? { selected_channels: element.initial_channels } : {}),
    ...(element.initial_date ? { selected_date: element.initial_date } : {}),
    ...(element.initial_time ? { selected_time: element.initial_time } : {}),
    ...(element.initial_date_time ? { selected_date_time: element.initial_date_time } : {}),
    ...(element.initial_value ? { value: element.initial_value } : {}),
  };
};

export const keyOf = (block: Block, element: Element): string => `${block.block_id}/${element.action_id}`;

/** Options in groups, also where the app sent none: one unnamed group. */
export const groupsIn = (source: unknown): OptionGroup[] => {
  const { options, option_groups } = (source ?? {}) as { options?: Option[]; option_groups?: OptionGroup[] };
  if (option_groups) return option_groups;
  return options ? [{ label: { type: 'plain_text', text: '' }, options }] : [];
};
