import { withIds } from './blocks/blocks.ts';
import { channelType, isMember } from './channels.ts';
import { fileJson } from './files.ts';
import type { Json, Obj } from './json.ts';
import type { Channel, Message, StoredFile } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import { changed, nextId, nextTs, type World } from './world.ts';

export interface Draft {
  user: string;
  text: string;
  bot?: boolean;
  blocks?: Obj[];
  attachments?: Obj[];
  files?: StoredFile[];
  threadTs?: string;
  broadcast?: boolean;
  metadata?: Obj;
  subtype?: string;
}

export const botProfile = (world: World): Obj => ({
  id: APP.botId,
  app_id: APP.id,
  user_id: APP.botUser,
  name: world.settings.appName,
  deleted: false,
  updated: 0,
  team_id: TEAM.id,
});

/** A message as the Web API shows it; metadata only when it was asked for. */
export const messageJson = (world: World, channel: Channel, message: Message, withMetadata = false): Obj => {
  const replies = channel.threads.get(message.ts);
  const json: Obj = { type: 'message', user: message.user, ts: message.ts, text: message.text, team: TEAM.id };
  if (message.subtype) json.subtype = message.subtype;
  if (message.bot) Object.assign(json, { bot_id: APP.botId, app_id: APP.id, bot_profile: botProfile(world) });
  if (message.blocks) json.blocks = message.blocks;
  if (message.attachments) json.attachments = message.attachments;
  if (message.files) json.files = message.files.map((file) => fileJson(world, file));
  if (message.thread_ts) json.thread_ts = message.thread_ts;
  if (message.thread_ts && message.thread_ts !== message.ts) {
    const parent = channel.byTs.get(message.thread_ts);
    if (parent) json.parent_user_id = parent.user;
  }
  if (replies && replies.length > 0) {
    const users = [...new Set(replies.map((reply) => reply.user))];
    Object.assign(json, {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users: users,
      reply_users_count: users.length,
      latest_reply: replies.at(-1)?.ts ?? '',
      subscribed: false,
    });
  }
  if (message.edited) json.edited = { ...message.edited };
  if (message.reactions)
    json.reactions = message.reactions.map((r) => ({ name: r.name, users: r.users, count: r.users.length }));
  if (withMetadata && message.metadata) json.metadata = message.metadata;
  return json;
};

const SUBSCRIPTION = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;

/** Sends the message event if the app subscribed to it and is in the conversation. */
const announce = (world: World, channel: Channel, event: Obj): void => {
  if (!isMember(channel) || !world.settings.events.has(SUBSCRIPTION[channel.kind])) return;
  world.sendEvent({ ...event, channel: channel.id, channel_type: channelType(channel) });
};

export const newBlockId = (world: World): (() => string) => {
  return () => nextId(world, 'b').slice(2);
};

/** Stores a message, tells the watchers, and lets the app know as Slack would. */
export const postMessage = (world: World, channel: Channel, draft: Draft): Message => {
  const message: Message = { channel: channel.id, ts: nextTs(world), user: draft.user, text: draft.text };
  if (draft.bot) message.bot = true;
  if (draft.blocks) message.blocks = withIds(draft.blocks, newBlockId(world));
  if (draft.attachments) message.attachments = draft.attachments;
  if (draft.files && draft.files.length > 0) message.files = draft.files;
  if (draft.metadata) message.metadata = draft.metadata;
  if (draft.subtype) message.subtype = draft.subtype;
  if (draft.broadcast) message.broadcast = true;
  channel.byTs.set(message.ts, message);
  if (draft.threadTs) {
    message.thread_ts = draft.threadTs;
    const replies = channel.threads.get(draft.threadTs) ?? [];
    replies.push(message);
    channel.threads.set(draft.threadTs, replies);
    const root = channel.byTs.get(draft.threadTs);
    if (root) root.thread_ts = root.ts;
  }
  if (!draft.threadTs || draft.broadcast) channel.roots.push(message);
  for (const file of draft.files ?? []) {
    if (!file.channels.includes(channel.id)) file.channels.push(channel.id);
    if (isMember(channel)) file.seenByApp = true;
  }
  changed(world, { kind: 'message', channel: channel.id, ts: message.ts });
  const event = { ...messageJson(world, channel, message, true), event_ts: message.ts };
  announce(world, channel, draft.files?.length ? { ...event, subtype: 'file_share' } : event);
  const mentioned = draft.text.includes(`<@${APP.botUser}>`) && !draft.bot;
  if (mentioned && isMember(channel) && channel.kind !== 'im' && world.settings.events.has('app_mention')) {
    world.sendEvent({ ...event, type: 'app_mention', channel: channel.id });
  }
  return message;
};

