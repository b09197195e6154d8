import { act, getBaton, getMessages, getThread, getWorkspace, Refused } from '../api/client.ts';
import type { Change, Message, Workspace } from '../api/types.ts';
import { putMessage, withoutMessage } from './log.ts';
import { type Log, notify, session } from './session.ts';

/** Keeps the session true: reads at the start, then follows the server's stream of changes. */

const PAGE = 100;
/** More changed messages than this at a time are read as one page. */
const MANY = 12;

/** Runs `work` now, or once more after the run that is under way: bursts of changes cost two reads, not hundreds. */
const coalesced = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let again = false;
  return async () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await work().catch((error: unknown) => {
          if (!(error instanceof Refused || error instanceof TypeError)) throw error;
        });
      }
      running = undefined;
    })();
    return running;
  };
};

export const readWorkspace = coalesced(async () => {
  const { me } = session.get();
  const workspace = await getWorkspace(me);
  if (session.get().me === me) session.set({ workspace, ...placeWithin(workspace) });
  else void readWorkspace();
});

/** A place that this person isn't in (any more) gives way to #general. */
const placeWithin = (workspace: Workspace): { place?: string; thread?: null } => {
  const { place } = session.get();
  if (place === 'home' || workspace.channels.some((channel) => channel.id === place)) return {};
  return { place: workspace.channels[0]?.id ?? 'home', thread: null };
};

export const readBaton = coalesced(async () => {
  const baton = await getBaton();
  session.set({ baton, batonAt: Date.now() });
});

const setLog = (channel: string, log: Log) => session.set({ logs: { ...session.get().logs, [channel]: log } });

export const openLog = async (channel: string): Promise<void> => {
  const { me, workspace } = session.get();
  const page = await getMessages(me, channel, { limit: PAGE });
  if (session.get().me !== me) return;
  const known = session.get().logs[channel];
  const oldest = page.messages[0]?.ts;
  const older = known?.messages.filter((message) => oldest !== undefined && Number(message.ts) < Number(oldest)) ?? [];
  setLog(channel, {
    messages: [...older, ...page.messages],
    hasMore: older.length > 0 ? (known?.hasMore ?? false) : page.has_more,
    readUpTo: known?.readUpTo ?? workspace?.channels.find((c) => c.id === channel)?.last_read ?? '0',
  });
};

const loading = new Set<string>();

export const loadOlder = async (channel: string, limit = 200): Promise<void> => {
  const { me, logs } = session.get();
  const log = logs[channel];
  const oldest = log?.messages[0];
  if (!log?.hasMore || !oldest || loading.has(channel)) return;
  loading.add(channel);
  try {
    const page = await getMessages(me, channel, { before: oldest.ts, limit });
    const current = session.get().logs[channel];
    if (current && session.get().me === me)
      setLog(channel, { ...current, messages: [...page.messages, ...current.messages], hasMore: page.has_more });
  } finally {
    loading.delete(channel);
  }
};

export const readThread = async (): Promise<void> => {
  const { me, place, thread } = session.get();
  if (!thread) return;
  const found = await getThread(me, place, thread).catch(() => undefined);
  const now = session.get();
  if (now.me !== me || now.place !== place || now.thread !== thread) return;
  session.set(found ? { replies: found.messages } : { thread: null, replies: [] });
};

const put = (channel: string, message: Message): void => {
  const log = session.get().logs[channel];
  if (log) setLog(channel, { ...log, messages: putMessage(log.messages, message) });
};

const remove = (channel: string, ts: string): void => {
  const log = session.get().logs[channel];
  if (log) setLog(channel, { ...log, messages: withoutMessage(log.messages, ts) });
};

