import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noRole } from '../../src/platform/slack/directory/asker.ts';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';
import { rawRequests } from '../support/raw.ts';
import { startProject } from './onboarding-journey.ts';

/** ALL-8: who may read. Everything that is registered is asked for by everybody for whom it is not. */
let app: TestApp;
let raw: ReturnType<typeof rawRequests>;
let d: ReturnType<typeof driver>;
let project: Awaited<ReturnType<typeof startProject>>;
/** Where the answers go. */
let inbox: Server;
const told: string[] = [];
let heard: () => void = () => undefined;

const guest = 'U0GUEST001';
const left = 'U0LEFT0001';
const stranger = 'U0STRANG01';
const unknown = 'U0UNKNWN01';
const member = 'U0MEMBER01';

beforeAll(async () => {
  app = await startApp({ setUp: false, start: '2026-03-02T09:00:00Z' });
  raw = rawRequests(app);
  d = driver(app);
  const someone = (id: string, realName: string) => ({
    id,
    name: realName,
    realName,
    email: 'x@example.com',
    tz: 'UTC',
  });
  app.slack.addPerson({ ...someone(stranger, 'Stella Stranger'), foreignTeam: 'T0OTHER001' });
  app.slack.addPerson(someone(member, 'Mia Member'));
  app.slack.join('general', member);
  await seedDemo(app.baton.deps, app.baton.checkChannels);
  const anna = app.slack.as('accounting');
  for (const name of ['failed-charges.csv', 'fifth-attempt.csv']) {
    const content = sampleReports(app.clock.now()).find((each) => each.name === name)?.content ?? '';
    await anna.command('accounting', '/bill import');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await anna.submit({ report: [anna.upload(name, content).id] });
    await app.slack.waitFor(() => app.slack.messages('accounting').some((message) => message.text.includes(name)));
  }
  await app.settled();
  await d.press('accounting', app.find('accounting', 'Northwind Clinics'), 'case.advise_support', {
    reason: 'No answer',
  });
  const person = (role: string) => ({ userId: app.slack.person(role).id });
  project = await startProject(
    { deps: app.baton.deps, person },
    { set_up: '1234.56', first_month: '2000', hardware: '300' },
  );
  await app.settled();
  inbox = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.end('ok');
      told.push(body);
      heard();
    });
  });
  await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
}, 120_000);
afterAll(async () => {
  inbox.close();
  await app.stop();
});

const answerUrl = () => `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/`;
const user = (id: string) => ({ id });
const commandAs = (id: string, command: string, text: string) =>
  raw.form({ command, text, user_id: id, channel_id: 'C0ACCTNG001', trigger_id: `${id}.${command}.${text}` });

/** What a press is answered with, wherever that is shown. */
const press = async (id: string, action: string, value: string): Promise<string> => {
  const before = told.length;
  const arrived = new Promise<void>((resolve) => {
    heard = () => told.length > before && resolve();
  });
  const actions = [{ type: 'button', action_id: action, value, action_ts: '1.1' }];
  const at = { channel: { id: 'C0ACCTNG001' }, message: { ts: '1.1' }, response_url: answerUrl() };
  const sent = await raw.interaction({
    type: 'block_actions',
    user: user(id),
    ...at,
    actions,
    trigger_id: `${id}${action}${value}`,
  });
  expect(sent.status).toBe(200);
  await arrived;
  return (JSON.parse(told.at(-1) ?? '{}') as { text: string }).text;
};

const submit = async (id: string, callback: string, data: string): Promise<string> => {
  const view = {
    id: `V${id}${callback}`,
    callback_id: callback,
    private_metadata: JSON.stringify({ d: data, c: 'C0ACCTNG001' }),
    blocks: [{ type: 'input', block_id: 'reason' }],
    state: { values: { reason: { reason: { type: 'plain_text_input', value: 'because' } } } },
  };
  const { errors } = JSON.parse((await raw.interaction({ type: 'view_submission', user: user(id), view })).text) as {
    errors?: Record<string, string>;
  };
  return errors?.reason ?? '';
};

const options = async (id: string, source: string): Promise<unknown> =>
  JSON.parse((await raw.interaction({ type: 'block_suggestion', user: user(id), action_id: source, value: '' })).text);

