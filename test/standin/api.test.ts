import { afterEach, describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../src/sandbox/slack/index.ts';
import { client, closeAll, refusal, section, slack } from './support.ts';

afterEach(closeAll);

describe('tokens and methods', () => {
  it('refuses missing, wrong and revoked tokens, and tokens of the wrong kind', async () => {
    const at = await slack();
    expect((await refusal(client(at, 'xoxb-wrong').auth.test())).error).toBe('invalid_auth');
    const bare = await fetch(`${at.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ ok: false, error: 'not_authed' });
    expect((await refusal(client(at).apps.connections.open({}))).error).toBe('not_allowed_token_type');
    at.refuseToken('token_revoked');
    expect((await refusal(client(at).auth.test())).error).toBe('token_revoked');
    at.refuseToken(undefined);
    expect(await client(at).auth.test()).toMatchObject({ ok: true, user_id: 'U0BATONBOT', bot_id: 'B0BATON001' });
  });

  it('accepts JSON bodies, and form bodies that carry the token', async () => {
    const at = await slack();
    const json = await fetch(`${at.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${at.botToken}` },
      body: JSON.stringify({ channel: 'C0SALES001', text: 'as json', blocks: [section('as json')] }),
    });
    expect(await json.json()).toMatchObject({ ok: true, channel: 'C0SALES001' });
    const form = await fetch(`${at.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        token: at.botToken,
        channel: '#sales',
        text: 'as form',
        blocks: JSON.stringify([section('as form')]),
      }),
    });
    expect(await form.json()).toMatchObject({ ok: true });
    expect(at.messages('sales').map((m) => m.text)).toEqual(['as json', 'as form']);
  });

  it('never fakes a method', async () => {
    const at = await slack();
    expect((await refusal(client(at).pins.add({ channel: 'C0SALES001', timestamp: '1.000000' }))).error).toBe(
      'unknown_method',
    );
    expect((await refusal(client(at).apiCall('constructor'))).error).toBe('unknown_method');
    expect(METHOD_NAMES).toContain('chat.postMessage');
  });

  it('names the scope that is missing', async () => {
    const at = await slack({ scopes: ['chat:write', 'channels:read'] });
    const { error, data } = await refusal(client(at).users.info({ user: 'U0SALES001' }));
    expect({ error, needed: data.needed, provided: data.provided }).toEqual({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write,channels:read',
    });
    expect(
      (await refusal(client(at).conversations.list({ types: 'public_channel,private_channel' }))).data.needed,
    ).toBe('groups:read');
    expect((await refusal(client(at).conversations.history({ channel: 'C0SALES001' }))).data.needed).toBe(
      'channels:history',
    );
  });

  it('shows email addresses only with users:read.email', async () => {
    const at = await slack();
    expect((await client(at).users.info({ user: 'U0SALES001' })).user?.profile?.email).toBe('sally.sales@example.com');
    at.grant(['users:read']);
    expect((await client(at).users.info({ user: 'U0SALES001' })).user?.profile?.email).toBeUndefined();
    expect((await client(at).users.info({ user: 'U0LEFT0001' })).user?.deleted).toBe(true);
    expect((await client(at).users.info({ user: 'U0GUEST001' })).user?.is_restricted).toBe(true);
    expect((await refusal(client(at).users.info({ user: 'U0NOBODY' }))).error).toBe('user_not_found');
  });
});

