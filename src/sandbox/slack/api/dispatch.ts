import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../body.ts';
import type { LiveFault } from '../faults.ts';
import { isObj, type Obj, parseJson } from '../json.ts';
import type { Sockets } from '../sockets.ts';
import type { Call } from '../types.ts';
import { changed, count, push, tracked, type World } from '../world.ts';
import { argsOf, type Method, Refusal, refuse } from './answer.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { Limiter } from './limits.ts';
import { people } from './people.ts';
import { views } from './views.ts';

const METHODS: Record<string, Method> = { ...chat, ...conversations, ...files, ...people, ...views };

/** The methods this stand-in knows; every other one is an `unknown_method`. */
export const METHOD_NAMES: readonly string[] = [...Object.keys(METHODS), 'apps.connections.open'].sort();

const BEFORE = ['rate_limited', 'error_500', 'drop', 'garbage'] as const;
const AFTER = ['error_500_after', 'accept_then_drop', 'garbage_after'] as const;

interface Input {
  args: Obj;
  token: string | undefined;
  error?: string;
}

const readInput = async (req: IncomingMessage): Promise<Input> => {
  const body = await readBody(req);
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  const query = Object.fromEntries(new URL(req.url ?? '/', 'http://localhost').searchParams);
  if (body === '') return { args: query, token: bearer ?? query.token };
  if (type === 'application/json') {
    const json = parseJson(body);
    return isObj(json)
      ? { args: { ...query, ...json }, token: bearer }
      : { args: {}, token: bearer, error: 'invalid_json' };
  }
  if (type === 'application/x-www-form-urlencoded') {
    const form = Object.fromEntries(new URLSearchParams(body));
    return { args: { ...query, ...form }, token: bearer ?? form.token };
  }
  return { args: {}, token: bearer, error: type === '' ? 'missing_post_type' : 'invalid_post_type' };
};

const authorise = (world: World, token: string | undefined, wanted: 'bot' | 'app'): void => {
  if (!token) refuse('not_authed');
  const { botToken, appToken } = world.settings;
  if (token !== botToken && token !== appToken) refuse('invalid_auth');
  if (world.tokenError) refuse(world.tokenError);
  if ((wanted === 'app') !== (token === appToken)) refuse('not_allowed_token_type');
};

const run = (
  world: World,
  sockets: Sockets,
  limiter: Limiter,
  name: string,
  input: Input,
): { body: Obj; retryAfter?: number } => {
  const own: Method = {
    token: 'app',
    run: () => ({ url: sockets.ticket() }),
  };
  const method = name === 'apps.connections.open' ? own : Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  try {
    if (!method) return { body: { ok: false, error: 'unknown_method', req_method: name } };
    if (method.token !== 'none') authorise(world, input.token, method.token ?? 'bot');
    if (input.error) refuse(input.error);
    const args = argsOf(input.args);
    const needed = method.scopes?.(world, args) ?? [];
    if (needed.length > 0 && !needed.some((scope) => world.settings.scopes.has(scope))) {
      refuse('missing_scope', { needed: needed.join(','), provided: [...world.settings.scopes].join(',') });
    }
    const retryAfter = limiter.check(name, method.perMinute, input.args);
    if (retryAfter > 0) return { body: { ok: false, error: 'ratelimited' }, retryAfter };
    return { body: { ok: true, ...method.run(world, args) } };
  } catch (error) {
    if (error instanceof Refusal) return { body: { ok: false, error: error.code, ...error.extra } };
    throw error;
  }
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Handles `/api/<method>` from arrival to answer, misbehaving where a fault says so. */
export const createDispatcher = (world: World, sockets: Sockets, limiter: Limiter) => {
  let serial = 0;

  function log(
    name: string,
    input: Input,
    started: number,
    outcome: { status: number; body?: Obj; fault?: LiveFault | undefined },
  ): void {
    count(world, `call:${name}`);
    if (world.settings.log) {
      serial += 1;
      const { token: _token, ...args } = input.args;
      const call: Call = {
        id: serial,
        at: Date.now(),
        method: name,
        args,
        status: outcome.status,
        durationMs: performance.now() - started,
        ok: outcome.body?.ok === true,
      };
      if (typeof outcome.body?.error === 'string') call.error = outcome.body.error;
      if (outcome.fault) call.fault = outcome.fault.kind;
      if (outcome.body) call.response = outcome.body;
      push(world.calls, call, world.settings.logSize);
    }
    changed(world, { kind: 'call' });
  }

  function reply(res: ServerResponse, status: number, body: Obj, headers: Record<string, string> = {}): void {
    const text = JSON.stringify(body);
    res.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...headers,
    });
    res.end(text);
  }

  function misbehave(res: ServerResponse, fault: LiveFault): { status: number; body?: Obj } {
    switch (fault.kind) {
      case 'rate_limited':
        reply(res, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter ?? 1) });
        return { status: 429, body: { ok: false, error: 'ratelimited' } };
      case 'garbage':
      case 'garbage_after':
        res.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
        return { status: 200 };
      case 'error_500':
      case 'error_500_after':
        reply(res, 500, { ok: false, error: 'internal_error' });
        return { status: 500, body: { ok: false, error: 'internal_error' } };
      default:
        res.socket?.destroy();
        return { status: 0 };
    }
  }

  return (req: IncomingMessage, res: ServerResponse, name: string): Promise<void> =>
    tracked(world, async () => {
      const started = performance.now();
      const input = await readInput(req);
      const where = {
        method: name,
        ...(typeof input.args.channel === 'string' ? { channel: input.args.channel } : {}),
      };
      const slow = world.faults.take(['delay'], where);
      if (slow) await pause(slow.ms ?? 1000);
      const before = world.faults.take(BEFORE, where);
      if (before) return log(name, input, started, { ...misbehave(res, before), fault: before });
      const { body, retryAfter } = run(world, sockets, limiter, name, input);
      const after = world.faults.take(AFTER, where);
      if (after) return log(name, input, started, { ...misbehave(res, after), body, fault: after });
      const status = retryAfter ? 429 : 200;
      const scopes = world.settings.scopes.size > 0 ? { 'x-oauth-scopes': [...world.settings.scopes].join(',') } : {};
      reply(res, status, body, retryAfter ? { 'retry-after': String(retryAfter) } : scopes);
      log(name, input, started, { status, body, fault: slow });
    });
};
