import { isObj, type Json, type Obj, objs } from '../json.ts';
import { boolean, byType, type Check, type Findings, fail, list, object, oneOf, pattern, string } from './checks.ts';

/** The composition objects: texts, confirm dialogs, options and filters. */

const plain = (max: number, min: number): Check =>
  object({ required: { type: oneOf('plain_text'), text: string(max, min) }, optional: { emoji: boolean } });

const mrkdwn = (max: number, min: number): Check =>
  object({ required: { type: oneOf('mrkdwn'), text: string(max, min) }, optional: { verbatim: boolean } });

export const plainText = (max: number, min = 1): Check => byType({ plain_text: plain(max, min) });

export const anyText = (max: number, min = 1): Check =>
  byType({ plain_text: plain(max, min), mrkdwn: mrkdwn(max, min) });

export const actionId = string(255, 1);
export const blockId = string(255);

export const url = (max = 3000): Check => {
  const length = string(max, 1);
  const shape = pattern(/^(https?|mailto|tel|slack):/i, 'invalid url');
  return (value, at, found) => {
    length(value, at, found);
    if (typeof value === 'string' && value !== '') shape(value, at, found);
  };
};

export const confirm = object({
  required: { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  optional: { style: oneOf('primary', 'danger') },
});

const optionShape = (text: Check, description: Check, withUrl: boolean): Check =>
  object({
    required: { text, value: string(150, 1) },
    optional: { description, ...(withUrl ? { url: url() } : {}) },
  });

/** Menus show plain text only; radio buttons and checkboxes may use mrkdwn. */
export const menuOption = optionShape(plainText(75), plainText(75), false);
export const overflowOption = optionShape(plainText(75), plainText(75), true);
export const choiceOption = optionShape(anyText(75), anyText(75), false);

export const optionGroup = object({ required: { label: plainText(75), options: list(menuOption, 1, 100) } });

export const conversationFilter = object({
  optional: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  also: (value, at, found) => {
    if (Object.keys(value).length === 0) fail(found, at, 'must provide at least one filter');
  },
});

export const dispatchConfig = object({
  optional: { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
});

/** At most one element of a view may ask for the focus. */
export const focus: Check = (value, at, found) => {
  boolean(value, at, found);
  if (value !== true) return;
  found.focused += 1;
  if (found.focused > 1) fail(found, at, 'only one element can have focus_on_load');
};

/** Every option a menu offers, whether grouped or not. */
export const offered = (element: Obj): Obj[] => [
  ...objs(element.options),
  ...objs(element.option_groups).flatMap((group) => objs(group.options)),
];

export const sameOption = (a: Json | undefined, b: Json | undefined): boolean =>
  isObj(a) && isObj(b) && a.value === b.value && isObj(a.text) && isObj(b.text) && a.text.text === b.text.text;

/** `initial_option(s)` must be one of the options, or Slack refuses the whole surface. */
export const initialWithin = (element: Obj, at: string, found: Findings): void => {
  const options = offered(element);
  const one = element.initial_option;
  if (one && !options.some((option) => sameOption(option, one))) {
    fail(found, `${at}/initial_option`, 'must be one of the provided options');
  }
  for (const [i, entry] of objs(element.initial_options).entries()) {
    if (!options.some((option) => sameOption(option, entry))) {
      fail(found, `${at}/initial_options/${i}`, 'must be one of the provided options');
    }
  }
};

/** Values of one element's options must differ, or the app couldn't tell them apart. */
export const distinctValues = (element: Obj, at: string, found: Findings): void => {
  const seen = new Set<Json | undefined>();
  for (const option of offered(element)) {
    if (seen.has(option.value)) fail(found, at, `duplicate option value: ${String(option.value)}`);
    seen.add(option.value);
  }
};