describe('posting', () => {
  it('refuses channels it must not write to, each with its own code', async () => {
    const at = await slack({ scopes: ['chat:write'] });
    const web = client(at);
    const post = (channel: string) => refusal(web.chat.postMessage({ channel, text: 'x' }));
    expect((await post('C0NOWHERE')).error).toBe('channel_not_found');
    expect((await post('G0SECRET01')).error).toBe('channel_not_found');
    at.removeApp('sales');
    expect((await post('C0SALES001')).error).toBe('not_in_channel');
    at.archive('support');
    expect((await post('C0SUPPRT001')).error).toBe('is_archived');
    expect((await refusal(web.chat.postMessage({ channel: 'C0BILLNG001', text: '' }))).error).toBe('no_text');
    expect((await refusal(web.chat.postMessage({ channel: 'C0BILLNG001', text: 'x'.repeat(40_001) }))).error).toBe(
      'msg_too_long',
    );
    expect(
      (await refusal(web.chat.postMessage({ channel: 'C0BILLNG001', text: 'x', thread_ts: '1700000000.000001' })))
        .error,
    ).toBe('thread_not_found');
    at.grant(['chat:write', 'chat:write.public']);
    expect(await web.chat.postMessage({ channel: 'C0SALES001', text: 'x' })).toMatchObject({ ok: true });
  });

  it('opens the direct message when a person is addressed', async () => {
    const at = await slack();
    const posted = await client(at).chat.postMessage({ channel: 'U0SALES001', text: 'hi' });
    expect(posted.channel).toMatch(/^D/);
    expect(at.directMessages('sales').map((m) => m.text)).toEqual(['hi']);
    const opened = await client(at).conversations.open({ users: 'U0SALES001' });
    expect(opened.channel?.id).toBe(posted.channel);
    expect((await refusal(client(at).conversations.open({ users: 'U0LEFT0001' }))).error).toBe('user_disabled');
  });

  it('updates and deletes only its own messages; a text alone keeps the blocks', async () => {
    const at = await slack();
    const web = client(at);
    const posted = await web.chat.postMessage({ channel: 'C0SALES001', text: 'one', blocks: [section('one')] });
    const ref = { channel: 'C0SALES001', ts: String(posted.ts) };
    await web.chat.update({ ...ref, text: 'two' });
    expect(at.messages('sales')[0]).toMatchObject({ text: 'two', blocks: [{ text: { text: 'one' } }] });
    await web.chat.update({ ...ref, text: 'three', blocks: [] });
    expect(at.messages('sales')[0]?.blocks).toEqual([]);
    expect((await refusal(web.chat.update({ ...ref, text: 'x'.repeat(4001) }))).error).toBe('msg_too_long');
    expect((await refusal(web.chat.update({ ...ref, ts: '1.000000', text: 'x' }))).error).toBe('message_not_found');
    const said = (await at.as('sales').say('#sales', 'mine')).message;
    expect((await refusal(web.chat.update({ channel: 'C0SALES001', ts: String(said?.ts), text: 'x' }))).error).toBe(
      'cant_update_message',
    );
    expect((await refusal(web.chat.delete({ channel: 'C0SALES001', ts: String(said?.ts) }))).error).toBe(
      'cant_delete_message',
    );
    await web.chat.delete(ref);
    expect((await refusal(web.chat.update({ ...ref, text: 'x' }))).error).toBe('message_not_found');
  });

  it('keeps a tombstone where a deleted message has replies', async () => {
    const at = await slack();
    const web = client(at);
    const root = await web.chat.postMessage({ channel: 'C0SALES001', text: 'root' });
    await web.chat.postMessage({ channel: 'C0SALES001', text: 'reply', thread_ts: String(root.ts) });
    await web.chat.delete({ channel: 'C0SALES001', ts: String(root.ts) });
    expect(at.thread('sales', String(root.ts)).map((m) => m.subtype ?? m.text)).toEqual(['tombstone', 'reply']);
    expect(
      await web.chat.postMessage({ channel: 'C0SALES001', text: 'more', thread_ts: String(root.ts) }),
    ).toMatchObject({ ok: true });
    expect((await refusal(web.chat.update({ channel: 'C0SALES001', ts: String(root.ts), text: 'x' }))).error).toBe(
      'cant_update_message',
    );
  });

  it('shows ephemerals to members only, and never lists them', async () => {
    const at = await slack();
    const web = client(at);
    await web.chat.postEphemeral({ channel: 'C0SALES001', user: 'U0BILLNG001', text: 'psst' });
    expect(at.ephemerals('billing').map((m) => m.text)).toEqual(['psst']);
    expect((await web.conversations.history({ channel: 'C0SALES001' })).messages).toEqual([]);
    at.leave('sales', 'billing');
    expect(
      (await refusal(web.chat.postEphemeral({ channel: 'C0SALES001', user: 'U0BILLNG001', text: 'x' }))).error,
    ).toBe('user_not_in_channel');
    expect((await refusal(web.chat.postEphemeral({ channel: 'C0SALES001', user: 'U0NOBODY', text: 'x' }))).error).toBe(
      'user_not_found',
    );
  });

  it('adds a reaction once', async () => {
    const at = await slack();
    const { ts } = await client(at).chat.postMessage({ channel: 'C0SALES001', text: 'x' });
    const react = () =>
      client(at).reactions.add({ channel: 'C0SALES001', timestamp: String(ts), name: 'white_check_mark' });
    await react();
    expect((await refusal(react())).error).toBe('already_reacted');
  });
});

