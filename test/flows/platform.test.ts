import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import { readForm } from '../../src/platform/block-kit/form.ts';
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
  afterEach(async () => {
    // What was saved is said in a window, which people close.
    if (app.slack.modals('admin').length > 0) await app.slack.as('admin').closeModal({ all: true });
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
    expect(JSON.stringify(app.slack.modals('admin').at(-1)?.body)).toContain('Saved.');
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

  test('ALL-1 somebody without the role is refused at every button of the set-up, when sending its forms, and by the use case', async () => {
    const roles = () => app.db.prisma.roleMember.findMany({ orderBy: [{ role: 'asc' }, { userId: 'asc' }] });
    const audits = () => app.db.prisma.auditEntry.count();
    const before = [await roles(), await audits()];
    const sally = app.slack.as('sales');
    // A Home that was drawn while she was an admin.
    await app.baton.deps.db.prisma.roleMember.create({ data: { role: 'admin', userId: 'U0SALES001' } });
    await sally.openHome();
    await app.settled();
    expect(JSON.stringify(app.slack.home('sales')?.body)).toContain('setup.edit');
    await app.db.prisma.roleMember.deleteMany({ where: { role: 'admin', userId: 'U0SALES001' } });
    const stale = app.slack.home('sales');
    for (const [actionId, value, doing] of [
      ['setup.edit', 'all', 'change roles and channels'],
      ['setup.test', 'all', 'test channels'],
      ['policy.edit', 'collections', 'change settings'],
    ] as const) {
      expect(JSON.stringify(stale?.body)).toContain(actionId);
      await sally.clickInHome({ actionId, value });
      await app.settled();
      const shown = JSON.stringify(app.slack.modals('sales').at(-1)?.body ?? app.slack.home('sales')?.body);
      expect(shown, actionId).toContain(`Only Administration can ${doing}. Ask one of them, or an admin for the role.`);
      await sally.closeModal({ all: true });
      await app.db.prisma.roleMember.create({ data: { role: 'admin', userId: 'U0SALES001' } });
      await sally.openHome();
      await app.settled();
      await app.db.prisma.roleMember.deleteMany({ where: { role: 'admin', userId: 'U0SALES001' } });
    }
    const { submissions } = app.baton.registry;
    const by = { userId: 'U0SALES001' };
    const request = {
      deps: app.baton.deps,
      by,
      userId: by.userId,
      timeZone: 'UTC',
      roles: async () => new Set(['sales']),
    };
    const members = { members_admin: { x: { selected_users: [by.userId] } } };
    const attempts = { attempts: { x: { value: '4' } } };
    await expect(
      submissions.get('setup.save')?.({ ...request, data: 'admin', values: readForm(members) }),
    ).rejects.toThrow('Only Administration can change roles and channels.');
    await expect(
      submissions.get('policy.save')?.({ ...request, data: 'delivery', values: readForm(attempts) }),
    ).rejects.toThrow('Only Administration can change settings.');
    await expect(saveRoles(app.baton.deps, by, [{ role: 'admin', members: [by.userId] }])).rejects.toThrow(
      'Only Administration can change roles and channels.',
    );
    expect([await roles(), await audits()]).toEqual(before);
  });

  test('ALL-9 the form of a role shows and saves whom an admin chose; others are named beside it', async () => {
    const admin = app.slack.as('admin');
    await admin.openHome();
    await app.settled();
    await admin.clickInHome({ actionId: 'setup.edit', value: 'admin' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    const form = JSON.stringify(app.slack.modals('admin').at(-1)?.body);
    expect(form).not.toContain('initial_users');
    expect(form).toContain('Also, by a user group or ADMIN_USER_IDS: <@U0ADMIN001>');
    await admin.submit({ members_admin: ['U0MANAGE001'] });
    await app.settled();
    const held = await app.db.prisma.roleMember.findMany({ where: { role: 'admin' }, orderBy: { source: 'asc' } });
    expect(held.map((row) => [row.userId, row.source])).toEqual([
      ['U0MANAGE001', 'direct'],
      ['U0ADMIN001', 'environment'],
    ]);
  });

  test('ALL-9 two admins with the same setting open: the second is told who changed what, and keeps what was typed', async () => {
    const open = async (who: string) => {
      await app.slack.as(who).openHome();
      await app.settled();
      await app.slack.as(who).clickInHome({ actionId: 'policy.edit', value: 'licenses' });
      await app.slack.waitFor(() => app.slack.modals(who).length > 0);
    };
    await open('admin');
    await open('management');
    await app.slack.as('management').submit({ confirmationWords: 'done, fatto' });
    await app.settled();
    const late = await app.slack.as('admin').submit({ confirmationWords: 'erledigt' });
    const [told = ''] = Object.values(late.fieldErrors ?? {});
    expect(told).toMatch(
      /mona.management changed “Words that confirm” from done, .* to done, fatto .*Nothing was saved/,
    );
    expect(app.slack.modals('admin')).toHaveLength(1);
    await app.slack.as('admin').closeModal({ all: true });
    const row = await app.db.prisma.policy.findUnique({ where: { key: 'licenses' } });
    expect(row?.value).toMatchObject({ confirmationWords: ['done', 'fatto'] });
  });

  test('ALL-9 a stored value that does not fit is named to the admin, on the Home tab and in the log; the others hold', async () => {
    const { prisma } = app.db;
    const before = await prisma.policy.findUniqueOrThrow({ where: { key: 'licenses' } });
    const value = { ...(before.value as object), confirmationWords: 7 };
    await prisma.policy.update({ where: { key: 'licenses' }, data: { value } });
    await app.slack.as('admin').openHome();
    await app.settled();
    const home = JSON.stringify(app.slack.home('admin')?.body);
    expect(home).toMatch(/:warning: “Words that confirm”: 7 is stored, which does not fit .* done, .* holds until/);
    const logged: unknown[] = [];
    const log = Object.assign(Object.create(app.baton.deps.log), {
      warn: (_at: object, text: string) => logged.push(text),
    });
    const job = app.baton.registry.slices
      .flatMap((slice) => slice.jobs ?? [])
      .find((each) => each.name === 'settings-check');
    await job?.run({ ...app.baton.deps, log }, app.clock.now());
    expect(logged).toEqual([expect.stringContaining('“Words that confirm”: 7 is stored')]);
    await prisma.policy.update({ where: { key: 'licenses' }, data: { value: before.value as object } });
  });

  test('ALL-9 what a setting will change is shown before it is saved, anew where that is something else by now', async () => {
    const { prisma } = app.db;
    const serverAt = (host: string) =>
      prisma.server.create({
        data: {
          ...{ id: newId(), name: host, nameKey: host, address: `https://${host}.example/list` },
          ...{ createdBy: 'U0ADMIN001', createdAt: app.clock.now() },
        },
      });
    const stored = async () => (await prisma.policy.findUnique({ where: { key: 'servers' } }))?.value;
    const shown = () => JSON.stringify(app.slack.modals('admin').at(-1)?.body);
    await serverAt('alpha');
    const admin = app.slack.as('admin');
    await admin.openHome();
    await app.settled();
    await admin.clickInHome({ actionId: 'policy.edit', value: 'servers' });
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    await admin.submit({ isSyncedDaily: 'yes' });
    await app.settled();
    expect(shown()).toContain('*Not saved yet.*');
    expect(shown()).toContain('1 server with an address: from now on each is synced once a day.');
    await serverAt('beta');
    await admin.submit({ isSyncedDaily: 'yes' });
    await app.settled();
    expect(shown()).toContain('2 servers with an address');
    expect(await stored()).toBeUndefined();
    await admin.submit({ isSyncedDaily: 'yes' });
    await app.settled();
    expect(shown() ?? '').not.toContain('Sync every server once a day');
    expect(await stored()).toMatchObject({ isSyncedDaily: true });
    await admin.closeModal({ all: true });
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
    const mine = { action: 'policy.changed', actor: 'U0ADMIN001', subjectId: 'collections' };
    expect(await app.db.prisma.auditEntry.count({ where: mine })).toBe(1);
  });
});
