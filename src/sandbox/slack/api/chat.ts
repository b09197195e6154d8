import { checkBlocks } from '../blocks/blocks.ts';
import { directMessage, findChannel, isMember, visible } from '../channels.ts';
import { linkedFiles } from '../files.ts';
import { asObj, isObj, type Json, type Obj, objs, str } from '../json.ts';
import { type Draft, editMessage, messageJson, postEphemeral, postMessage, removeMessage } from '../messages.ts';
import type { Channel, Message } from '../types.ts';
import { APP } from '../workspace.ts';
import type { World } from '../world.ts';
import { type Args, type Method, refuse, refuseWith, scope } from './answer.ts';

const TEXT_MAX = 40_000;
const UPDATE_TEXT_MAX = 4_000;
const METADATA_MAX = 16_000;

/** Where a call may write: Slack hides private channels, and wants membership or chat:write.public. */
const target = (world: World, ref: string): Channel => {
  const person = world.people.get(ref);
  if (person) {
    if (person.deleted) refuse('channel_not_found');
    return directMessage(world, person);
  }
  const channel = findChannel(world, ref) ?? refuse('channel_not_found');
  if (!visible(channel)) refuse('channel_not_found');
  return channel;
};

const writable = (world: World, ref: string): Channel => {
  const channel = target(world, ref);
  if (channel.archived) refuse('is_archived');
  if (!isMember(channel) && !world.settings.scopes.has('chat:write.public')) refuse('not_in_channel');
  return channel;
};

/** What this workspace does not know, though others do. */
const unknownBlocks = ({ settings: { without } }: World, blocks: Json): string[] =>
  objs(blocks).flatMap(({ type }, i) =>
    without.has(str(type)) ? [`unsupported type: ${str(type)} [json-pointer:/blocks/${i}/type]`] : [],
  );

/** The same rules hold for API calls, acks and response_urls. */
export const readContent = (
  world: World,
  args: Args,
  textMax = TEXT_MAX,
): { text: string | undefined; blocks: Obj[] | undefined; attachments: Obj[] | undefined } => {
  const text = typeof args.raw.text === 'string' ? args.raw.text : undefined;
  if (text !== undefined && text.length > textMax) refuse('msg_too_long');
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (blocks !== undefined) {
    if (!Array.isArray(blocks)) refuse('invalid_blocks_format');
    const problems = [...checkBlocks(blocks, 'message'), ...unknownBlocks(world, blocks)];
    if (problems.length > 0) {
      refuse('invalid_blocks', {
        errors: problems,
        response_metadata: { messages: problems.map((p) => `[ERROR] ${p}`) },
      });
    }
  }
  const attachments = args.json('attachments', 'invalid_attachments');
  if (attachments !== undefined && !Array.isArray(attachments)) refuse('invalid_attachments');
  if (objs(attachments).length > 100) refuse('too_many_attachments');
  return {
    text,
    blocks: blocks === undefined ? undefined : objs(blocks),
    attachments: attachments === undefined ? undefined : objs(attachments),
  };
};

const readMetadata = (args: Args): Obj | undefined => {
  const metadata = args.json('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isObj(metadata) || typeof metadata.event_type !== 'string' || !isObj(metadata.event_payload)) {
    refuse('invalid_metadata_format');
  }
  if (JSON.stringify(metadata).length > METADATA_MAX) refuse('metadata_too_large');
  return asObj(metadata);
};

