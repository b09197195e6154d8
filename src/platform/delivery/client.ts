import { AsyncLocalStorage } from 'node:async_hooks';
import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { Agent, type Dispatcher, request } from 'undici';
import { LeaseLost } from './outcome.ts';
import { defaultTiming } from './settings.ts';

/** Whether a request may still be written. */
export type Guard = () => boolean;

const guards = new AsyncLocalStorage<Guard>();

/** Every request that `call` makes through a delivery client is checked when its connection is about to be written to. */
export const guarded = <T>(guard: Guard, call: () => Promise<T>): Promise<T> => guards.run(guard, call);

/**
 * Waiting for a connection may take long, and a process may be frozen at any moment: the lease is checked in the same
 * turn of the event loop in which the request is written, not when it was asked for.
 */
const checkBeforeWriting: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const guard = guards.getStore();
  if (!guard) return dispatch(options, handler);
  return dispatch(options, {
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
};

const single = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;

const fetchThrough =
  (dispatcher: Dispatcher): FetchFunction =>
  async (url, init = {}) => {
    const { method, headers, body, signal } = init;
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

/**
 * Delivery's own Web API client: no retries of its own (it would post a message again after an ambiguous failure), rate
 * limits are reported instead of waited for, and the lease is checked as late as possible.
 */
export function deliveryClient(options: {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  /** Under half of the lease. */
  readonly timeoutMs?: number;
  readonly connections?: number;
}): WebClient {
  const agent = new Agent({ connections: options.connections ?? 100, keepAliveTimeout: 30_000 }).compose(
    checkBeforeWriting,
  );
  const silent = () => {};
  return new WebClient(options.token, {
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeoutMs ?? defaultTiming.requestTimeoutMs,
    // Requests are limited before their lease is checked, so the SDK must not queue them afterwards.
    maxRequestConcurrency: 10_000,
    fetch: fetchThrough(agent),
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
}