/** Values that lead somewhere: of a project, a turn, an invoice, a customer, a case, a license's task. */
const values = async (): Promise<readonly string[]> => {
  const { id, customerId, handoff, invoices } = await project.state();
  const { prisma } = app.db;
  const found = await prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: 'SUB-1003' } });
  const task = await prisma.expiryAction.findFirstOrThrow();
  return [id, handoff.id, invoices[0]?.id ?? '', customerId, found.id, task.id];
};

const audits = () => app.db.prisma.auditEntry.count();

describe.each([
  ['a guest', guest, 'guests'],
  ['somebody of another organisation', stranger, 'people of other organisations'],
  ['somebody deactivated', left, 'your Slack account is deactivated'],
  ['somebody whom Slack does not show to this workspace', unknown, 'people of other organisations'],
])('ALL-8 %s reads nothing and changes nothing', (_who, id, why) => {
  const refusal = expect.stringMatching(new RegExp(`^You can't use Baton: ${why}`));

  test('by no command; only help is for everybody', async () => {
    for (const { command, word, isDefault } of app.baton.registry.commands) {
      for (const text of [`${word} Northwind`, ...(isDefault ? [''] : [])]) {
        expect(JSON.parse((await commandAs(id, command, text)).text).text, `${command} ${text}`).toEqual(refusal);
      }
      expect((await commandAs(id, command, 'help')).text).toContain('shows this list');
    }
  });

  test('by no button, menu or form, whatever it is about', async () => {
    const before = await audits();
    const [value = ''] = await values();
    for (const action of app.baton.registry.actions.keys())
      expect(await press(id, action, value), action).toEqual(refusal);
    for (const callback of app.baton.registry.submissions.keys())
      expect(await submit(id, callback, value), callback).toEqual(refusal);
    expect(await audits()).toBe(before);
  }, 120_000);

  test('by no search', async () => {
    expect(app.baton.registry.options.size).toBeGreaterThan(1);
    for (const source of app.baton.registry.options.keys())
      expect(await options(id, source), source).toEqual({ options: [] });
  });

  test('on no Home tab', async () => {
    await raw.event({ type: 'app_home_opened', user: id, tab: 'home' }, `EvHome${id}`);
    await app.settled();
    const published = app.slack.calls.filter((call) => call.method === 'views.publish').at(-1)?.args;
    expect(published).toMatchObject({ user_id: id });
    const { blocks } = JSON.parse(String(published?.view)) as { blocks: { text: { text: string } }[] };
    expect(blocks.map((block) => block.text.text)).toEqual([refusal]);
  });

  test('by no reply: a word that decides is refused in a sentence, talk is left alone', async () => {
    const replying = [...app.baton.registry.slots.values()].filter((kind) => kind.reply).map((kind) => kind.kind);
    expect(replying).toEqual(['expiry']);
    const { channel, ts } = app.find('support', 'Expire the license of Northwind Clinics');
    const before = await audits();
    const said = () => app.slack.calls.filter((call) => /postEphemeral|postMessage/.test(call.method)).length;
    const say = async (text: string, eventId: string) => {
      await raw.event(
        { type: 'message', channel, user: id, text, ts: `9.${eventId.length}`, thread_ts: ts },
        `${eventId}${id}`,
      );
      await app.settled();
    };
    const silent = said();
    await say('I have seen it', 'EvTalk');
    expect(said()).toBe(silent);
    await say('done', 'EvDone');
    const last = app.slack.calls.filter((call) => call.method === 'chat.postEphemeral').at(-1)?.args;
    expect(last).toMatchObject({ user: id, text: expect.stringContaining(why) });
    expect(await audits()).toBe(before);
  });
});

