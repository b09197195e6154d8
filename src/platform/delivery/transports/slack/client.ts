import { type FetchFunction, LogLevel, type WebAPICallResult, WebClient } from '@slack/web-api';
import { Agent, type Dispatcher, request } from 'undici';
import { defaultTiming } from '../../settings.ts';
import { type Guard, LeaseLost } from '../../transport.ts';

/** What delivery asks Slack with. */
export interface DeliveryClient {
  /** With a guard, the request is written only while that allows it. @throws LeaseLost */
  apiCall(method: string, request?: Record<string, unknown>, guard?: Guard): Promise<WebAPICallResult>;
  /** Hands a file over at the address that Slack gave for it. @returns whether Slack took it */
  upload(url: string, bytes: Uint8Array): Promise<boolean>;
}

/**
 * Waiting for a connection may take long, and a process may be frozen at any moment: the lease is checked in the same
 * turn of the event loop in which the request is written, not when it was asked for.
 */
const checkBeforeWriting =
  (guard: Guard): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        if (!guard()) throw new LeaseLost('The lease ran out before the request could be written.');
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (controller, status, headers, socket) =>
        handler.onRequestUpgrade?.(controller, status, headers, socket),
      onResponseStart: (controller, status, headers, text) =>
        handler.onResponseStart?.(controller, status, headers, text),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });

const single = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;

const fetchThrough =
  (agent: Dispatcher, guardNow: () => Guard | undefined): FetchFunction =>
  async (url, init = {}) => {
    const { method, headers, body, signal } = init;
    const guard = guardNow();
    const dispatcher = guard ? agent.compose(checkBeforeWriting(guard)) : agent;
    if (body !== undefined && typeof body !== 'string') throw new Error('Delivery sends no files.');
    const answer = await request(url, {
      dispatcher,
      method: method === 'GET' ? 'GET' : 'POST',
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    return {
      ok: answer.statusCode >= 200 && answer.statusCode < 300,
      status: answer.statusCode,
      statusText: '',
      url: String(url),
      headers: {
        get: (name) => single(answer.headers[name.toLowerCase()]),
        entries: () =>
          Object.entries(answer.headers)
            .map(([name, value]): [string, string] => [name, single(value) ?? ''])
            [Symbol.iterator](),
      },
      arrayBuffer: () => answer.body.arrayBuffer(),
      json: () => answer.body.json(),
      text: () => answer.body.text(),
    };
  };

/** A client whose requests are made under the guard that is set when they begin. */
interface Guarded {
  readonly client: WebClient;
  guard: Guard | undefined;
}

/**
 * Delivery's own Web API client: no retries of its own (it would post a message again after an ambiguous failure), rate
 * limits are reported instead of waited for, and the lease is checked as late as possible.
 */
export const deliveryClient = (options: {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  /** Under half of the lease. */
  readonly timeoutMs?: number;
  readonly connections?: number;
}): DeliveryClient => {
  const agent = new Agent({ connections: options.connections ?? 100, keepAliveTimeout: 30_000 });
  const create = (): Guarded => {
    const guarded: Guarded = {
      guard: undefined,
      client: webClient(
        options,
        fetchThrough(agent, () => guarded.guard),
      ),
    };
    return guarded;
  };
  // The SDK hands nothing of ours on to its requests, so a call has a client to itself.
  const free: Guarded[] = [];
  const timeout = options.timeoutMs ?? defaultTiming.requestTimeoutMs;
  return {
    upload: async (url, bytes) => {
      const { statusCode, body } = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes,
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      await body.dump();
      return statusCode >= 200 && statusCode < 300;
    },
    apiCall: async (method, asked, guard) => {
      const guarded = free.pop() ?? create();
      guarded.guard = guard;
      try {
        return await guarded.client.apiCall(method, asked);
      } finally {
        free.push(guarded);
      }
    },
  };
};

const silent = () => {};

const webClient = (options: Parameters<typeof deliveryClient>[0], fetch: FetchFunction): WebClient =>
  new WebClient(options.token, {
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeoutMs ?? defaultTiming.requestTimeoutMs,
    fetch,
    // Failures are logged by delivery itself, with the message they concern and without its text.
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      getLevel: () => LogLevel.ERROR,
      setName: silent,
    },
  });