const draftOf = (world: World, args: Args): Draft => {
  const { text, blocks, attachments } = readContent(world, args);
  if (!text && !blocks?.length && !attachments?.length) refuse('no_text');
  const metadata = readMetadata(args);
  return {
    user: APP.botUser,
    bot: true,
    text: text ?? '',
    ...(blocks?.length ? { blocks } : {}),
    ...(attachments?.length ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
};

/** A reply's parent; naming a reply joins the thread that reply is in. */
const threadRoot = (channel: Channel, ts: string): string => {
  if (!/^\d+\.\d{6}$/.test(ts)) refuse('invalid_thread_ts');
  const parent = channel.byTs.get(ts) ?? refuse('thread_not_found');
  return parent.thread_ts ?? parent.ts;
};

const ownMessage = (world: World, args: Args, other: string): { channel: Channel; message: Message } => {
  const channel = target(world, args.need('channel'));
  const message = channel.byTs.get(args.need('ts')) ?? refuse('message_not_found');
  if (!message.bot) refuse(other);
  return { channel, message };
};

export const chat: Record<string, Method> = {
  'chat.postMessage': {
    scopes: scope('chat:write'),
    run: (world, args) => {
      const channel = writable(world, args.need('channel'));
      const draft = draftOf(world, args);
      draft.files = linkedFiles(world, draft.text, draft.blocks);
      const thread = args.text('thread_ts');
      if (thread) draft.threadTs = threadRoot(channel, thread);
      if (args.flag('reply_broadcast')) draft.broadcast = true;
      const message = postMessage(world, channel, draft);
      return { channel: channel.id, ts: message.ts, message: messageJson(world, channel, message, true) };
    },
  },
  'chat.update': {
    scopes: scope('chat:write'),
    perMinute: 50,
    run: (world, args) => {
      const { channel, message } = ownMessage(world, args, 'cant_update_message');
      if (channel.archived) refuse('is_archived');
      const { text, blocks, attachments } = readContent(world, args, UPDATE_TEXT_MAX);
      if (!text && !blocks && !attachments) refuse('no_text');
      if (!text && !message.text && !blocks?.length && !attachments?.length) refuse('no_text');
      editMessage(world, channel, message, { text, blocks, attachments, metadata: readMetadata(args) });
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: messageJson(world, channel, message, true),
      };
    },
  },
  'chat.delete': {
    scopes: scope('chat:write'),
    perMinute: 50,
    run: (world, args) => {
      const { channel, message } = ownMessage(world, args, 'cant_delete_message');
      removeMessage(world, channel, message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    scopes: scope('chat:write'),
    perMinute: 100,
    run: (world, args) => {
      const channel = writable(world, args.need('channel'));
      const person = world.people.get(args.need('user')) ?? refuse('user_not_found');
      if (person.deleted || !channel.members.has(person.id)) refuse('user_not_in_channel');
      const draft = draftOf(world, args);
      const thread = args.text('thread_ts');
      if (thread) draft.threadTs = threadRoot(channel, thread);
      return { message_ts: postEphemeral(world, channel, person.id, draft).ts };
    },
  },
  'chat.getPermalink': {
    run: (world, args) => {
      const channel = target(world, args.need('channel'));
      const message = channel.byTs.get(args.need('message_ts')) ?? refuse('message_not_found');
      const inThread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
      return {
        channel: channel.id,
        permalink: `${world.baseUrl}/archives/${channel.id}/p${message.ts.replace('.', '')}${inThread}`,
      };
    },
  },
  'reactions.add': {
    scopes: scope('reactions:write'),
    perMinute: 50,
    run: (world, args) => {
      const channel = target(world, args.text('channel') ?? refuse('no_item_specified'));
      const message =
        channel.byTs.get(args.text('timestamp') ?? refuse('no_item_specified')) ?? refuse('message_not_found');
      const name = args.need('name').replaceAll(':', '');
      if (!/^[a-z0-9_+'-]+$/.test(name)) refuseWith('invalid_name', [`unknown emoji: ${name}`]);
      message.reactions ??= [];
      const reaction = message.reactions.find((r) => r.name === name);
      if (reaction?.users.includes(APP.botUser)) refuse('already_reacted');
      if (reaction) reaction.users.push(APP.botUser);
      else message.reactions.push({ name, users: [APP.botUser] });
      return {};
    },
  },
};
