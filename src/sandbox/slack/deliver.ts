import { randomUUID } from 'node:crypto';
import { isObj, type Json, type Obj, parseJson, str } from './json.ts';
import type { Sockets } from './sockets.ts';
import { asForm, asJson, type Outgoing, type Reply, send } from './transport.ts';
import type { Attempt, Delivery, DeliveryKind } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import { changed, count, nextId, problem, push, tracked, type World } from './world.ts';

/** Brings requests to the app: by signed HTTP or over its sockets, with Slack's deadline, retries and faults. */

export interface Answer {
  status: number;
  ackMs: number;
  ack: Json;
  error?: string;
}

export interface Deliverer {
  /** A request a person waits for. */
  ask(kind: Exclude<DeliveryKind, 'event'>, name: string, user: string, payload: Obj): Promise<Answer>;
  event(event: Obj): void;
  close(): void;
}

const CHANNEL_TYPE = { command: 'slash_commands', event: 'events_api' } as const;
const EVENTS_AT_ONCE = 50;

const formOf = (kind: DeliveryKind, payload: Obj): Outgoing => {
  if (kind === 'event') return asJson(payload);
  if (kind === 'command') return asForm(Object.fromEntries(Object.entries(payload).map(([k, v]) => [k, String(v)])));
  return asForm({ payload: JSON.stringify(payload) });
};

