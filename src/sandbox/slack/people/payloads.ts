import { channelJson, payloadName } from '../channels.ts';
import type { Json, Obj } from '../json.ts';
import { messageJson } from '../messages.ts';
import { newResponseUrl, newTrigger } from '../triggers.ts';
import type { Channel, Message, Person, StateValues, View } from '../types.ts';
import { viewJson } from '../views.ts';
import { APP, TEAM } from '../workspace.ts';
import type { World } from '../world.ts';

/** Payloads, shaped as Slack documents them. */

const base = (person: Person): Obj => ({
  team: { id: person.foreignTeam ?? TEAM.id, domain: TEAM.domain },
  user: { id: person.id, username: person.name, name: person.name, team_id: person.foreignTeam ?? TEAM.id },
  api_app_id: APP.id,
  token: APP.verification,
});

const whole = { enterprise: null, is_enterprise_install: false } as const;

export const commandPayload = (world: World, person: Person, channel: Channel, command: string, text: string): Obj => ({
  token: APP.verification,
  team_id: TEAM.id,
  team_domain: TEAM.domain,
  channel_id: channel.id,
  channel_name: payloadName(channel),
  user_id: person.id,
  user_name: person.name,
  command,
  text,
  api_app_id: APP.id,
  is_enterprise_install: 'false',
  response_url: newResponseUrl(world, { channel: channel.id, userId: person.id }),
  trigger_id: newTrigger(world, person.id),
});

export const shortcutPayload = (world: World, person: Person, callbackId: string, at: string): Obj => ({
  type: 'shortcut',
  ...base(person),
  ...whole,
  callback_id: callbackId,
  action_ts: at,
  trigger_id: newTrigger(world, person.id),
});

const channelRef = (channel: Channel): Obj => ({ id: channel.id, name: payloadName(channel) });

/** Ephemeral messages travel without their content, as in Slack. */
export const messageActionPayload = (
  world: World,
  person: Person,
  channel: Channel,
  message: Message,
  state: StateValues,
  action: Obj,
): Obj => {
  const ephemeral = message.ephemeralFor !== undefined;
  const original = { ts: message.ts, ephemeral };
  return {
    type: 'block_actions',
    ...base(person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
    trigger_id: newTrigger(world, person.id),
    ...whole,
    channel: channelRef(channel),
    ...(ephemeral ? {} : { message: messageJson(world, channel, message) }),
    state: { values: state as Json as Obj },
    response_url: newResponseUrl(world, { channel: channel.id, userId: person.id, original }),
    actions: [action],
  };
};

export const viewActionPayload = (world: World, person: Person, view: View, action: Obj): Obj => ({
  type: 'block_actions',
  ...base(person),
  container: { type: 'view', view_id: view.id },
  trigger_id: newTrigger(world, person.id),
  ...whole,
  view: viewJson(view),
  actions: [action],
});

export const submissionPayload = (world: World, person: Person, view: View, responseUrls: Obj[]): Obj => ({
  type: 'view_submission',
  ...base(person),
  trigger_id: newTrigger(world, person.id),
  view: viewJson(view),
  response_urls: responseUrls,
  ...whole,
});

export const closedPayload = (person: Person, view: View, cleared: boolean): Obj => ({
  type: 'view_closed',
  ...base(person),
  view: viewJson(view),
  is_cleared: cleared,
  ...whole,
});

export const suggestionPayload = (
  world: World,
  person: Person,
  where: { view: View } | { channel: Channel; message: Message },
  blockId: string,
  actionId: string,
  value: string,
): Obj => {
  const place: Obj =
    'view' in where
      ? { container: { type: 'view', view_id: where.view.id }, view: viewJson(where.view) }
      : {
          container: {
            type: 'message',
            message_ts: where.message.ts,
            channel_id: where.channel.id,
            is_ephemeral: where.message.ephemeralFor !== undefined,
          },
          channel: channelRef(where.channel),
          message: messageJson(world, where.channel, where.message),
        };
  return {
    type: 'block_suggestion',
    ...base(person),
    ...whole,
    ...place,
    block_id: blockId,
    action_id: actionId,
    value,
  };
};

/** One entry of `actions`: who was pressed, and what it holds now. */
export const actionOf = (element: Obj, blockId: string, value: Obj, ts: string): Obj => {
  const action: Obj = {
    ...value,
    type: element.type ?? '',
    block_id: blockId,
    action_id: element.action_id ?? '',
    action_ts: ts,
  };
  for (const key of [
    'text',
    'value',
    'style',
    'url',
    'confirm',
    'placeholder',
    'initial_option',
    'initial_options',
    'initial_date',
    'initial_user',
  ]) {
    const given = element[key];
    if (given !== undefined && action[key] === undefined && !(key === 'text' && element.type !== 'button'))
      action[key] = given;
  }
  return action;
};

export const homeOpenedEvent = (person: Person, dm: Channel, home: View | undefined, ts: string): Obj => ({
  type: 'app_home_opened',
  user: person.id,
  channel: String(channelJson(dm).id),
  tab: 'home',
  event_ts: ts,
  ...(home ? { view: viewJson(home) } : {}),
});
