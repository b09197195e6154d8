import { channelType, isMember } from './channels.ts';
import type { Obj } from './json.ts';
import { personJson } from './persons.ts';
import type { Channel, Person } from './types.ts';
import { TEAM } from './workspace.ts';
import { changed, nextTs, type World } from './world.ts';

/** Changes of the workspace itself, and the events that tell the app about them. */

const announce = (world: World, event: Obj): void => {
  if (world.settings.events.has(String(event.type))) world.sendEvent({ ...event, event_ts: nextTs(world) });
};

export const joinChannel = (world: World, channel: Channel, userId: string, inviter?: string): void => {
  if (channel.members.has(userId)) return;
  channel.members.add(userId);
  changed(world, { kind: 'channel', channel: channel.id });
  if (!isMember(channel)) return;
  announce(world, {
    type: 'member_joined_channel',
    user: userId,
    channel: channel.id,
    channel_type: channelType(channel).charAt(0).toUpperCase(),
    team: TEAM.id,
    ...(inviter ? { inviter } : {}),
  });
};

export const leaveChannel = (world: World, channel: Channel, userId: string): void => {
  const known = isMember(channel);
  channel.members.delete(userId);
  changed(world, { kind: 'channel', channel: channel.id });
  if (known) {
    announce(world, {
      type: 'member_left_channel',
      user: userId,
      channel: channel.id,
      channel_type: channelType(channel).charAt(0).toUpperCase(),
      team: TEAM.id,
    });
  }
};

export const archiveChannel = (world: World, channel: Channel, archived: boolean, by: string): void => {
  channel.archived = archived;
  changed(world, { kind: 'channel', channel: channel.id });
  const known = channel.kind === 'public' || isMember(channel);
  const prefix = channel.kind === 'private' ? 'group' : 'channel';
  if (known)
    announce(world, { type: `${prefix}_${archived ? 'archive' : 'unarchive'}`, channel: channel.id, user: by });
};

export const changePerson = (world: World, person: Person, change: Partial<Person>): void => {
  Object.assign(person, { updated: Math.floor(world.settings.now() / 1000) }, change);
  if (change.deleted)
    for (const channel of world.channels.values()) if (channel.kind !== 'im') channel.members.delete(person.id);
  changed(world, { kind: 'person', user: person.id });
  announce(world, {
    type: 'user_change',
    user: personJson(world, person),
    cache_ts: Math.floor(world.settings.now() / 1000),
  });
};

export const addPerson = (world: World, person: Person): void => {
  world.people.set(person.id, person);
  changed(world, { kind: 'person', user: person.id });
  announce(world, {
    type: 'team_join',
    user: personJson(world, person),
    cache_ts: Math.floor(world.settings.now() / 1000),
  });
};

export const setGroupMembers = (world: World, groupId: string, users: string[]): void => {
  const group = world.usergroups.get(groupId);
  if (!group) throw new Error(`no user group ${groupId}`);
  const before = group.users;
  group.users = [...users];
  const now = Math.floor(world.settings.now() / 1000);
  const added = users.filter((u) => !before.includes(u));
  const removed = before.filter((u) => !users.includes(u));
  announce(world, {
    type: 'subteam_members_changed',
    subteam_id: groupId,
    team_id: TEAM.id,
    date_previous_update: now,
    date_update: now,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  });
};
