import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { rawRequests } from '../support/raw.ts';

/** What a faithful Slack would not send, what comes late, and what cannot be shown where it was asked: nobody is left without an answer. */
let app: TestApp;
let raw: ReturnType<typeof rawRequests>;
beforeAll(async () => {
  app = await startApp();
  raw = rawRequests(app);
});
afterAll(() => app.stop());

const user = { id: 'U0ACCTNG001' };
const team = { id: 'T0TEAM0001' };
const view = { id: 'V0VIEW0001', callback_id: 'case.snooze' };
const unread = 'Something went wrong';

describe('whatever is signed is acknowledged, at once', () => {
  test.each(['null', '5', '"text"'])('a body that is no object: %s', async (body) => {
    expect((await raw.json(body)).status).toBe(400);
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['a list', []],
    ['an unknown type', { type: 'weird', user, team }],
    ['a global shortcut', { type: 'shortcut', callback_id: 'x', user, team, trigger_id: '1.2' }],
    ['a message shortcut', { type: 'message_action', callback_id: 'x', user, team }],
    ['a closed form', { type: 'view_closed', user, team, view }],
    ['a submission without its form', { type: 'view_submission', user, team }],
    ['a submission of nobody', { type: 'view_submission', team, view }],
    [
      'a submission of a form without id or fields',
      { type: 'view_submission', user, team, view: { callback_id: 'x' } },
    ],
    ['a press of nobody', { type: 'block_actions', team, actions: [{ action_id: 'case.open', value: 'x' }] }],
    ['a press without actions', { type: 'block_actions', user, team }],
    ['a press with no actions', { type: 'block_actions', user, team, actions: [] }],
    ['a press of nothing', { type: 'block_actions', user, team, actions: [null] }],
    ['a press of what has no name', { type: 'block_actions', user, team, actions: [{}] }],
    ['a press of a text', { type: 'block_actions', user, team, actions: 'x' }],
    ['a question for choices without a field', { type: 'block_suggestion', user, team }],
    ['a question for choices of nobody', { type: 'block_suggestion', team, action_id: 'customer.lookup', value: '%' }],
  ])('an interaction that is %s', async (_what, payload) => {
    expect((await raw.interaction(payload)).status).toBe(200);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['nothing', {}],
    ['a message without anything', { type: 'message' }],
    ['a reply without a channel', { type: 'message', thread_ts: '1.1', user: user.id, text: 'done' }],
    ['a changed person who is nobody', { type: 'user_change' }],
    ['a changed group that is none', { type: 'subteam_members_changed' }],
    ['a Home tab of nobody', { type: 'app_home_opened' }],
    ['a reaction to nothing', { type: 'reaction_added', item: null }],
    [
      'a message of somebody Slack does not know',
      { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0NOBODY01', text: 'x' },
    ],
  ])('an event that is %s', async (what, event) => {
    expect((await raw.event(event, `Ev-${what}`)).status).toBe(200);
  });

  test('a command without its text, and one of nobody', async () => {
    const at = { command: '/onboard', channel_id: 'C0GENERAL1' };
    expect((await raw.form({ ...at, user_id: 'U0SALES001', trigger_id: '1.1' })).status).toBe(200);
    const nobody = await raw.form({ ...at, text: 'list' });
    expect(nobody).toMatchObject({ status: 200 });
    expect(nobody.text).toContain('Slack did not say who you are');
  });

  test('a very long argument, with what would break the answer’s formatting', async () => {
    const at = { command: '/bill', channel_id: 'D0DIRECT01', user_id: 'U0SALES001' };
    const answer = await raw.form({ ...at, text: 'x😀`'.repeat(20_000), trigger_id: '1.2' });
    expect(JSON.parse(answer.text).text).toMatch(/^I don't know `\/bill (x😀)+…`\. This is/u);
    const shown = await raw.form({
      ...at,
      command: '/onboard',
      text: `show ${'😀`*_~'.repeat(20_000)}`,
      trigger_id: '1.3',
    });
    expect(shown.text).toContain('There is no project');
    expect(shown.text).not.toContain(unread);
  });

  test.each(['//', '/\\', '///slack/events'])('an address that is none: %s', async (path) => {
    const { hostname, port } = new URL(app.eventsUrl);
    const status = await new Promise((resolve, reject) => {
      const asked = request({ hostname, port, path, timeout: 5_000 }, (response) =>
        resolve(response.resume().statusCode),
      );
      asked.on('timeout', () => asked.destroy(new Error('no answer'))).on('error', reject);
      asked.end();
    });
    expect(status).toBe(404);
  });
});

test('somebody new is answered in time, however long Slack takes to say who that is', async () => {
  app.slack.faults.add({ kind: 'delay', method: 'users.info', ms: 4_000, count: 1 });
  const asked = {
    command: '/onboard',
    text: 'list',
    user_id: 'U0HOSTNG001',
    channel_id: 'C0GENERAL1',
    trigger_id: '1.9',
  };
  expect((await raw.form(asked)).text).toContain('could not tell Baton who you are');
});

describe('an answer finds its person', () => {
  const told = (who: string, text: string) =>
    app.slack.directMessages(who).filter((message) => message.text.includes(text));

  test('asked from a channel that Baton is not in, with the response_url gone: by direct message', async () => {
    const ada = app.slack.as('admin');
    await ada.command('board', '/bill import');
    await app.slack.waitFor(() => app.slack.modals('admin').length > 0);
    app.slack.faults.add({ kind: 'error_500', method: 'response_url', count: 1 });
    await ada.submit({ report: [ada.upload('march.csv', 'no report').id] });
    await app.settled();
    expect(told('admin', 'Importing march.csv')).toHaveLength(1);
  });

  test('asked in a direct message: there', async () => {
    const sally = app.slack.as('sales');
    expect(JSON.stringify((await sally.command('app', '/onboard show nothing')).ack)).toContain('There is no project');
    await sally.command('app', '/onboard new');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    await sally.closeModal({ all: true });
  });

  test('in a window that Slack opens no other on top of: where the person came from', async () => {
    const metadata = JSON.stringify({ d: '', c: 'C0ACCTNG001' });
    const opened = { id: 'V0VIEW0002', type: 'modal', callback_id: 'gone', private_metadata: metadata };
    const actions = [{ type: 'button', action_id: 'nothing.any_more', value: 'x', action_ts: '1.1' }];
    await raw.interaction({ type: 'block_actions', user, team, view: opened, actions, trigger_id: 'too.old' });
    await app.settled();
    expect(app.slack.ephemerals('accounting').at(-1)?.text).toContain('does nothing any more');
  });
});
