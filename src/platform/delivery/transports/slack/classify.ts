import type { Outcome } from '../../transport.ts';
import { inWords } from './words.ts';

/** They speak of the token, the workspace or the method: the next message would hear the same. */
const pausing = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'org_login_required',
  'two_factor_setup_required',
  'accesslimited',
  'enterprise_is_restricted',
  'method_deprecated',
  'deprecated_endpoint',
]);

/** They speak of one conversation or person; others hear nothing of it. */
const holding = new Set([
  'access_denied',
  'channel_not_found',
  'channel_type_not_supported',
  'method_not_supported_for_channel_type',
  'ekm_access_denied',
  'external_channel_migrating',
  'is_archived',
  'is_inactive',
  'no_permission',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'team_not_found',
  'cannot_dm_bot',
  'invalid_user_combination',
  'messages_tab_disabled',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'users_not_found',
]);

/** Slack says of these that part of the operation may have succeeded, or doesn't say. */
const ambiguous = new Set([
  'fatal_error',
  'internal_error',
  'messaging_processing_failed',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'update_failed',
]);

const limiting = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** The connection was never made, so nothing can have been carried out. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** These may also break an established connection; only while connecting are they harmless. */
const connecting = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET']);

const field = (from: unknown, key: string): unknown =>
  typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error code of Slack's, or anything else that came in place of an answer. */
const ofPlatform = (code: unknown): Outcome => {
  // What isn't a word is a page of HTML or the like, which the SDK passes on as if it were an error code.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{1,79}$/.test(code))
    return { kind: 'unknown', problem: 'Slack gave no understandable answer.' };
  if (code === 'message_not_found') return { kind: 'gone' };
  if (limiting.has(code)) return { kind: 'rate_limited', retryAfterMs: 30_000 };
  if (ambiguous.has(code)) return { kind: 'unknown', problem: code };
  if (pausing.has(code)) return { kind: 'paused', problem: code };
  if (holding.has(code)) return { kind: 'held', problem: code };
  return { kind: 'refused', problem: code };
};

/**
 * What an error of the SDK says about the message. Whoever guesses wrong here loses a message or sends it twice, so
 * whatever is not certain is `unknown`.
 */
export const classify = (error: unknown): Outcome => {
  switch (field(error, 'code')) {
    case 'BATON_LEASE_LOST':
      return { kind: 'lost' };
    case 'BATON_FILE_NOT_NOW':
      return { kind: 'deferred', problem: 'its file could not be handed to Slack just now' };
    case 'slack_webapi_platform_error':
      return ofPlatform(field(field(error, 'data'), 'error'));
    case 'slack_webapi_rate_limited_error': {
      const seconds = Number(field(error, 'retryAfter'));
      return { kind: 'rate_limited', retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 30_000 };
    }
    case 'slack_webapi_http_error':
      return { kind: 'unknown', problem: `Slack answered HTTP ${String(field(error, 'statusCode'))}.` };
    case 'slack_webapi_request_error': {
      const original = field(error, 'original');
      const code = field(original, 'code');
      if (code === 'BATON_LEASE_LOST') return { kind: 'lost' };
      const harmless =
        typeof code === 'string' &&
        (neverConnected.has(code) || (connecting.has(code) && field(original, 'syscall') === 'connect'));
      if (harmless) return { kind: 'unreachable', problem: `Slack cannot be reached (${code}).` };
      return { kind: 'unknown', problem: `The connection to Slack broke off (${messageOf(original)}).` };
    }
    default:
      return { kind: 'unknown', problem: messageOf(error) };
  }
};

/** The same with problems as an admin reads them. */
export const classifyInWords = (error: unknown): Outcome => {
  const outcome = classify(error);
  if (outcome.kind === 'held' && outcome.problem === 'not_in_channel')
    return { kind: 'held', problem: inWords(outcome.problem), canJoin: true };
  return 'problem' in outcome ? { ...outcome, problem: inWords(outcome.problem) } : outcome;
};
