import { expect, test } from 'vitest';
import { classify } from '../../../../src/platform/delivery/transports/slack/classify.ts';

const platform = (error: unknown) => ({ code: 'slack_webapi_platform_error', data: { ok: false, error } });
const network = (original: object) => ({ code: 'slack_webapi_request_error', original });
const failure = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

/** Every error that Slack documents for chat.postMessage, chat.update, conversations.open, .history and .replies. */
const documented = {
  // Of the token, the workspace or the method: the next message would hear the same.
  paused: `not_authed invalid_auth account_inactive token_revoked token_expired not_allowed_token_type missing_scope org_login_required
    two_factor_setup_required accesslimited enterprise_is_restricted method_deprecated deprecated_endpoint`,
  // Of one conversation or person.
  held: `access_denied channel_not_found channel_type_not_supported method_not_supported_for_channel_type ekm_access_denied
    external_channel_migrating is_archived is_inactive no_permission not_in_channel restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel team_access_not_granted team_not_found cannot_dm_bot invalid_user_combination
    messages_tab_disabled user_disabled user_not_found user_not_visible users_not_found`,
  // Of this message alone.
  refused: `as_user_not_supported attachment_payload_limit_exceeded block_mismatch cannot_reply_to_message cant_broadcast_message
    cant_update_message duplicate_channel_not_found duplicate_message_not_found edit_window_closed invalid_arg_name invalid_arguments
    invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset invalid_cursor invalid_form_data
    invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_ts_latest invalid_ts_oldest markdown_text_conflict
    message_not_owned_by_app metadata_must_be_sent_from_app metadata_too_large missing_file_data missing_post_type msg_blocks_too_long
    msg_too_long no_dual_broadcast_content_update no_text not_enough_users pagination_not_available posting_to_channel_denied
    restricted_action_non_threadable_channel restricted_action_thread_locked send_on_behalf_not_allowed
    slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
    slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked
    streaming_state_conflict thread_not_found too_many_attachments too_many_contact_cards too_many_users users_list_not_supplied
    a_code_of_next_year`,
  gone: 'message_not_found',
  rate_limited: 'ratelimited rate_limited message_limit_exceeded',
  // Some of it may have happened.
  unknown: `fatal_error internal_error messaging_processing_failed request_timeout service_unavailable team_added_to_org update_failed`,
};

test.each(
  Object.entries(documented).flatMap(([kind, codes]) => codes.split(/\s+/).map((code) => [code, kind] as const)),
)('Slack answers %s: %s', (code, kind) => {
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