/** Reads one changed message: new, edited, gone, or a reply (then its root's count changed too). */
const readMessage = async (channel: string, ts: string): Promise<void> => {
  const { me, thread, place } = session.get();
  const found = await getThread(me, channel, ts).catch(() => undefined);
  if (session.get().me !== me) return;
  const message = found?.messages[0];
  if (!message) {
    remove(channel, ts);
    if (thread && place === channel) await readThread();
    return;
  }
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  if (!isReply) put(channel, message);
  const rootTs = message.thread_ts ?? message.ts;
  const isOpen = thread === rootTs && place === channel;
  if (!isReply) {
    if (isOpen && found) session.set({ replies: found.messages });
    return;
  }
  const whole = await getThread(me, channel, rootTs).catch(() => undefined);
  const root = whole?.messages[0];
  if (session.get().me !== me || !whole || !root) return;
  put(channel, root);
  if (isOpen) session.set({ replies: whole.messages });
};

/** Ephemerals are in no thread's index: the page around them is read again. */
const readWhispers = async (channel: string): Promise<void> => {
  await openLog(channel);
  if (session.get().place === channel) await readThread();
};

const touched = new Map<string, Set<string>>();

const readTouched = coalesced(async () => {
  const batch = [...touched];
  touched.clear();
  for (const [channel, all] of batch) {
    if (!session.get().logs[channel]) continue;
    if (all.has('') || all.size > MANY) await readWhispers(channel);
    else await Promise.all([...all].map((ts) => readMessage(channel, ts)));
  }
});

const touch = (channel: string, ts: string): void => {
  touched.set(channel, (touched.get(channel) ?? new Set()).add(ts));
  void readTouched();
};

let isTrafficTold = false;

/** Traffic comes in bursts; whoever shows it needs to look four times a second at most. */
const tellTraffic = (): void => {
  if (isTrafficTold) return;
  isTrafficTold = true;
  setTimeout(() => {
    isTrafficTold = false;
    session.set({ trafficVersion: session.get().trafficVersion + 1 });
  }, 250);
};

const follow = (change: Change): void => {
  const { me } = session.get();
  switch (change.kind) {
    case 'message':
      if (change.channel) touch(change.channel, change.ts ?? '');
      void readWorkspace();
      return;
    case 'ephemeral':
      if (change.channel && change.user === me) touch(change.channel, '');
      return;
    case 'call':
    case 'delivery':
      tellTraffic();
      return;
    case 'modal':
    case 'home':
      if (change.user === undefined || change.user === me) void readWorkspace();
      return;
    default:
      void readWorkspace();
  }
};

/** Reads everything anew: at the start, for another person, and after the connection was lost. */
export const readAll = async (): Promise<void> => {
  await readWorkspace();
  const { place, thread } = session.get();
  await Promise.all([
    place && place !== 'home' ? openLog(place).catch(() => undefined) : undefined,
    thread ? readThread() : undefined,
    readBaton(),
  ]);
};

export const connect = (): void => {
  const stream = new EventSource('/sandbox/stream');
  stream.onopen = () => {
    if (!session.get().connected) {
      session.set({ connected: true, logs: {} });
      void readAll();
    }
  };
  stream.onerror = () => session.set({ connected: false });
  stream.onmessage = (event: MessageEvent<string>) => follow(JSON.parse(event.data) as Change);
  setInterval(() => void readBaton(), 5000);
};

/** What Slack says where the app answered late, wrongly or not at all. */
const WORDS: Readonly<Record<string, string>> = {
  operation_timeout: 'Baton did not answer within three seconds (operation_timeout).',
  connection_failed: 'Slack could not reach Baton (connection_failed).',
  invalid_ack: 'Slack did not understand Baton’s answer (invalid_ack).',
};

export const errorWords = (error: string): string =>
  error.startsWith('http_status_') ? `Baton refused the request (${error}).` : (WORDS[error] ?? error);

/** Does something as the person at the page; what goes wrong is said at the foot. */
export const perform = async (verb: string, body: Record<string, unknown> = {}, what?: string) => {
  try {
    const result = await act(session.get().me, verb, body);
    if (result.error && result.error !== 'client_validation')
      notify(what ? `${what} failed: ${errorWords(result.error)}` : errorWords(result.error));
    return result;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
    const why = error instanceof Refused ? error.message : 'the sandbox is not running';
    notify(what ? `${what}: ${why}` : why);
    return { status: 0, ackMs: 0, error: why };
  }
};
