import { channelJson, directMessage, isMember, visible } from '../channels.ts';
import { joinChannel } from '../membership.ts';
import { messageJson } from '../messages.ts';
import type { Channel, Message } from '../types.ts';
import { APP } from '../workspace.ts';
import type { World } from '../world.ts';
import { type Args, type Method, paged, refuse, scope } from './answer.ts';

const PREFIX = { public: 'channels', private: 'groups', im: 'im' } as const;
const TYPES: Record<string, Channel['kind'] | 'mpim'> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

/** The scope depends on the kind of conversation that was asked for. */
const kindScope = (verb: 'read' | 'history') => (world: World, args: Args) => {
  const channel = world.channels.get(args.text('channel') ?? '');
  const kind = channel && visible(channel) ? channel.kind : undefined;
  return kind ? [`${PREFIX[kind]}:${verb}`] : Object.values(PREFIX).map((prefix) => `${prefix}:${verb}`);
};

const seen = (world: World, args: Args): Channel => {
  const channel = world.channels.get(args.need('channel')) ?? refuse('channel_not_found');
  return visible(channel) ? channel : refuse('channel_not_found');
};

const joined = (world: World, args: Args): Channel => {
  const channel = seen(world, args);
  return isMember(channel) ? channel : refuse('not_in_channel');
};

/** `oldest` and `latest` exclude themselves unless `inclusive`. */
const within = (messages: readonly Message[], args: Args): Message[] => {
  const oldest = args.text('oldest');
  const latest = args.text('latest');
  const inclusive = args.flag('inclusive');
  for (const bound of [oldest, latest]) {
    if (bound !== undefined && !/^\d+(\.\d+)?$/.test(bound))
      refuse(bound === oldest ? 'invalid_ts_oldest' : 'invalid_ts_latest');
  }
  return messages.filter((message) => {
    const ts = Number(message.ts);
    if (oldest !== undefined && (inclusive ? ts < Number(oldest) : ts <= Number(oldest))) return false;
    return !(latest !== undefined && (inclusive ? ts > Number(latest) : ts >= Number(latest)));
  });
};

export const conversations: Record<string, Method> = {
  'conversations.list': {
    perMinute: 20,
    scopes: (_world, args) => {
      const kinds = (args.text('types') ?? 'public_channel').split(',').map((t) => TYPES[t.trim()]);
      return kinds
        .map((kind) => (kind === undefined || kind === 'mpim' ? 'mpim:read' : `${PREFIX[kind]}:read`))
        .slice(0, 1);
    },
    run: (world, args) => {
      const names = (args.text('types') ?? 'public_channel').split(',').map((t) => t.trim());
      const kinds = names.map((name) => TYPES[name] ?? refuse('invalid_types'));
      for (const kind of kinds) {
        const needed = `${kind === 'mpim' ? 'mpim' : PREFIX[kind]}:read`;
        if (!world.settings.scopes.has(needed))
          refuse('missing_scope', { needed, provided: [...world.settings.scopes].join(',') });
      }
      const all = [...world.channels.values()].filter(
        (c) => kinds.includes(c.kind) && visible(c) && !(args.flag('exclude_archived') && c.archived),
      );
      const page = paged(all, args);
      return { channels: page.items.map(channelJson), response_metadata: { next_cursor: page.next } };
    },
  },
  'conversations.info': {
    perMinute: 50,
    scopes: kindScope('read'),
    run: (world, args) => ({ channel: channelJson(seen(world, args)) }),
  },
  'conversations.members': {
    perMinute: 100,
    scopes: kindScope('read'),
    run: (world, args) => {
      const page = paged([...seen(world, args).members], args);
      return { members: page.items, response_metadata: { next_cursor: page.next } };
    },
  },
  'conversations.join': {
    perMinute: 50,
    scopes: scope('channels:join'),
    run: (world, args) => {
      const channel = seen(world, args);
      if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
      if (channel.archived) refuse('is_archived');
      if (isMember(channel)) {
        return {
          channel: channelJson(channel),
          warning: 'already_in_channel',
          response_metadata: { warnings: ['already_in_channel'] },
        };
      }
      joinChannel(world, channel, APP.botUser);
      return { channel: channelJson(channel) };
    },
  },
  'conversations.open': {
    perMinute: 50,
    scopes: scope('im:write'),
    run: (world, args) => {
      const users = (args.text('users') ?? '').split(',').filter(Boolean);
      if (users.length === 0 && args.text('channel')) return { channel: channelJson(joined(world, args)) };
      if (users.length === 0) refuse('users_list_not_supplied');
      if (users.length > 1) refuse('method_not_supported_for_channel_type');
      const person = world.people.get(users[0] ?? '') ?? refuse('user_not_found');
      if (person.deleted) refuse('user_disabled');
      const known = [...world.channels.values()].some((c) => c.kind === 'im' && c.members.has(person.id));
      const channel = directMessage(world, person);
      return {
        no_op: known,
        already_open: known,
        channel: args.flag('return_im') ? channelJson(channel) : { id: channel.id },
      };
    },
  },
  'conversations.history': {
    perMinute: 50,
    scopes: kindScope('history'),
    run: (world, args) => {
      const channel = joined(world, args);
      const newestFirst = within(channel.roots, args).reverse();
      const page = paged(newestFirst, args, 100, 999);
      const metadata = args.flag('include_all_metadata');
      return {
        messages: page.items.map((m) => messageJson(world, channel, m, metadata)),
        has_more: page.next !== '',
        pin_count: 0,
        response_metadata: { next_cursor: page.next },
      };
    },
  },
  'conversations.replies': {
    perMinute: 50,
    scopes: kindScope('history'),
    run: (world, args) => {
      const channel = joined(world, args);
      const named = channel.byTs.get(args.need('ts')) ?? refuse('thread_not_found');
      const root = channel.byTs.get(named.thread_ts ?? named.ts) ?? refuse('thread_not_found');
      // The parent comes with every page, whatever the bounds are.
      const replies = within(channel.threads.get(root.ts) ?? [], args);
      const page = paged(replies, args, 1000, 1000);
      const metadata = args.flag('include_all_metadata');
      return {
        messages: [root, ...page.items].map((m) => messageJson(world, channel, m, metadata)),
        has_more: page.next !== '',
        response_metadata: { next_cursor: page.next },
      };
    },
  },
};