export const createDeliverer = (world: World, sockets: Sockets): Deliverer => {
  let serial = 0;
  let closed = false;
  const timers = new Set<NodeJS.Timeout>();
  const queue: (() => Promise<void>)[] = [];
  let running = 0;

  const viaSocket = (): boolean => {
    const { mode, eventsUrl } = world.settings;
    return mode === 'socket' || (mode === 'auto' && (sockets.count() > 0 || eventsUrl === undefined));
  };

  function open(kind: DeliveryKind, name: string, payload: Obj, user?: string): Delivery {
    serial += 1;
    const via = viaSocket() ? 'socket' : 'http';
    const delivery: Delivery = {
      id: serial,
      kind,
      name,
      payload,
      attempts: [],
      via,
      done: false,
      ...(user ? { user } : {}),
    };
    count(world, `delivery:${kind}`);
    if (world.settings.log) push(world.deliveries, delivery, world.settings.logSize);
    return delivery;
  }

  async function transmit(
    delivery: Delivery,
    retry: { num: number; reason: string } | undefined,
    fault: Parameters<typeof send>[4],
  ): Promise<Reply> {
    const late = (ms: number) =>
      problem(world, `late ack: ${delivery.kind} ${delivery.name} after ${Math.round(ms)} ms`);
    if (delivery.via === 'socket') {
      const type =
        delivery.kind === 'event' || delivery.kind === 'command' ? CHANNEL_TYPE[delivery.kind] : 'interactive';
      const extra: Obj =
        delivery.kind === 'event' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const reply = await sockets.send(type, delivery.payload, extra, late);
      const nothing = reply.payload === undefined || (isObj(reply.payload) && Object.keys(reply.payload).length === 0);
      const body = nothing ? '' : JSON.stringify(reply.payload);
      return {
        status: reply.error ? 0 : 200,
        body,
        ackMs: reply.ackMs,
        headers: {},
        ...(reply.error ? { error: reply.error } : {}),
      };
    }
    const url = world.settings.eventsUrl;
    if (!url) return { status: 0, body: '', ackMs: 0, headers: {}, error: 'connection_failed' };
    const request = formOf(delivery.kind, delivery.payload);
    if (retry) request.headers = { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
    return send(world, url, request, late, fault);
  }

  async function attempt(delivery: Delivery, retry?: { num: number; reason: string }): Promise<Reply> {
    const where = { delivery: delivery.kind };
    const late = world.faults.take(['late'], where);
    if (late) await pause(late.ms ?? 1000);
    if (world.faults.active('down') || world.faults.take(['lost'], where))
      return record(delivery, { status: 0, body: '', ackMs: 0, headers: {}, error: 'connection_failed' }, retry);
    const spoiled = world.faults.take(['bad_signature', 'old_timestamp'], where);
    const twice = world.faults.take(['duplicate'], where);
    const second = twice ? transmit(delivery, retry, spoiled) : undefined;
    const reply = await transmit(delivery, retry, spoiled);
    record(delivery, reply, retry);
    if (second) record(delivery, await second, retry, true);
    return reply;
  }

  function record(delivery: Delivery, reply: Reply, retry?: { num: number }, duplicate = false): Reply {
    const entry: Attempt = {
      at: Date.now() - reply.ackMs,
      status: reply.status,
      ackMs: reply.ackMs,
      body: reply.body.slice(0, 20_000),
    };
    if (reply.error) entry.error = reply.error;
    else if (reply.status !== 200) entry.error = `http_status_${reply.status}`;
    if (retry) entry.retryNum = retry.num;
    if (duplicate) entry.duplicate = true;
    delivery.attempts.push(entry);
    changed(world, { kind: 'delivery', ...(delivery.user ? { user: delivery.user } : {}) });
    return reply;
  }

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });

  const REASONS: Record<string, string> = { operation_timeout: 'http_timeout', connection_failed: 'connection_failed' };

  async function tell(delivery: Delivery, tries: number, reason: string): Promise<void> {
    const reply = await tracked(world, () => attempt(delivery, tries > 0 ? { num: tries, reason } : undefined));
    const accepted = !reply.error && reply.status >= 200 && reply.status < 300;
    const wait = world.settings.retryMs[tries];
    if (accepted || wait === undefined || closed || reply.headers['x-slack-no-retry'] === '1') {
      delivery.done = true;
      changed(world, { kind: 'delivery' });
      return;
    }
    const why = reply.error ? (REASONS[reply.error] ?? 'unknown_error') : 'http_error';
    const timer = setTimeout(() => {
      timers.delete(timer);
      schedule(() => tell(delivery, tries + 1, why));
    }, wait);
    timers.add(timer);
  }

  function schedule(work: () => Promise<void>): void {
    queue.push(work);
    pump();
  }

  function pump(): void {
    while (running < EVENTS_AT_ONCE) {
      const work = queue.shift();
      if (!work) return;
      running += 1;
      void tracked(world, work).finally(() => {
        running -= 1;
        pump();
      });
    }
  }

  return {
    ask: (kind, name, user, payload) =>
      tracked(world, async () => {
        const delivery = open(kind, name, payload, user);
        const reply = await attempt(delivery);
        delivery.done = true;
        changed(world, { kind: 'delivery', user });
        const error = reply.error ?? (reply.status === 200 ? undefined : `http_status_${reply.status}`);
        if (error) problem(world, `${kind} ${name}: ${error}`);
        return {
          status: reply.status,
          ackMs: reply.ackMs,
          ack: parseJson(reply.body) ?? reply.body,
          ...(error ? { error } : {}),
        };
      }),
    event(event) {
      if (closed) return;
      const payload: Obj = {
        token: APP.verification,
        team_id: TEAM.id,
        context_team_id: TEAM.id,
        context_enterprise_id: null,
        api_app_id: APP.id,
        event,
        type: 'event_callback',
        event_id: nextId(world, 'Ev'),
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [
          { enterprise_id: null, team_id: TEAM.id, user_id: APP.botUser, is_bot: true, is_enterprise_install: false },
        ],
        is_ext_shared_channel: false,
        event_context: `4-${randomUUID()}`,
      };
      const user = typeof event.user === 'string' ? event.user : undefined;
      const delivery = open('event', str(event.type), payload, user);
      schedule(() => tell(delivery, 0, ''));
    },
    close() {
      closed = true;
      queue.length = 0;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
