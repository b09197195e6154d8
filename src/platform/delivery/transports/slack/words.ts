/** What Slack’s codes mean to an admin. */
const words: Readonly<Record<string, string>> = {
  access_denied: 'Slack denies Baton access to the channel',
  channel_not_found:
    'the channel does not exist, or it is private and Baton is not in it: invite Baton there with `/invite @Baton`',
  ekm_access_denied: 'an administrator of Slack has suspended posting there',
  internal_error: 'Slack met an error of its own each time',
  is_archived: 'the channel is archived',
  no_permission: 'Baton is not a member of the channel: invite it there with `/invite @Baton`',
  not_in_channel: 'Baton is not a member of the channel: invite it there with `/invite @Baton`',
  not_readable: 'what was stored of it cannot be read',
  restricted_action: 'only some people may post there: allow Baton to, or choose another channel',
  user_not_found: 'the person is not in this workspace',
  user_disabled: 'the person is deactivated',
  token_revoked: 'Baton was removed from the workspace (token revoked)',
  invalid_auth: 'Slack does not accept the bot token',
  account_inactive: 'the bot account is deactivated',
  missing_scope: 'Baton lacks a permission in Slack: install it again with the scopes of the manifest',
  msg_too_long: 'the message is too long',
  invalid_blocks: 'Slack refused the layout of the message',
  file_missing: 'its file is not kept any more, or is damaged',
  file_scope_missing:
    'Slack takes no files from Baton: install it again with the scopes of the manifest (files:write), then send it again',
  file_refused: 'Slack refused its file',
  cant_update_message: 'Slack does not let Baton change this message',
};

/** Slack's code in words, for admins. */
export const inWords = (problem: string): string => words[problem] ?? problem;
