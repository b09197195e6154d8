import { afterEach, describe, expect, it } from 'vitest';
import { actions, boltApp, button, client, closeAll, modal, refusal, section, slack, textInput } from './support.ts';

afterEach(closeAll);

const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value.toUpperCase() }, value });

describe('slash commands', () => {
  it('reach the app signed, and its answer in the ack is ephemeral', async () => {
    const at = await slack();
    await boltApp(at, (app) =>
      app.command('/onboard', ({ command, ack }) =>
        ack(`${command.user_name}: ${command.text} in ${command.channel_name}`),
      ),
    );
    const result = await at.as('sales').command('#sales', '/onboard new Acme & Sons');
    expect(result).toMatchObject({ status: 200 });
    expect(at.ephemerals('sales').map((m) => m.text)).toEqual(['sally.sales: new Acme & Sons in sales']);
    await expect(at.as('sales').command('#sales', '/nonsense')).rejects.toThrow('not a valid command');
    await expect(at.as('U0LEFT0001').command('#sales', '/onboard')).rejects.toThrow('deactivated');
  });

  it('shows operation_timeout when the ack is late, and records that it came late', async () => {
    const at = await slack({ ackTimeoutMs: 500 });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await boltApp(at, (app) =>
      app.command('/onboard', async ({ ack }) => {
        await held;
        await ack();
      }),
    );
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ status: 0, error: 'operation_timeout' });
    release();
    await at.waitFor(() => at.problems.some((p) => p.startsWith('late ack: command /onboard')));
  });

  it('says connection_failed when the app is not there', async () => {
    const at = await slack({ eventsUrl: 'http://127.0.0.1:9/slack/events' });
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ status: 0, error: 'connection_failed' });
  });

  it('is refused by the app when signed wrongly or too old', async () => {
    const at = await slack();
    await boltApp(at, (app) => app.command('/onboard', ({ ack }) => ack()));
    for (const kind of ['bad_signature', 'old_timestamp'] as const) {
      at.faults.add({ kind, count: 1 });
      expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({
        status: 401,
        error: 'http_status_401',
      });
    }
    expect(await at.as('sales').command('#sales', '/onboard')).toMatchObject({ status: 200 });
  });
});

