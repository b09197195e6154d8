import { offered } from './blocks/objects.ts';
import { findChannel, visible } from './channels.ts';
import { fileJson } from './files.ts';
import { Impossible } from './impossible.ts';
import { isObj, type Json, type Obj, str } from './json.ts';
import type { World } from './world.ts';

/** What a person can put into one element, checked as Slack's client would: only what is offered, only what exists. */

export type Entry = string | number | null | string[] | Obj;

const list = (entry: Entry): Json[] =>
  Array.isArray(entry) ? entry : entry === null || entry === '' ? [] : [entry as Json];

const choose = (options: Obj[], wanted: Json, what: string): Obj => {
  const key = isObj(wanted) ? wanted.value : wanted;
  const option = options.find((o) => o.value === key) ?? options.find((o) => isObj(o.text) && o.text.text === key);
  if (!option) {
    throw new Impossible(
      `${what} doesn't offer ${JSON.stringify(key)}; it offers ${options.map((o) => str(o.value)).join(', ') || 'nothing'}`,
    );
  }
  return option;
};

const userId = (world: World, wanted: Json): string => {
  const ref = str(wanted).replace(/^@/, '');
  const person = world.people.get(ref) ?? [...world.people.values()].find((p) => p.name === ref || p.realName === ref);
  if (!person || person.deleted) throw new Impossible(`there is no such person to choose: ${ref}`);
  return person.id;
};

const channelId = (world: World, wanted: Json): string => {
  const channel = findChannel(world, str(wanted));
  if (!channel || (channel.kind !== 'im' && !visible(channel) && channel.kind !== 'private')) {
    throw new Impossible(`there is no such conversation to choose: ${str(wanted)}`);
  }
  return channel.id;
};

const matching = (entry: Entry, shape: RegExp, what: string): string | null => {
  if (entry === null || entry === '') return null;
  if (typeof entry !== 'string' || !shape.test(entry))
    throw new Impossible(`${what} cannot hold ${JSON.stringify(entry)}`);
  return entry;
};

/** The element's new value, in the shape of `state.values`. */
export const entered = (world: World, element: Obj, entry: Entry, suggested: Obj[]): Obj => {
  const type = str(element.type);
  const what = `${type} ${str(element.action_id)}`;
  const options = type.includes('external') ? suggested : offered(element);
  const chosen = () => list(entry).map((wanted) => choose(options, wanted, what));
  const result = (fields: Obj): Obj => ({ type, ...fields });
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return result({ value: entry === null || entry === '' ? null : String(entry) });
    case 'rich_text_input':
      return result({ rich_text_value: entry === null ? null : isObj(entry) ? entry : richText(String(entry)) });
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return result({ selected_option: chosen()[0] ?? null });
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return result({ selected_options: chosen() });
    case 'users_select':
      return result({ selected_user: list(entry).map((w) => userId(world, w))[0] ?? null });
    case 'multi_users_select':
      return result({ selected_users: list(entry).map((w) => userId(world, w)) });
    case 'conversations_select':
      return result({ selected_conversation: list(entry).map((w) => channelId(world, w))[0] ?? null });
    case 'multi_conversations_select':
      return result({ selected_conversations: list(entry).map((w) => channelId(world, w)) });
    case 'channels_select':
      return result({ selected_channel: list(entry).map((w) => channelId(world, w))[0] ?? null });
    case 'multi_channels_select':
      return result({ selected_channels: list(entry).map((w) => channelId(world, w)) });
    case 'datepicker':
      return result({ selected_date: matching(entry, /^\d{4}-\d{2}-\d{2}$/, what) });
    case 'timepicker':
      return result({ selected_time: matching(entry, /^\d{2}:\d{2}$/, what) });
    case 'datetimepicker':
      return result({ selected_date_time: entry === null ? null : Number(entry) });
    case 'file_input':
      return result({ files: files(world, element, entry) });
    default:
      throw new Impossible(`${what} holds no value`);
  }
};

const files = (world: World, element: Obj, entry: Entry): Obj[] => {
  const chosen = list(entry).map((wanted) => {
    const file = world.files.get(isObj(wanted) ? str(wanted.id) : str(wanted));
    if (!file) throw new Impossible(`no such file: ${JSON.stringify(wanted)}; upload() it first`);
    const allowed = Array.isArray(element.filetypes) ? element.filetypes : undefined;
    if (allowed && !allowed.includes(file.filetype))
      throw new Impossible(`files of type ${file.filetype} are not accepted here`);
    return file;
  });
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (chosen.length > most) throw new Impossible(`no more than ${most} files are accepted here`);
  for (const file of chosen) file.seenByApp = true;
  return chosen.map((file) => fileJson(world, file));
};

const richText = (text: string): Obj => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
