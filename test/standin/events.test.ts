import { afterEach, describe, expect, it } from 'vitest';
import { actions, boltApp, button, client, closeAll, refusal, section, slack, socketApp } from './support.ts';

afterEach(closeAll);

describe('events', () => {
  it('tell of messages only where the app is and only when subscribed', async () => {
    const at = await slack();
    const heard: string[] = [];
    await boltApp(at, (app) =>
      app.message(async ({ message }) => {
        const m = message as { text?: string; thread_ts?: string; channel_type?: string };
        heard.push(`${m.channel_type}:${m.text}${m.thread_ts ? ' (reply)' : ''}`);
      }),
    );
    const sales = at.as('sales');
    const root = (await sales.say('#sales', 'a < b & <@U0BILLNG001>')).message;
    await sales.say('#sales', 'done', { threadTs: String(root?.ts) });
    await at.as('admin').say('board', 'secret');
    await sales.say('app', 'hello');
    await at.settled();
    expect(heard.sort()).toEqual(['channel:a &lt; b &amp; <@U0BILLNG001>', 'channel:done (reply)', 'im:hello']);
    const deaf = await slack({ events: ['app_home_opened'] });
    await boltApp(deaf, () => {});
    await deaf.as('sales').say('#sales', 'x');
    await deaf.settled();
    expect(deaf.deliveries).toEqual([]);
  });

  it("are sent for the bot's own messages, edits and deletions too", async () => {
    const at = await slack();
    await boltApp(at, () => {});
    const { ts } = await client(at).chat.postMessage({ channel: 'C0SALES001', text: 'x' });
    await client(at).chat.update({ channel: 'C0SALES001', ts: String(ts), text: 'y' });
    await client(at).chat.delete({ channel: 'C0SALES001', ts: String(ts) });
    await at.settled();
    const events = at.deliveries.map((d) => d.payload.event as { subtype?: string; bot_id?: string });
    expect(events.map((e) => e.subtype ?? e.bot_id)).toEqual(['B0BATON001', 'message_changed', 'message_deleted']);
    expect(at.deliveries[0]?.payload).toMatchObject({
      type: 'event_callback',
      api_app_id: 'A0BATON001',
      authorizations: [{ user_id: 'U0BATONBOT', is_bot: true }],
    });
  });

  it('are retried three times with number and reason, then given up', async () => {
    const at = await slack({ retryMs: [1, 1, 1] });
    const seen: [string, string][] = [];
    let failures = 3;
    const { createServer } = await import('node:http');
    const app = createServer((req, res) => {
      seen.push([String(req.headers['x-slack-retry-num'] ?? '-'), String(req.headers['x-slack-retry-reason'] ?? '-')]);
      failures -= 1;
      res.writeHead(failures >= 0 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    at.setEventsUrl(`http://127.0.0.1:${(app.address() as { port: number }).port}/`);
    await at.as('sales').openHome();
    await at.waitFor(() => at.deliveries[0]?.done);
    expect(seen).toEqual([
      ['-', '-'],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(at.deliveries[0]?.attempts.map((a) => a.status)).toEqual([500, 500, 500, 200]);
    failures = 99;
    await at.as('sales').openHome();
    await at.waitFor(() => at.deliveries[1]?.done);
    expect(at.deliveries[1]?.attempts).toHaveLength(4);
    await new Promise((resolve) => app.close(resolve));
  });

  it('may come twice on request', async () => {
    const at = await slack();
    const ids: string[] = [];
    await boltApp(at, (app) =>
      app.event('app_home_opened', async ({ body }) => {
        ids.push(body.event_id);
      }),
    );
    at.faults.add({ kind: 'duplicate', delivery: 'event', count: 1 });
    await at.as('sales').openHome();
    await at.waitFor(() => ids.length === 2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('tell of people, groups and channels', async () => {
    const at = await slack();
    await boltApp(at, () => {});
    at.changePerson('sales', { deleted: true });
    at.setGroupMembers('S0SUPPORT1', ['U0SUPPRT001']);
    at.inviteApp('board');
    at.archive('support');
    await at.settled();
    expect(at.deliveries.map((d) => d.name).sort()).toEqual([
      'channel_archive',
      'member_joined_channel',
      'subteam_members_changed',
      'user_change',
    ]);
  });
});

describe('Socket Mode', () => {
  it('carries commands, buttons and events, and reconnects when asked', async () => {
    const at = await slack();
    const heard: string[] = [];
    await socketApp(at, (app) => {
      app.command('/onboard', ({ command, ack }) => ack(`you said ${command.text}`));
      app.action('a', async ({ ack, respond }) => {
        await ack();
        await respond({ response_type: 'ephemeral', replace_original: false, text: 'pressed' });
      });
      app.event('app_home_opened', async ({ event }) => {
        heard.push(event.user);
      });
    });
    await at.waitFor(() => at.sockets.count() === 1);
    expect(await at.as('sales').command('#sales', '/onboard hello')).toMatchObject({ status: 200 });
    const { ts } = await client(at).chat.postMessage({
      channel: 'C0SALES001',
      text: 'x',
      blocks: [section('x'), actions(button('a'))] as never,
    });
    await at.as('sales').click({ channel: 'C0SALES001', ts: String(ts) }, 'a');
    await at.as('sales').openHome();
    await at.waitFor(() => heard.length === 1 && at.ephemerals('sales').length === 2);
    expect(at.ephemerals('sales').map((m) => m.text)).toEqual(['you said hello', 'pressed']);
    expect(at.deliveries.every((d) => d.via === 'socket')).toBe(true);
    at.sockets.disconnect();
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ error: 'connection_failed' });
  });

  it('records acks that Slack would not expect, and takes turns among connections', async () => {
    const at = await slack();
    const { WebSocket } = await import('ws');
    const seen: string[] = [];
    const connect = async (name: string) => {
      const { url } = await client(at, at.appToken).apps.connections.open({});
      const socket = new WebSocket(String(url));
      socket.on('message', (data) => {
        const { envelope_id } = JSON.parse(String(data)) as { envelope_id?: string };
        if (!envelope_id) return;
        seen.push(name);
        const ack = JSON.stringify({ envelope_id });
        socket.send(ack);
        if (name === 'b') socket.send(ack);
      });
      await new Promise((resolve) => socket.once('open', resolve));
    };
    await connect('a');
    await connect('b');
    for (let i = 0; i < 4; i += 1) await at.as('sales').command('#sales', '/onboard');
    expect(seen).toEqual(['a', 'b', 'a', 'b']);
    await at.waitFor(() => at.problems.filter((p) => p.includes('double or unknown ack')).length === 2);
  });

  it('wants an app token', async () => {
    const at = await slack();
    expect((await refusal(client(at, 'xapp-wrong').apps.connections.open({}))).error).toBe('invalid_auth');
    expect((await client(at, at.appToken).apps.connections.open({})).url).toMatch(/^ws:\/\/127\.0\.0\.1/);
  });
});