describe('reading', () => {
  it('pages history newest first and threads oldest first, by opaque cursors', async () => {
    const at = await slack();
    const web = client(at);
    const stamps: string[] = [];
    for (let i = 0; i < 7; i += 1)
      stamps.push(String((await web.chat.postMessage({ channel: 'C0SALES001', text: `m${i}` })).ts));
    const pages: string[][] = [];
    for await (const page of web.paginate('conversations.history', { channel: 'C0SALES001', limit: 3 })) {
      pages.push(((page as { messages?: { text?: string }[] }).messages ?? []).map((m) => m.text ?? ''));
    }
    expect(pages).toEqual([['m6', 'm5', 'm4'], ['m3', 'm2', 'm1'], ['m0']]);
    const between = { channel: 'C0SALES001', oldest: stamps[2] ?? '', latest: stamps[5] ?? '' };
    const texts = async (inclusive: boolean) =>
      (await web.conversations.history({ ...between, inclusive })).messages?.map((m) => m.text);
    expect(await texts(false)).toEqual(['m4', 'm3']);
    expect(await texts(true)).toEqual(['m5', 'm4', 'm3', 'm2']);
    expect((await refusal(web.conversations.history({ channel: 'C0SALES001', cursor: 'nonsense' }))).error).toBe(
      'invalid_cursor',
    );
  });

  it('gives metadata only to those who ask', async () => {
    const at = await slack();
    const web = client(at);
    const metadata = { event_type: 'baton_post', event_payload: { id: 'abc' } };
    const { ts } = await web.chat.postMessage({ channel: 'C0SALES001', text: 'x', metadata });
    await web.chat.postMessage({ channel: 'C0SALES001', text: 'y', thread_ts: String(ts), metadata });
    const history = async (include: boolean) =>
      (await web.conversations.history({ channel: 'C0SALES001', include_all_metadata: include })).messages?.[0];
    expect((await history(false))?.metadata).toBeUndefined();
    expect((await history(true))?.metadata).toEqual(metadata);
    const replies = await web.conversations.replies({
      channel: 'C0SALES001',
      ts: String(ts),
      include_all_metadata: true,
    });
    expect(replies.messages?.map((m) => [m.text, (m as { metadata?: unknown }).metadata])).toEqual([
      ['x', metadata],
      ['y', metadata],
    ]);
    expect(
      (
        await refusal(
          web.chat.postMessage({ channel: 'C0SALES001', text: 'x', metadata: { event_type: 'x' } as never }),
        )
      ).error,
    ).toBe('invalid_metadata_format');
    expect((await refusal(web.conversations.replies({ channel: 'C0SALES001', ts: '1.000000' }))).error).toBe(
      'thread_not_found',
    );
  });

  it('lists only what the app may see, and joins public channels', async () => {
    const at = await slack();
    const web = client(at);
    const listed = await web.conversations.list({ types: 'public_channel,private_channel', limit: 1000 });
    expect(listed.channels?.map((c) => c.name)).toContain('project-manager');
    expect(listed.channels?.map((c) => c.name)).not.toContain('board');
    expect((await refusal(web.conversations.info({ channel: 'G0SECRET01' }))).error).toBe('channel_not_found');
    at.inviteApp('board');
    expect((await web.conversations.info({ channel: 'G0SECRET01' })).channel?.is_private).toBe(true);
    at.removeApp('sales');
    expect((await refusal(web.conversations.history({ channel: 'C0SALES001' }))).error).toBe('not_in_channel');
    await web.conversations.join({ channel: 'C0SALES001' });
    expect((await web.conversations.info({ channel: 'C0SALES001' })).channel?.is_member).toBe(true);
    const members = await web.conversations.members({ channel: 'C0SALES001', limit: 5 });
    expect(members.members).toHaveLength(5);
    expect(members.response_metadata?.next_cursor).not.toBe('');
  });

  it('knows user groups', async () => {
    const at = await slack();
    expect((await client(at).usergroups.list({ include_users: true })).usergroups?.[0]?.users).toEqual([
      'U0SUPPRT001',
      'U0INVEST001',
    ]);
    expect((await client(at).usergroups.users.list({ usergroup: 'S0SUPPORT1' })).users).toHaveLength(2);
    expect((await refusal(client(at).usergroups.users.list({ usergroup: 'S0NONE' }))).error).toBe('no_such_subteam');
  });

  it('hands out files only to the token, and a login page to anybody else', async () => {
    const at = await slack();
    const sales = at.as('sales');
    const file = sales.upload('report.csv', 'a,b\n1,2\n');
    expect((await refusal(client(at).files.info({ file: file.id }))).error).toBe('file_not_found');
    await sales.say('#sales', 'here', { files: [file] });
    const info = await client(at).files.info({ file: file.id });
    const url = String(info.file?.url_private_download);
    const stranger = await fetch(url);
    expect([stranger.status, stranger.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const own = await fetch(url, { headers: { authorization: `Bearer ${at.botToken}` } });
    expect(await own.text()).toBe('a,b\n1,2\n');
  });
});
