import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { readBody } from './body.ts';
import { createLimiter } from './limiter.ts';
import { type Endpoint, type HttpAnswer, type HttpRequest, json, notFound, type Refusal } from './route.ts';
import { bearerOf } from './tokens.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An answer is for whoever asked: nobody keeps it, frames it, guesses what it is or runs anything in it. */
const strict = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const send = (response: ServerResponse, { status, headers, body = '' }: HttpAnswer): void => {
  response.writeHead(status, { ...strict, 'content-length': Buffer.byteLength(body), ...headers });
  // To HEAD, Node sends no body.
  response.end(body);
};

const words: Readonly<Record<Refusal, string>> = {
  408: 'the body took too long to come',
  413: 'the body is too large',
  429: 'too many requests',
};

const refusalOf = ({ refusal }: Endpoint, status: Refusal, headers: HttpAnswer['headers']): HttpAnswer => {
  const answer = refusal?.(status) ?? json(status, { error: words[status] });
  return { ...answer, headers: { ...answer.headers, ...headers } };
};

/** What is not read to its end leaves a connection that cannot be used for another request. */
const refuseBody = (request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void => {
  response.once('finish', () => request.socket.destroySoon());
  send(response, answer);
};

type Limited = Endpoint & { readonly wait: (request: Pick<HttpRequest, 'address' | 'token'>) => number };

const limited = (endpoint: Endpoint): Limited => {
  const { perAddress, perToken } = endpoint.limits ?? {};
  const address = perAddress && createLimiter(perAddress);
  const token = perToken && createLimiter(perToken);
  return {
    ...endpoint,
    wait: (request) => address?.(request.address) || (request.token === undefined ? 0 : (token?.(request.token) ?? 0)),
  };
};

interface Place {
  readonly segments: readonly string[];
  readonly byMethod: Map<string, Limited>;
}

const wellFormed = /^(?:\/(?:[a-z0-9._-]+|:[a-z]\w*))+$/;

const isName = (segment: string): boolean => segment.startsWith(':');

const placesOf = (endpoints: readonly Endpoint[]): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  for (const endpoint of endpoints) {
    const { method, path } = endpoint;
    if (!wellFormed.test(path)) throw new Error(`the route "${path}" is no path such as /go/:id`);
    const segments = path.split('/');
    const shape = segments.map((each) => (isName(each) ? ':' : each)).join('/');
    const place = places.get(shape) ?? { segments, byMethod: new Map() };
    if (place.byMethod.has(method)) throw new Error(`two routes answer ${method} ${shape}`);
    place.byMethod.set(method, limited(endpoint));
    places.set(shape, place);
  }
  return places;
};

/** Control characters and broken escapes make no value. */
const decoded = (segment: string): string | undefined => {
  try {
    const value = decodeURIComponent(segment);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return value && !/[\x00-\x1f\x7f]/.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** @returns what stands for the names of a place; undefined where the path is of another shape, or malformed */
const paramsIn = (place: Place, path: string): Readonly<Record<string, string>> | undefined => {
  const given = path.split('/');
  if (given.length !== place.segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of place.segments.entries()) {
    const there = given[at] ?? '';
    if (isName(segment)) {
      const value = decoded(there);
      if (value === undefined) return undefined;
      params[segment.slice(1)] = value;
    } else if (there !== segment) return undefined;
  }
  return params;
};

/** With so many proxies in front, each of which adds whom it heard, the one that many from the end is who asks. */
const addressOf = (request: IncomingMessage, proxies: number): string => {
  const heard = String(request.headers['x-forwarded-for'] ?? '').split(',');
  return (proxies > 0 && heard.at(-proxies)?.trim()) || request.socket.remoteAddress || '';
};

export interface TableOptions {
  readonly endpoints: readonly Endpoint[];
  /** How many proxies in front tell whom they heard. */
  readonly proxies: number;
  /** For every path that nobody answers at. */
  readonly otherwise?: () => HttpAnswer;
  readonly log: Logger;
}

/** Which endpoint answers, within its limits. Throws when two claim the same place. */
export const createTable = ({ endpoints, proxies, otherwise = () => notFound, log }: TableOptions): Handler => {
  const places = placesOf(endpoints);
  const shapes = [...places.values()].filter(({ segments }) => segments.some(isName));
  const find = (path: string) => {
    const exact = places.get(path);
    if (exact && !path.includes(':')) return { place: exact, params: {} };
    for (const place of shapes) {
      const params = paramsIn(place, path);
      if (params) return { place, params };
    }
    return undefined;
  };
  const serve: Handler = async (request, response) => {
    // Not as a URL: `//` is none, and anybody may ask for it.
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const found = find(path);
    if (!found) return send(response, otherwise());
    const { byMethod } = found.place;
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    const endpoint = byMethod.get(isGet ? 'GET' : (request.method ?? ''));
    if (!endpoint) {
      const allow = [...byMethod.keys()].flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', ');
      const refusal = json(405, { error: 'method not allowed' });
      return send(response, { ...refusal, headers: { ...refusal.headers, allow } });
    }
    const { headers } = request;
    const who = { address: addressOf(request, proxies), token: found.params.token ?? bearerOf(headers) };
    const wait = endpoint.wait(who);
    if (wait > 0) return send(response, refusalOf(endpoint, 429, { 'retry-after': String(wait) }));
    const body = isGet ? Buffer.alloc(0) : await readBody(request, endpoint.body);
    const close = { connection: 'close' };
    if (body === 'cut off') return refuseBody(request, response, { status: 400, headers: close });
    if (typeof body === 'number') return refuseBody(request, response, refusalOf(endpoint, body, close));
    if ('take' in endpoint) return endpoint.take(request, response, body);
    send(response, await endpoint.answer({ params: found.params, headers, body, ...who }));
  };
  return async (request, response) => {
    try {
      await serve(request, response);
    } catch (error) {
      // Without its address: that may be a secret.
      log.error({ err: error }, 'an HTTP request failed');
      if (response.headersSent) response.destroy();
      else send(response, json(500, { error: 'internal error' }));
    }
  };
};
