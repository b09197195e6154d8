import type { Obj } from '../json.ts';
import {
  boolean,
  type Check,
  type Findings,
  fail,
  integer,
  list,
  object,
  oneOf,
  pattern,
  type Shape,
  string,
} from './checks.ts';
import { imageElement } from './images.ts';
import {
  actionId,
  choiceOption,
  confirm,
  conversationFilter,
  dispatchConfig,
  distinctValues,
  focus,
  initialWithin,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
  url,
} from './objects.ts';
import { richText } from './rich-text.ts';

/** The interactive elements, each as Slack documents its fields and limits. */

const type = string(64, 1);
const placeholder = plainText(150);
const ids = (max: number): Check => list(string(255, 1), 0, max);
const date = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date of the form YYYY-MM-DD');
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the form HH:mm');
const decimal = pattern(/^-?\d+(\.\d+)?$/, 'must be a number in a string');

const element = ({ required = {}, optional = {}, ...rest }: Shape): Check =>
  object({ required: { type, ...required }, optional: { action_id: actionId, ...optional }, ...rest });

const selectable = { confirm, focus_on_load: focus, placeholder };
const multi = { max_selected_items: integer(1, 1000) };
const filterable = {
  default_to_current_conversation: boolean,
  response_url_enabled: boolean,
  filter: conversationFilter,
};

const optionsOrGroups = (value: Obj, at: string, found: Findings): void => {
  if ((value.options === undefined) === (value.option_groups === undefined)) {
    fail(found, at, 'must provide either options or option_groups');
  }
  initialWithin(value, at, found);
  distinctValues(value, at, found);
};

const menu = { options: list(menuOption, 1, 100), option_groups: list(optionGroup, 1, 100) };

const textInput = {
  initial_value: string(3000),
  placeholder,
  focus_on_load: focus,
  dispatch_action_config: dispatchConfig,
};

const lengths = (value: Obj, at: string, found: Findings): void => {
  const { min_length: min, max_length: max } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    fail(found, at, 'min_length cannot be greater than max_length');
  }
};

const range = (value: Obj, at: string, found: Findings): void => {
  const { min_value: min, max_value: max, initial_value: initial } = value;
  if (typeof min === 'string' && typeof max === 'string' && Number(min) > Number(max)) {
    fail(found, `${at}/min_value`, 'cannot be greater than max_value');
  }
  const fraction = [min, max, initial].some((n) => typeof n === 'string' && n.includes('.'));
  if (value.is_decimal_allowed !== true && fraction) fail(found, at, 'decimals are not allowed');
  const outside =
    typeof initial === 'string' &&
    ((typeof min === 'string' && Number(initial) < Number(min)) ||
      (typeof max === 'string' && Number(initial) > Number(max)));
  if (outside) fail(found, `${at}/initial_value`, 'must lie between min_value and max_value');
};

const choices = (value: Obj, at: string, found: Findings): void => {
  initialWithin(value, at, found);
  distinctValues(value, at, found);
};

export const ELEMENTS = {
  button: element({
    required: { text: plainText(75) },
    optional: {
      url: url(),
      value: string(2000),
      style: oneOf('primary', 'danger'),
      confirm,
      accessibility_label: string(75, 1),
    },
  }),
  static_select: element({ optional: { ...selectable, ...menu, initial_option: menuOption }, also: optionsOrGroups }),
  multi_static_select: element({
    optional: { ...selectable, ...menu, ...multi, initial_options: list(menuOption, 1, 100) },
    also: optionsOrGroups,
  }),
  external_select: element({
    optional: { ...selectable, initial_option: menuOption, min_query_length: integer(0, 1000) },
  }),
  multi_external_select: element({
    optional: {
      ...selectable,
      ...multi,
      initial_options: list(menuOption, 1, 100),
      min_query_length: integer(0, 1000),
    },
  }),
  users_select: element({ optional: { ...selectable, initial_user: string(255, 1) } }),
  multi_users_select: element({ optional: { ...selectable, ...multi, initial_users: ids(100) } }),
  conversations_select: element({
    optional: { ...selectable, ...filterable, initial_conversation: string(255, 1) },
  }),
  multi_conversations_select: element({
    optional: {
      ...selectable,
      ...multi,
      initial_conversations: ids(100),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  }),
  channels_select: element({
    optional: { ...selectable, initial_channel: string(255, 1), response_url_enabled: boolean },
  }),
  multi_channels_select: element({ optional: { ...selectable, ...multi, initial_channels: ids(100) } }),
  overflow: element({ required: { options: list(overflowOption, 1, 5) }, optional: { confirm }, also: distinctValues }),
  datepicker: element({ optional: { ...selectable, initial_date: date } }),
  timepicker: element({ optional: { ...selectable, initial_time: time, timezone: string(100, 1) } }),
  datetimepicker: element({
    optional: { confirm, focus_on_load: focus, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  }),
  checkboxes: element({
    required: { options: list(choiceOption, 1, 10) },
    optional: { confirm, focus_on_load: focus, initial_options: list(choiceOption, 1, 10) },
    also: choices,
  }),
  radio_buttons: element({
    required: { options: list(choiceOption, 1, 10) },
    optional: { confirm, focus_on_load: focus, initial_option: choiceOption },
    also: choices,
  }),
  plain_text_input: element({
    optional: { ...textInput, multiline: boolean, min_length: integer(0, 3000), max_length: integer(1, 3000) },
    also: lengths,
  }),
  email_text_input: element({ optional: textInput }),
  url_text_input: element({ optional: textInput }),
  number_input: element({
    required: { is_decimal_allowed: boolean },
    optional: { ...textInput, initial_value: decimal, min_value: decimal, max_value: decimal },
    also: range,
  }),
  rich_text_input: element({
    optional: { ...textInput, initial_value: richText, min_lines: integer(1, 100), max_lines: integer(1, 100) },
  }),
  file_input: element({
    optional: { filetypes: list(string(255, 1), 1, 100), max_files: integer(1, 10) },
    also: (_value, at, found) => {
      if (found.surface !== 'modal') fail(found, at, 'file_input is only supported in modals');
    },
  }),
  image: imageElement,
} satisfies Record<string, Check>;

export type ElementType = keyof typeof ELEMENTS;

const pick = (...types: ElementType[]): Record<string, Check> =>
  Object.fromEntries(types.map((name) => [name, ELEMENTS[name]]));

const SELECTS: ElementType[] = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
];
const PICKERS: ElementType[] = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...SELECTS];

/** Which element may stand where. */
export const IN_ACTIONS = pick('button', 'overflow', 'datetimepicker', 'rich_text_input', ...PICKERS);
export const IN_ACCESSORY = pick('button', 'overflow', 'image', ...PICKERS);
export const IN_INPUT = pick(
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
  'datetimepicker',
  ...PICKERS,
);
