import { afterEach, describe, expect, it } from 'vitest';
import { boltApp, client, closeAll, refusal, slack } from './support.ts';

afterEach(closeAll);

const post = (channel: string, text: string) => ({ channel, text });

describe('misbehaviour on request', () => {
  it('answers 429 with Retry-After, for one channel only', async () => {
    const at = await slack();
    at.faults.add({ kind: 'rate_limited', method: 'chat.postMessage', channel: 'C0SALES001', count: 1, retryAfter: 7 });
    await client(at).chat.postMessage(post('C0BILLNG001', 'other'));
    await expect(client(at).chat.postMessage(post('C0SALES001', 'x'))).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 7,
    });
    await client(at).chat.postMessage(post('C0SALES001', 'x'));
    expect(at.faults.hits.get('rate_limited')).toBe(1);
  });

  it('fails a whole family of methods, and no other', async () => {
    const at = await slack();
    at.faults.add({ kind: 'rate_limited', method: 'chat.' });
    for (const method of ['chat.postMessage', 'chat.update'])
      await expect(client(at).apiCall(method, {})).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error' });
    expect(await client(at).auth.test()).toMatchObject({ ok: true });
  });

  it.each([
    ['error_500', 0],
    ['drop', 0],
    ['garbage', 0],
    ['error_500_after', 1],
    ['accept_then_drop', 1],
    ['garbage_after', 1],
  ] as const)('%s leaves %d message behind', async (kind, left) => {
    const at = await slack();
    at.faults.add({ kind, method: 'chat.postMessage', count: 1 });
    await expect(client(at).chat.postMessage(post('C0SALES001', 'x'))).rejects.toThrow();
    expect(at.messages('sales')).toHaveLength(left);
    expect(at.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', fault: kind });
  });

  it('is down: no answer, no socket, no delivery, until it is over', async () => {
    const at = await slack();
    await boltApp(at, (app) => app.command('/onboard', ({ ack }) => ack()));
    at.faults.add({ kind: 'down' });
    await expect(client(at).auth.test()).rejects.toThrow();
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ error: 'connection_failed' });
    at.faults.clear();
    expect(await client(at).auth.test()).toMatchObject({ ok: true });
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ status: 200 });
  });

  it('fails the same calls again with the same seed', async () => {
    const run = async () => {
      const at = await slack({ seed: 42 });
      at.faults.add({ kind: 'error_500', probability: 0.5 });
      const fates: boolean[] = [];
      for (let i = 0; i < 20; i += 1)
        fates.push(
          await client(at)
            .auth.test()
            .then(
              () => true,
              () => false,
            ),
        );
      return fates;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('enforces one post a second per channel when told to', async () => {
    const at = await slack({ limits: { postsPerSecondPerChannel: 1, tiers: true } });
    await client(at).chat.postMessage(post('C0SALES001', '1'));
    await client(at).chat.postMessage(post('C0BILLNG001', '1'));
    await expect(client(at).chat.postMessage(post('C0SALES001', '2'))).rejects.toMatchObject({ retryAfter: 1 });
    for (let i = 0; i < 20; i += 1) await client(at).users.list({});
    await expect(client(at).users.list({})).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error' });
  });
});

describe("the page's JSON", () => {
  it("shows a person's workspace and lets them act", async () => {
    const at = await slack();
    await boltApp(at, (app) => app.command('/onboard', ({ ack }) => ack('hello')));
    const get = async (path: string) =>
      (await fetch(`${at.url}/sandbox/${path}`)).json() as Promise<{
        channels: { id: string; unread: number }[];
        messages: unknown[];
        deliveries: unknown[];
      }>;
    const act = (body: object) =>
      fetch(`${at.url}/sandbox/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const said = (await (await act({ as: 'U0SALES001', verb: 'say', channel: 'C0SALES001', text: 'hi' })).json()) as {
      message: { ts: string };
    };
    await act({ as: 'U0SALES001', verb: 'say', channel: 'C0SALES001', text: 'reply', threadTs: said.message.ts });
    expect(
      await (await act({ as: 'U0SALES001', verb: 'command', channel: 'C0SALES001', line: '/onboard' })).json(),
    ).toMatchObject({ status: 200, ack: 'hello' });
    expect(await get('messages?channel=C0SALES001&as=U0SALES001')).toMatchObject({
      messages: [
        { text: 'hi', reply_count: 1 },
        { text: 'hello', is_ephemeral: true },
      ],
    });
    expect((await get('messages?channel=C0SALES001&as=U0BILLNG001')).messages).toHaveLength(1);
    expect(await get(`thread?channel=C0SALES001&ts=${said.message.ts}`)).toMatchObject({
      messages: [{ text: 'hi' }, { text: 'reply' }],
    });
    const state = await get('state?as=U0BILLNG001');
    expect(state.channels.find((c) => c.id === 'C0SALES001')?.unread).toBe(1);
    await act({ as: 'U0BILLNG001', verb: 'markRead', channel: 'C0SALES001' });
    expect((await get('state?as=U0BILLNG001')).channels.find((c) => c.id === 'C0SALES001')?.unread).toBe(0);
    expect((await act({ as: 'U0SALES001', verb: 'submit' })).status).toBe(400);
    const foreign = await fetch(`${at.url}/sandbox/act`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
    expect((await get('traffic')).deliveries).toHaveLength(3);
  });

  it('streams changes', async () => {
    const at = await slack();
    const response = await fetch(`${at.url}/sandbox/stream`);
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no stream');
    await reader.read();
    await at.as('sales').say('#sales', 'x');
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain('"kind":"message","channel":"C0SALES001"');
    await reader.cancel();
  });
});

describe('size', () => {
  it('keeps logs bounded, and counts on with logging off', async () => {
    const at = await slack({ logSize: 10 });
    for (let i = 0; i < 60; i += 1) await client(at).api.test({});
    expect(at.calls.length).toBeLessThanOrEqual(40);
    const quiet = await slack({ log: false, events: [] });
    await client(quiet).chat.postMessage(post('C0SALES001', 'x'));
    expect([quiet.calls.length, quiet.counts.get('call:chat.postMessage')]).toEqual([0, 1]);
    expect((await refusal(client(quiet).conversations.info({ channel: 'C0NONE' }))).error).toBe('channel_not_found');
  });
});