describe('buttons', () => {
  it('carry the whole message, the state of its menus and what was pressed', async () => {
    const at = await slack();
    const bodies: Record<string, unknown>[] = [];
    await boltApp(at, (app) =>
      app.action(/./, async ({ body, ack }) => {
        bodies.push(body as unknown as Record<string, unknown>);
        await ack();
      }),
    );
    const { ts } = await client(at).chat.postMessage({
      channel: 'C0SALES001',
      text: 'Folder',
      blocks: [
        actions(button('handoff.approve', { value: 'p1' }), button('handoff.return', { value: 'p1' })),
        { type: 'actions', block_id: 'who', elements: [{ type: 'users_select', action_id: 'handoff.assign' }] },
      ] as never,
    });
    const ref = { channel: 'C0SALES001', ts: String(ts) };
    await at.as('reviewer').click(ref, 'handoff.assign', 'U0BILLNG001');
    expect((await at.as('reviewer').click(ref, 'handoff.approve')).status).toBe(200);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0REVIEW001', username: 'remy.reviewer' },
      team: { id: 'T0BATON001' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0SALES001', is_ephemeral: false },
      channel: { id: 'C0SALES001', name: 'sales' },
      message: { ts, text: 'Folder', bot_id: 'B0BATON001' },
      state: { values: { who: { 'handoff.assign': { type: 'users_select', selected_user: 'U0BILLNG001' } } } },
      actions: [{ type: 'button', action_id: 'handoff.approve', block_id: 'acts', value: 'p1' }],
    });
    await expect(at.as('reviewer').click(ref, 'handoff.nonsense')).rejects.toThrow(
      'it has: handoff.approve, handoff.return, handoff.assign',
    );
    await client(at).chat.update({ ...ref, text: 'done', blocks: [section('done')] });
    await expect(at.as('reviewer').click(ref, 'handoff.approve')).rejects.toThrow('no interactive elements');
  });

  it('answer through response_url: five times, then 404', async () => {
    const at = await slack();
    let url = '';
    await boltApp(at, (app) =>
      app.action('a', async ({ body, ack, respond }) => {
        await ack();
        url = String((body as { response_url?: string }).response_url);
        await respond({ response_type: 'ephemeral', replace_original: false, text: 'only you' });
      }),
    );
    const { ts } = await client(at).chat.postMessage({
      channel: 'C0SALES001',
      text: 'x',
      blocks: [actions(button('a'))] as never,
    });
    await at.as('sales').click({ channel: 'C0SALES001', ts: String(ts) }, 'a');
    await at.waitFor(() => at.ephemerals('sales').length === 1);
    const say = (body: object) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(await (await say({ response_type: 'in_channel', text: 'all of you' })).text()).toBe('ok');
    expect((await say({ blocks: [{ type: 'marquee' }] })).status).toBe(400);
    await say({ replace_original: true, text: 'replaced' });
    expect(at.messages('sales').map((m) => m.text)).toEqual(['replaced', 'all of you']);
    await say({ delete_original: true });
    expect(at.messages('sales').map((m) => m.text)).toEqual(['all of you']);
    const sixth = await say({ text: 'again' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    at.expire();
    expect(await (await say({ text: 'late' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('in ephemerals travel without the message', async () => {
    const at = await slack();
    let seen: Record<string, unknown> = {};
    await boltApp(at, (app) =>
      app.action('a', async ({ body, ack, respond }) => {
        seen = body as unknown as Record<string, unknown>;
        await ack();
        await respond({ delete_original: true } as never);
      }),
    );
    await client(at).chat.postEphemeral({
      channel: 'C0SALES001',
      user: 'U0SALES001',
      text: 'x',
      blocks: [actions(button('a'))] as never,
    });
    const [whisper] = at.ephemerals('sales');
    if (!whisper) throw new Error('no ephemeral');
    await expect(at.as('billing').click(whisper, 'a')).rejects.toThrow('sees no message');
    await at.as('sales').click(whisper, 'a');
    await at.waitFor(() => at.ephemerals('sales').length === 0);
    expect(seen).toMatchObject({ container: { is_ephemeral: true } });
    expect(seen.message).toBeUndefined();
  });
});

describe('triggers', () => {
  it('open one view within their time', async () => {
    const at = await slack();
    const triggers: string[] = [];
    await boltApp(at, (app) =>
      app.command('/onboard', async ({ command, ack }) => {
        triggers.push(command.trigger_id);
        await ack();
      }),
    );
    await at.as('sales').command('#sales', '/onboard');
    const open = () => client(at).views.open({ trigger_id: triggers.at(-1) ?? '', view: modal([section('x')]) });
    const { error, messages } = await refusal(
      client(at).views.open({
        trigger_id: triggers[0] ?? '',
        view: modal([textInput('a')], { submit: undefined }) as never,
      }),
    );
    expect([error, messages.length]).toEqual(['invalid_arguments', 1]);
    expect((await open()).view?.id).toMatch(/^V/);
    expect((await refusal(open())).error).toBe('exchanged_trigger_id');
    await at.as('sales').command('#sales', '/onboard');
    at.expire();
    expect((await refusal(open())).error).toBe('expired_trigger_id');
    expect((await refusal(client(at).views.open({ trigger_id: '1.2.3', view: modal([section('x')]) }))).error).toBe(
      'invalid_trigger_id',
    );
  });
});

describe('home', () => {
  it('is published per person, guarded by its hash, and clickable', async () => {
    const at = await slack();
    const pressed: string[] = [];
    await boltApp(at, (app) => {
      app.event('app_home_opened', async ({ event, client: web }) => {
        await web.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [actions(button('home.refresh'))] as never },
        });
      });
      app.action('home.refresh', async ({ body, ack }) => {
        pressed.push(`${body.user.id} ${(body as { view?: { type?: string } }).view?.type}`);
        await ack();
      });
    });
    await at.as('sales').openHome();
    await at.waitFor(() => at.home('sales'));
    await at.as('sales').clickInHome('home.refresh');
    expect(pressed).toEqual(['U0SALES001 home']);
    const publish = (hash: string) =>
      client(at).views.publish({
        user_id: 'U0SALES001',
        hash,
        view: { type: 'home', blocks: [section('new')] as never },
      });
    expect((await refusal(publish('156.x'))).error).toBe('hash_conflict');
    await publish(String(at.home('sales')?.hash));
    await expect(at.as('sales').clickInHome('home.refresh')).rejects.toThrow('no interactive elements');
    await expect(at.as('billing').clickInHome('home.refresh')).rejects.toThrow('no Home tab');
  });
});

describe('external menus', () => {
  it('offer only what the app suggested', async () => {
    const at = await slack();
    const submitted: unknown[] = [];
    await boltApp(at, (app) => {
      app.command('/onboard', async ({ command, ack, client: web }) => {
        await ack();
        const element = { type: 'external_select', action_id: 'customer', min_query_length: 0 };
        await web.views.open({ trigger_id: command.trigger_id, view: modal([{ ...textInput('who'), element }]) });
      });
      app.options('customer', ({ payload, ack }) =>
        ack({ options: [option(`${payload.value}-1`), option(`${payload.value}-2`)] }),
      );
      app.view('form', async ({ view, ack }) => {
        submitted.push(view.state.values.who?.customer);
        await ack();
      });
    });
    const sales = at.as('sales');
    await sales.command('#sales', '/onboard');
    await at.waitFor(() => at.modals('sales').length === 1);
    await expect(sales.fill({ who: 'acme-1' })).rejects.toThrow('it offers nothing');
    await sales.suggest('customer', 'acme');
    await sales.submit({ who: 'acme-2' });
    expect(submitted).toEqual([{ type: 'external_select', selected_option: option('acme-2') }]);
  });
});
