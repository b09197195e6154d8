import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readBuffer } from './body.ts';
import { channelJson, channelType } from './channels.ts';
import type { Entry } from './entering.ts';
import type { Fault } from './faults.ts';
import { fileJson } from './files.ts';
import type { Pick } from './forms.ts';
import { Impossible } from './impossible.ts';
import { asObj, isObj, type Json, type Obj, optStr, parseJson, str } from './json.ts';
import { messageJson } from './messages.ts';
import type { Actor } from './people/actor.ts';
import { personJson } from './persons.ts';
import { traffic, trafficDetail, trafficList } from './traffic.ts';
import type { Change, Channel, Message, View } from './types.ts';
import { viewJson } from './views.ts';
import { APP, TEAM } from './workspace.ts';
import type { World } from './world.ts';

/** JSON for the browser page under `/sandbox/…`: what a person sees, and every verb they have. */

const send = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
};

const shown = (view: View | undefined): Obj | null =>
  view
    ? {
        ...viewJson(view),
        errors: view.errors,
        busy: view.busy ?? false,
        submit_disabled: view.body.submit_disabled ?? false,
      }
    : null;

const unread = (channel: Channel, userId: string): number => {
  const read = channel.read.get(userId) ?? '0';
  let n = 0;
  for (let i = channel.roots.length - 1; i >= 0; i -= 1) {
    const message = channel.roots[i];
    if (!message || Number(message.ts) <= Number(read)) break;
    if (message.user !== userId) n += 1;
  }
  return n;
};

const state = (world: World, userId: string): Obj => {
  const mine = [...world.channels.values()].filter((c) => c.members.has(userId));
  return {
    team: { ...TEAM },
    app: { id: APP.id, bot_id: APP.botId, bot_user: APP.botUser, name: world.settings.appName },
    people: [...world.people.values()].map((p) => ({ ...personJson(world, p), role: p.role ?? null })),
    usergroups: [...world.usergroups.values()].map((g) => ({
      id: g.id,
      handle: g.handle,
      name: g.name,
      users: g.users,
    })),
    channels: mine.map((c) => ({
      ...channelJson(c),
      channel_type: channelType(c),
      unread: unread(c, userId),
      last_read: c.read.get(userId) ?? '0',
    })),
    commands: world.settings.commands.map((c) => ({ ...c }) as Obj),
    modals: (world.modals.get(userId) ?? []).map((view) => shown(view)),
    home: shown(world.homes.get(userId)),
    faults: world.faults.list().map((f) => ({ ...f }) as Json),
    problems: world.problems.slice(-50),
  };
};

const whispers = (world: World, channel: Channel, userId: string): Message[] =>
  (world.ephemerals.get(userId) ?? []).filter((m) => m.channel === channel.id);

const messages = (world: World, query: URLSearchParams): Obj => {
  const channel = world.channels.get(query.get('channel') ?? '');
  const as = query.get('as') ?? '';
  if (!channel) throw new Impossible('no such channel');
  if (as && !channel.members.has(as)) throw new Impossible('not in this channel');
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
  const limit = Math.min(Number(query.get('limit') ?? 100), 1000);
  const all = [...channel.roots, ...whispers(world, channel, as).filter((m) => !m.thread_ts)]
    .filter((m) => Number(m.ts) < before)
    .sort((a, b) => Number(a.ts) - Number(b.ts));
  return { messages: all.slice(-limit).map((m) => row(world, channel, m)), has_more: all.length > limit };
};

const row = (world: World, channel: Channel, message: Message): Obj => ({
  ...messageJson(world, channel, message, true),
  channel: channel.id,
  is_ephemeral: message.ephemeralFor !== undefined,
});

const thread = (world: World, query: URLSearchParams): Obj => {
  const channel = world.channels.get(query.get('channel') ?? '');
  const root = channel?.byTs.get(query.get('ts') ?? '');
  if (!channel || !root) throw new Impossible('no such thread');
  const own = whispers(world, channel, query.get('as') ?? '').filter((m) => m.thread_ts === root.ts);
  const replies = [...(channel.threads.get(root.ts) ?? []), ...own].sort((a, b) => Number(a.ts) - Number(b.ts));
  return { messages: [root, ...replies].map((m) => row(world, channel, m)) };
};

const pickOf = (body: Obj): Pick => ({
  actionId: optStr(body.actionId),
  blockId: optStr(body.blockId),
  value: optStr(body.value),
  text: optStr(body.label),
  index: typeof body.index === 'number' ? body.index : undefined,
});