export interface Edit {
  text?: string | undefined;
  blocks?: Obj[] | undefined;
  attachments?: Obj[] | undefined;
  metadata?: Obj | undefined;
}

/** Left-out fields stay as they were: a text alone leaves the blocks, as in Slack. */
export const editMessage = (world: World, channel: Channel, message: Message, edit: Edit): void => {
  const before = messageJson(world, channel, message, true);
  if (edit.text !== undefined) message.text = edit.text;
  if (edit.blocks) message.blocks = withIds(edit.blocks, newBlockId(world));
  if (edit.attachments) message.attachments = edit.attachments;
  if (edit.metadata) message.metadata = edit.metadata;
  message.edited = { user: message.user, ts: `${Math.floor(world.settings.now() / 1000)}.000000` };
  changed(world, { kind: 'message', channel: channel.id, ts: message.ts });
  const ts = nextTs(world);
  announce(world, channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    ts,
    event_ts: ts,
    message: messageJson(world, channel, message, true),
    previous_message: before,
  });
};

/** A root with replies leaves a tombstone, so that its thread stays reachable. */
export const removeMessage = (world: World, channel: Channel, message: Message): void => {
  const before: Json = messageJson(world, channel, message, true);
  const replies = channel.threads.get(message.ts);
  if (replies && replies.length > 0) {
    message.text = 'This message was deleted.';
    message.subtype = 'tombstone';
    message.user = 'USLACKBOT';
    delete message.blocks;
    delete message.attachments;
    delete message.metadata;
    delete message.files;
    delete message.bot;
  } else {
    channel.byTs.delete(message.ts);
    channel.threads.delete(message.ts);
    drop(channel.roots, message);
    const thread = message.thread_ts ? channel.threads.get(message.thread_ts) : undefined;
    if (thread) drop(thread, message);
  }
  changed(world, { kind: 'message', channel: channel.id, ts: message.ts });
  const ts = nextTs(world);
  announce(world, channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ts,
    event_ts: ts,
    deleted_ts: message.ts,
    previous_message: before,
  });
};

const drop = (list: Message[], message: Message): void => {
  const at = list.indexOf(message);
  if (at >= 0) list.splice(at, 1);
};

const EPHEMERALS_KEPT = 200;

export const postEphemeral = (world: World, channel: Channel, userId: string, draft: Draft): Message => {
  const message: Message = {
    channel: channel.id,
    ts: nextTs(world),
    user: draft.user,
    text: draft.text,
    bot: true,
    ephemeralFor: userId,
  };
  if (draft.blocks) message.blocks = withIds(draft.blocks, newBlockId(world));
  if (draft.attachments) message.attachments = draft.attachments;
  if (draft.threadTs) message.thread_ts = draft.threadTs;
  const mine = world.ephemerals.get(userId) ?? [];
  mine.push(message);
  if (mine.length > EPHEMERALS_KEPT) mine.shift();
  world.ephemerals.set(userId, mine);
  changed(world, { kind: 'ephemeral', channel: channel.id, user: userId, ts: message.ts });
  return message;
};

export const changedEphemeral = (world: World, message: Message): void =>
  changed(world, { kind: 'ephemeral', channel: message.channel, ts: message.ts, user: message.ephemeralFor ?? '' });