describe('ALL-8 somebody of the team without a role', () => {
  const inWindow = () => JSON.stringify(app.slack.modals(member).at(-1)?.body ?? {});
  const secrets = [
    '1,234.56',
    '1.234,56',
    '2,000',
    '$',
    'accounts@example.com',
    'Accounts office',
    'LEGACY-',
    'firewall',
  ];
  const closed = async () => {
    if (app.slack.modals(member).length > 0) await app.slack.as(member).closeModal({ all: true });
  };

  test('opens no form, and is told what there is for them and whom to ask', async () => {
    const before = await audits();
    const { registry } = app.baton;
    for (const { command, word, isForTeam } of registry.commands)
      if (!isForTeam) expect(JSON.parse((await commandAs(member, command, word)).text).text, word).toBe(noRole);
    for (const value of await values()) {
      for (const action of registry.actions.keys())
        if (!registry.isForTeam(action)) expect(await press(member, action, value), action).toBe(noRole);
      for (const callback of registry.submissions.keys())
        if (!registry.isForTeam(callback)) expect(await submit(member, callback, value), callback).toBe(noRole);
    }
    for (const source of registry.options.keys()) expect(await options(member, source)).toEqual({ options: [] });
    expect(await audits()).toBe(before);
  }, 120_000);

  test('ONB-18 sees where the folder is, since when, who has it, what blocks it, what is ticked, who did what; no amounts, no contacts', async () => {
    const { ref, customer } = await project.state();
    const mia = app.slack.as(member);
    await mia.command('general', `/onboard show P-${ref}`);
    await app.slack.waitFor(() => inWindow().includes('What happened, newest first'));
    for (const shown of [
      customer.name,
      'At *Intake*',
      '<@U0SALES001>',
      '☐ Paperwork signed',
      'It waits for a payment.',
      'created the project',
    ])
      expect(inWindow()).toContain(shown);
    for (const hidden of [...secrets, 'handoff.approve', 'project.correct', 'document.add'])
      expect(inWindow()).not.toContain(hidden);
    await closed();
    await mia.command('general', '/onboard list');
    await app.slack.waitFor(() => inWindow().includes('list.filter'));
    await mia.clickInModal('list.filter', 'all');
    await app.slack.waitFor(() => inWindow().includes(customer.name));
    for (const hidden of secrets) expect(inWindow()).not.toContain(hidden);
    await closed();
  });

  test('reads the same page with its amounts once they hold a role', async () => {
    const { ref } = await project.state();
    await app.db.prisma.roleMember.create({ data: { role: 'hosting', userId: member } });
    try {
      await app.slack.as(member).command('general', `/onboard show P-${ref}`);
      await app.slack.waitFor(() => inWindow().includes('What happened, newest first'));
      expect(inWindow()).toContain('$1,234.56');
      expect(inWindow()).toContain('project.hold');
      // Whose turn it is decides: not Hosting. WRK-1
      expect(inWindow()).not.toContain('handoff.approve');
    } finally {
      await closed();
      await app.db.prisma.roleMember.deleteMany({ where: { userId: member } });
    }
  });

  test('finds on the Home tab why it is nearly empty', async () => {
    await app.slack.as(member).openHome();
    await app.settled();
    const home = JSON.stringify(app.slack.home(member)?.body);
    expect(home).toContain('You hold no role in Baton yet');
    expect(home).not.toContain('Failed charges');
    for (const hidden of secrets) expect(home).not.toContain(hidden);
  });
});

describe('one person, two ids of an Enterprise organisation', () => {
  const twice = (id: string) => ({
    id,
    name: 'erin',
    realName: 'Erin Enterprise',
    email: 'e@example.com',
    tz: 'UTC',
    enterpriseId: 'W0ERIN0001',
  });

  test('holds by each what either was given, and is one person in the log', async () => {
    app.slack.addPerson(twice('U0ERIN0001'));
    app.slack.addPerson(twice('W0ERIN0002'));
    app.slack.join('accounting', 'W0ERIN0002');
    const local = await commandAs('U0ERIN0001', '/onboard', 'list');
    expect(local.status).toBe(200);
    await app.db.prisma.roleMember.create({ data: { role: 'accounting', userId: 'U0ERIN0001' } });
    const alert = app.find('accounting', 'Bayside');
    const erin = app.slack.as('W0ERIN0002');
    await erin.click({ channel: alert.channel, ts: alert.ts }, 'case.contacted');
    await app.slack.waitFor(() => app.slack.modals('W0ERIN0002').length > 0);
    await erin.submit({ note: 'Called.' });
    await app.settled();
    const entry = await app.db.prisma.auditEntry.findFirstOrThrow({ where: { action: 'case.contacted' } });
    expect(entry).toMatchObject({ actor: 'U0ERIN0001', reason: 'Called.' });
  });
});