const act = async (actor: Actor, body: Obj): Promise<unknown> => {
  const ref = { channel: str(body.channel), ts: str(body.ts) };
  const entry = body.entry as Entry | undefined;
  const values = asObj(body.values) as Record<string, Entry>;
  const files = Array.isArray(body.files) ? body.files.map((f) => str(f)) : [];
  switch (body.verb) {
    case 'command':
      return actor.command(str(body.channel), str(body.line));
    case 'shortcut':
      return actor.shortcut(str(body.callbackId));
    case 'click':
      return actor.click(ref, pickOf(body), entry);
    case 'fillInMessage':
      return actor.fillInMessage(ref, values);
    case 'clickInHome':
      return actor.clickInHome(pickOf(body), entry);
    case 'clickInModal':
      return actor.clickInModal(pickOf(body), entry);
    case 'fill':
      return actor.fill(values);
    case 'submit':
      return actor.submit(values);
    case 'closeModal':
      return actor.closeModal({ all: body.all === true });
    case 'openHome':
      return actor.openHome();
    case 'openMessages':
      return actor.openMessages();
    case 'say': {
      const threadTs = optStr(body.threadTs);
      return actor.say(str(body.channel), str(body.text), {
        files,
        broadcast: body.broadcast === true,
        ...(threadTs ? { threadTs } : {}),
      });
    }
    case 'suggest':
      return actor.suggest(pickOf(body), str(body.query), ref.ts ? ref : undefined);
    case 'editMessage':
      return actor.editMessage(ref, str(body.text));
    case 'deleteMessage':
      return actor.deleteMessage(ref);
    case 'markRead':
      return actor.markRead(str(body.channel)) ?? { status: 200 };
    default:
      throw new Impossible(`unknown verb ${String(body.verb)}`);
  }
};

const stream = (world: World, req: IncomingMessage, res: ServerResponse): void => {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' });
  res.write(': hello\n\n');
  const tell = (change: Change) => {
    if (change.kind !== 'idle') res.write(`data: ${JSON.stringify(change)}\n\n`);
  };
  world.changes.on('change', tell);
  req.on('close', () => world.changes.off('change', tell));
};

const faults = (world: World, body: Obj): unknown => {
  if (body.clear === true) world.faults.clear();
  if (typeof body.remove === 'number') world.faults.remove(body.remove);
  if (isObj(body.add) && typeof body.add.kind === 'string') world.faults.add(body.add as unknown as Fault);
  return { faults: world.faults.list(), hits: Object.fromEntries(world.faults.hits) };
};

export const createControl = (world: World, as: (userId: string) => Actor) => {
  async function answer(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const query = url.searchParams;
    const route = `${req.method} ${url.pathname.replace('/sandbox/', '')}`;
    const body = async (): Promise<Obj> => asObj(parseJson(await readBody(req)));
    switch (route) {
      case 'GET state':
        return send(res, 200, state(world, query.get('as') ?? ''));
      case 'GET messages':
        return send(res, 200, messages(world, query));
      case 'GET thread':
        return send(res, 200, thread(world, query));
      case 'GET traffic':
        return send(res, 200, traffic(world, query));
      case 'GET traffic/list':
        return send(res, 200, trafficList(world, query));
      case 'GET traffic/detail':
        return send(res, 200, trafficDetail(world, query));
      case 'GET faults':
        return send(res, 200, faults(world, {}));
      case 'POST faults':
        return send(res, 200, faults(world, await body()));
      case 'GET stream':
        return stream(world, req, res);
      case 'POST act': {
        const request = await body();
        return send(res, 200, await act(as(str(request.as)), request));
      }
      case 'POST upload': {
        const file = as(query.get('as') ?? '').upload(query.get('name') ?? 'file', await readBuffer(req));
        return send(res, 200, { file: fileJson(world, file) });
      }
      case 'GET file': {
        const file = world.files.get(query.get('id') ?? '');
        if (!file) throw new Impossible('no such file');
        res.writeHead(200, {
          'content-type': file.mimetype,
          'content-disposition': 'attachment',
          'x-content-type-options': 'nosniff',
        });
        res.end(file.content);
        return;
      }
      default:
        return send(res, 404, { error: 'not_found' });
    }
  }
  return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
    try {
      await answer(req, res, url);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      send(res, 400, { error: error.message });
    }
  };
};
