import { expect, test } from 'vitest';
import { classify } from '../../../../src/platform/delivery/outcome.ts';

const platform = (error: unknown) => ({ code: 'slack_webapi_platform_error', data: { ok: false, error } });
const network = (original: object) => ({ code: 'slack_webapi_request_error', original });
const failure = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

test.each([
  ['token_revoked', 'paused'],
  ['invalid_auth', 'paused'],
  ['account_inactive', 'paused'],
  ['missing_scope', 'paused'],
  ['channel_not_found', 'held'],
  ['is_archived', 'held'],
  ['not_in_channel', 'held'],
  ['msg_too_long', 'refused'],
  ['invalid_blocks', 'refused'],
  ['cant_update_message', 'refused'],
  ['thread_not_found', 'refused'],
  ['a_code_of_next_year', 'refused'],
  ['message_not_found', 'gone'],
  ['ratelimited', 'rate_limited'],
  ['fatal_error', 'unknown'],
  ['internal_error', 'unknown'],
  ['service_unavailable', 'unknown'],
  ['request_timeout', 'unknown'],
])('Slack answers %s: %s', (code, kind) => {
  expect(classify(platform(code)).kind).toBe(kind);
});

test.each([
  ['a page of HTML instead of an answer', platform('<html>Bad Gateway</html>')],
  ['an empty answer', platform('')],
  ['an answer without a code', platform(undefined)],
  ['HTTP 500', { code: 'slack_webapi_http_error', statusCode: 500 }],
  ['HTTP 404', { code: 'slack_webapi_http_error', statusCode: 404 }],
  ['a dropped socket', network(failure('UND_ERR_SOCKET'))],
  ['a reset connection', network(failure('ECONNRESET'))],
  ['a host that became unreachable in mid-request', network(failure('EHOSTUNREACH', { syscall: 'read' }))],
  ['a timeout', network(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))],
  ['an error in the SDK', new TypeError('x')],
  ['something thrown that is no error', undefined],
])('it may have been carried out after %s', (_what, error) => {
  expect(classify(error).kind).toBe('unknown');
});

test.each([
  ['nobody listens', failure('ECONNREFUSED')],
  ['the name is not known', failure('ENOTFOUND')],
  ['connecting took too long', failure('UND_ERR_CONNECT_TIMEOUT')],
  ['there is no route while connecting', failure('EHOSTUNREACH', { syscall: 'connect' })],
])('it was certainly not carried out when %s', (_what, original) => {
  expect(classify(network(original)).kind).toBe('unreachable');
});

test('429 carries how long to wait; without a usable time, half a minute', () => {
  expect(classify({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 })).toEqual({
    kind: 'rate_limited',
    retryAfterMs: 7000,
  });
  expect(classify({ code: 'slack_webapi_rate_limited_error', retryAfter: Number.NaN })).toEqual({
    kind: 'rate_limited',
    retryAfterMs: 30_000,
  });
});

test('a lease that ran out before writing is neither sent nor unknown', () => {
  expect(classify(network(failure('BATON_LEASE_LOST'))).kind).toBe('lost');
});
