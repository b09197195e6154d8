import { elementsOf } from './blocks/blocks.ts';
import { type Json, type Obj, objs, str } from './json.ts';
import type { StateValues } from './types.ts';

/** What Slack's own client does with inputs: their state, and the checks before anything is sent. */

const EMPTY: Record<string, (e: Obj) => Obj> = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  rich_text_input: (e) => ({ rich_text_value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

/** Slack reports the state of everything that can hold a value, wherever it stands. */
export const holdsValue = (element: Obj): boolean => Object.hasOwn(EMPTY, str(element.type));

export const initialState = (blocks: Obj[], kept: StateValues = {}): StateValues => {
  const state: StateValues = {};
  for (const block of blocks) {
    for (const { element } of elementsOf(block)) {
      if (!holdsValue(element)) continue;
      const [blockId, actionId] = [str(block.block_id), str(element.action_id)];
      const before = kept[blockId]?.[actionId];
      const fresh: Obj = { type: element.type ?? '', ...EMPTY[str(element.type)]?.(element) };
      const values = state[blockId] ?? {};
      values[actionId] = before && before.type === element.type ? before : fresh;
      state[blockId] = values;
    }
  }
  return state;
};

export interface Found {
  block: Obj;
  element: Obj;
  index: number;
}

export interface Pick {
  actionId?: string | undefined;
  blockId?: string | undefined;
  /** Of a button, or of an overflow's option. */
  value?: string | undefined;
  /** Visible text of a button. */
  text?: string | undefined;
  /** Which of several matches, from 0. */
  index?: number | undefined;
}

export const asPick = (what: string | Pick): Pick => (typeof what === 'string' ? { actionId: what } : what);

export const findElement = (blocks: Obj[], pick: Pick): Found | undefined => {
  const matches: Found[] = [];
  for (const block of blocks) {
    if (pick.blockId !== undefined && block.block_id !== pick.blockId) continue;
    for (const [index, { element }] of elementsOf(block).entries()) {
      if (pick.actionId !== undefined && element.action_id !== pick.actionId) continue;
      if (element.type === 'button') {
        if (pick.value !== undefined && element.value !== pick.value) continue;
        const label = element.text;
        if (
          pick.text !== undefined &&
          !(label && typeof label === 'object' && !Array.isArray(label) && label.text === pick.text)
        )
          continue;
      }
      matches.push({ block, element, index });
    }
  }
  return matches[pick.index ?? 0];
};

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const filled = (value: Obj): Json | undefined => Object.entries(value).find(([key]) => key !== 'type')?.[1];

const empty = (value: Json | undefined): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What the client says in the field before it sends anything; undefined when it is content. */
export const fieldError = (block: Obj, element: Obj, value: Obj): string | undefined => {
  const content = filled(value);
  if (empty(content)) return block.optional === true ? undefined : 'Please complete this required field.';
  if (typeof content === 'string') return textError(element, content);
  if (
    Array.isArray(content) &&
    typeof element.max_selected_items === 'number' &&
    content.length > element.max_selected_items
  ) {
    return `Choose no more than ${element.max_selected_items} items.`;
  }
  return undefined;
};

const textError = (element: Obj, text: string): string | undefined => {
  const { min_length: min, max_length: max, min_value: least, max_value: most } = element;
  switch (element.type) {
    case 'plain_text_input':
      if (typeof min === 'number' && text.length < min) return `Must be at least ${min} characters.`;
      if (text.length > (typeof max === 'number' ? max : 3000))
        return `Must be no more than ${typeof max === 'number' ? max : 3000} characters.`;
      return undefined;
    case 'email_text_input':
      return EMAIL.test(text) ? undefined : 'Must be a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Must be a valid URL.';
    case 'number_input': {
      if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Must be a number.';
      if (element.is_decimal_allowed !== true && text.includes('.')) return 'Must be a whole number.';
      if (typeof least === 'string' && Number(text) < Number(least)) return `Must be ${least} or more.`;
      if (typeof most === 'string' && Number(text) > Number(most)) return `Must be ${most} or less.`;
      return undefined;
    }
    default:
      return undefined;
  }
};

/** Errors of all input blocks, by block id. */
export const formErrors = (blocks: Obj[], state: StateValues): Record<string, string> => {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    for (const { element } of elementsOf(block)) {
      const value = state[str(block.block_id)]?.[str(element.action_id)] ?? {};
      const error = fieldError(block, element, value);
      if (error) errors[str(block.block_id)] = error;
    }
  }
  return errors;
};

export const inputBlockIds = (blocks: Obj[]): Set<string> =>
  new Set(
    objs(blocks)
      .filter((block) => block.type === 'input')
      .map((block) => str(block.block_id)),
  );
