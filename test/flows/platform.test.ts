import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

const sign = (secret: string, body: string, at: number): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;

describe('requests from outside', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const body = 'command=%2Fonboard&text=help&user_id=U0SALES001&channel_id=C0GENERAL1&trigger_id=1.2.3';
  const send = (headers: Record<string, string>, content = body) =>
    fetch(app.eventsUrl, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const seconds = () => Math.floor(Date.now() / 1000);

  test('a signed request is answered', async () => {
    const at = seconds();
    const answer = await send({
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': sign(app.slack.signingSecret, body, at),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('/onboard new');
  });

  test.each([
    ['no signature', () => ({})],
    [
      'a wrong signature',
      () => ({
        'x-slack-request-timestamp': String(seconds()),
        'x-slack-signature': sign('another secret', body, seconds()),
      }),
    ],
    [
      'an old signature',
      () => ({
        'x-slack-request-timestamp': String(seconds() - 3600),
        'x-slack-signature': sign(app.slack.signingSecret, body, seconds() - 3600),
      }),
    ],
    [
      'a signature of another body',
      () => ({
        'x-slack-request-timestamp': String(seconds()),
        'x-slack-signature': sign(app.slack.signingSecret, `${body}x`, seconds()),
      }),
    ],
  ])('%s is refused', async (_what, headers) => {
    const answer = await send(headers());
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe('');
  });

  test.each([
    ['more than five minutes ago', -301],
    ['more than five minutes ahead', 305],
  ])('a request signed %s is refused', async (_when, shift) => {
    const at = seconds() + shift;
    const answer = await send({
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': sign(app.slack.signingSecret, body, at),
    });
    expect(answer.status).toBe(401);
  });

  test('a body that is too large is refused, signed or not', async () => {
    const large = `${body}&x=${'a'.repeat(2_000_000)}`;
    const at = seconds();
    const answer = await send(
      { 'x-slack-request-timestamp': String(at), 'x-slack-signature': sign(app.slack.signingSecret, large, at) },
      large,
    );
    expect(answer.status).toBe(413);
  });

  test('health and readiness are public, in a word; metrics and details are on a port of their own', async () => {
    const base = app.eventsUrl.replace('/slack/events', '');
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true });
    expect((await fetch(`${base}/metrics`)).status).toBe(404);
    const inner = `http://127.0.0.1:${app.baton.innerPort}`;
    expect(await (await fetch(`${inner}/readyz`)).json()).toMatchObject({ ready: true, slack: { mode: 'http' } });
    const figures = await (await fetch(`${inner}/metrics`)).text();
    expect(figures).toContain('baton_database_up 1');
    expect(figures).toContain('baton_slack_up 1');
    expect((await fetch(`${inner}/slack/events`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${base}/nowhere`)).status).toBe(404);
    expect((await fetch(`${base}/slack/events`)).status).toBe(405);
  });

  test('an unknown word is answered with what there is', async () => {
    const result = await app.slack.as('sales').command('general', '/onboard dance <!channel>');
    const said = JSON.stringify(result.ack);
    expect(said).toContain('/onboard new');
    expect(said).not.toContain('<!channel>');
  });

  test('a direct message to Baton is answered once, also when Slack sends it twice', async () => {
    app.slack.faults.add({ kind: 'duplicate', delivery: 'event', count: 1 });
    await app.slack.as('sales').say('app', 'hello?');
    await app.settled();
    const answers = app.slack.directMessages('sales').filter((message) => message.text.includes('/onboard'));
    expect(answers).toHaveLength(1);
  });
});

describe.each([
  ['HTTP', false],
  ['Socket Mode', true],
])('ALL-6 the first-run walk in %s', (_mode, socketMode) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ setUp: false, socketMode });
  });
  afterAll(() => app.stop());

  test('the admin of ADMIN_USER_IDS is told where to begin, once', async () => {
    expect(app.slack.directMessages('admin').map((message) => message.text)).toEqual([
      expect.stringContaining('Home tab'),
    ]);
  });

  test('the Home tab says what is missing; others see no set-up', async () => {
    await app.slack.as('admin').openHome();
    await app.settled();
    const home = JSON.stringify(app.slack.home('admin')?.body);
    expect(home).toContain('Nobody holds: Sales');
    expect(home).toContain('No channel yet for: Sales');
    await app.slack.as('sales').openHome();
    await app.settled();
    expect(JSON.stringify(app.slack.home('sales')?.body)).not.toContain('setup.edit');
  });

  test('roles and channels are set in one form; a public channel is joined and gets a test message', async () => {
    const admin = app.slack.as('admin');
    await admin.clickInHome({ actionId: 'setup.edit', value: 'all' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    await admin.submit({
      members_sales: ['U0SALES001'],
      channel_sales: 'C0SALES001',
      members_billing: ['U0BILLNG001'],
      channel_billing: 'C0BILLNG001',
    });
    await app.settled();
    expect(app.slack.messages('sales').map((message) => message.text)).toEqual([expect.stringContaining('Sales')]);
    const home = JSON.stringify(app.slack.home('admin')?.body);
    expect(home).toContain('<@U0SALES001>');
    expect(home).not.toContain('Nobody holds: Sales');
    const audit = await app.db.prisma.auditEntry.findMany({ where: { subjectType: 'role', subjectId: 'sales' } });
    expect(audit.map((row) => [row.actor, row.action])).toEqual([
      ['U0ADMIN001', 'role.members_changed'],
      ['U0ADMIN001', 'role.channel_changed'],
    ]);
  });

  test('a private channel asks for an invitation, and goes on by itself when it comes', async () => {
    const admin = app.slack.as('admin');
    await admin.clickInHome({ actionId: 'setup.edit', value: 'management' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    await admin.submit({ members_management: ['U0MANAGE001'], channel_management: 'G0SECRET01' });
    await app.settled();
    expect(JSON.stringify(app.slack.home('admin')?.body)).toContain('/invite @Baton');
    app.slack.inviteApp('board');
    await app.settled();
    await app.slack.waitFor(() => app.slack.messages('board').length > 0);
    await app.settled();
    const row = await app.db.prisma.roleChannel.findUnique({ where: { role: 'management' } });
    expect(row).toMatchObject({ problem: null });
    expect(row?.testedAt).not.toBeNull();
  });

  test('guests and deactivated people are refused in the form, by name', async () => {
    const admin = app.slack.as('admin');
    await admin.clickInHome({ actionId: 'setup.edit', value: 'support' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    const result = await admin.submit({ members_support: ['U0GUEST001'] });
    expect(result.fieldErrors?.members_support).toContain('guests');
    await admin.closeModal({ all: true });
    expect(await app.db.prisma.roleMember.count({ where: { role: 'support' } })).toBe(0);
  });

  test('a user group stands for a role, and follows its members', async () => {
    const admin = app.slack.as('admin');
    await admin.openHome();
    await app.settled();
    await admin.clickInHome({ actionId: 'setup.edit', value: 'support' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    await admin.submit({ members_support: [], group_support: 'S0SUPPORT1' });
    await app.settled();
    const members = async () =>
      (await app.db.prisma.roleMember.findMany({ where: { role: 'support' } })).map((row) => row.userId).sort();
    expect(await members()).toEqual(['U0INVEST001', 'U0SUPPRT001']);
    app.slack.setGroupMembers('S0SUPPORT1', ['U0SUPPRT001']);
    await app.settled();
    expect(await members()).toEqual(['U0SUPPRT001']);
  });

  test('a role keeps its user group when Slack does not list the groups just now', async () => {
    const admin = app.slack.as('admin');
    app.slack.faults.add({ kind: 'error_500', method: 'usergroups.list', count: 1 });
    await admin.clickInHome({ actionId: 'setup.edit', value: 'support' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    await admin.submit({ members_support: ['U0INVEST001'] });
    await app.settled();
    expect(await app.db.prisma.roleGroup.findMany({ where: { role: 'support' } })).toMatchObject([
      { groupId: 'S0SUPPORT1' },
    ]);
    const members = await app.db.prisma.roleMember.findMany({ where: { role: 'support' } });
    expect(members.map((row) => row.userId).sort()).toEqual(['U0INVEST001', 'U0SUPPRT001']);
  });

  test('somebody without the role who presses the button anyway is refused, and nothing changes', async () => {
    const state = () => app.db.prisma.roleMember.count();
    const before = await state();
    const { saveRoles } = await import('../../src/platform/admin/save-roles.ts');
    await app.baton.deps.db.prisma.person.upsert({
      where: { id: 'U0SALES001' },
      create: { id: 'U0SALES001', name: 'Sally', timeZone: 'UTC', updatedAt: app.clock.now() },
      update: {},
    });
    const attempt = saveRoles(app.baton.deps, { userId: 'U0SALES001' }, [{ role: 'admin', members: ['U0SALES001'] }]);
    await expect(attempt).rejects.toThrow('Only Administration');
    expect(await state()).toBe(before);
  });

  test('settings are edited in the Home tab, and a wrong value is refused at its field', async () => {
    const admin = app.slack.as('admin');
    await admin.openHome();
    await app.settled();
    await admin.clickInHome({ actionId: 'policy.edit', value: 'collections' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    const wrong = await admin.submit({ attempts: 'five' });
    expect(wrong.fieldErrors?.attempts).toContain('whole number');
    await admin.submit({ attempts: '4' });
    await app.settled();
    const row = await app.db.prisma.policy.findUnique({ where: { key: 'collections' } });
    expect(row?.value).toMatchObject({ attempts: 4 });
    expect(await app.db.prisma.auditEntry.count({ where: { action: 'policy.changed', actor: 'U0ADMIN001' } })).toBe(1);
  });
});
