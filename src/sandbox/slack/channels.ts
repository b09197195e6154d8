import type { Obj } from './json.ts';
import type { Channel, Person } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import { nextId, type World } from './world.ts';

export const isMember = (channel: Channel): boolean => channel.members.has(APP.botUser);

/** Slack tells an app nothing about private conversations it isn't in. */
export const visible = (channel: Channel): boolean => channel.kind === 'public' || isMember(channel);

/** By id, or by name with or without `#`. */
export const findChannel = (world: World, ref: string): Channel | undefined => {
  const byId = world.channels.get(ref);
  if (byId) return byId;
  const name = ref.replace(/^#/, '');
  for (const channel of world.channels.values()) if (channel.kind !== 'im' && channel.name === name) return channel;
  return undefined;
};

/** The direct message channel between the app and a person, made on first use. */
export const directMessage = (world: World, person: Person): Channel => {
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im' && channel.members.has(person.id)) return channel;
  }
  const channel: Channel = {
    id: person.id.replace(/^./, 'D'),
    name: person.id,
    kind: 'im',
    members: new Set([APP.botUser, person.id]),
    archived: false,
    created: Math.floor(world.settings.now() / 1000),
    topic: '',
    roots: [],
    byTs: new Map(),
    threads: new Map(),
    read: new Map(),
  };
  if (world.channels.has(channel.id)) channel.id = nextId(world, 'D');
  world.channels.set(channel.id, channel);
  return channel;
};

export const channelType = (channel: Channel): 'channel' | 'group' | 'im' =>
  channel.kind === 'public' ? 'channel' : channel.kind === 'private' ? 'group' : 'im';

/** How interaction payloads and slash commands name a conversation. */
export const payloadName = (channel: Channel): string =>
  channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;

export const channelJson = (channel: Channel): Obj => {
  const base: Obj = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_org_shared: false,
    context_team_id: TEAM.id,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'im') {
    const other = [...channel.members].find((id) => id !== APP.botUser) ?? '';
    return { ...base, user: other, is_user_deleted: false, is_open: true, priority: 0 };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind === 'private',
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_member: isMember(channel),
    creator: 'U0ADMIN001',
    unlinked: 0,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
};
