import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { demoServerList, seedAssets } from '../../src/sandbox/demo-assets.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type ListServer, startListServer } from '../support/list-server.ts';

/** The demo's server, from `/bill setup` to whose its assets are. */
describe('servers and assets in Slack', () => {
  let app: TestApp;
  let lists: ListServer;
  beforeAll(async () => {
    app = await startApp({ setUp: false, start: '2026-03-02T09:00:00Z' });
    lists = await startListServer();
    lists.set('/baton/lists.json', JSON.stringify(demoServerList));
    await seedDemo(app.baton.deps, app.baton.checkChannels);
    await seedAssets(app.baton.deps, new URL(lists.at('/baton/lists.json')));
    await app.settled();
  });
  afterAll(async () => {
    await app.stop();
    await lists.close();
  });

  const billing = () => app.slack.as('billing');
  const top = () => JSON.stringify(app.slack.modals('billing').at(-1)?.body ?? {});
  const shows = (text: string) =>
    app.slack.waitFor(() => top().includes(text), 10_000, `“${text}” in the window; there is ${top()}`);
  const press = async (actionId: string, index = 0) => {
    await billing().clickInModal({ actionId, index });
    await app.settled();
  };
  const said = (text: string) =>
    app.slack.waitFor(
      () => app.slack.messages('billing').some((each) => app.textOf(each).includes(text)),
      10_000,
      text,
    );

  test('CUS-2, CUS-4 Validate, Sync with its preview and Confirm, and what is nobody’s is assigned, each from the server’s window', async () => {
    await billing().command('billing', '/bill setup');
    await shows('lists-1*  12 assets  :warning: its list was not validated');
    await press('server.open');
    await shows('is not known well');
    await press('server.validate');
    await app.slack.waitFor(
      async () => (await app.baton.deps.db.prisma.server.count({ where: { checkedAt: { not: null } } })) > 0,
      10_000,
      'the validation',
    );
    await app.settled();
    await press('server.sync');
    await billing().submit({ preview: ['preview'] });
    await said('1 gone: Archive.');
    const preview = app.find('billing', '1 gone: Archive.');
    expect(app.textOf(preview)).toContain('1 new: Recipes (blog).');
    expect(app.textOf(preview)).toContain('1 renamed: Offers → Weekly offers.');
    expect(await app.baton.deps.db.prisma.asset.count({ where: { goneAt: { not: null } } })).toBe(0);
    await billing().click(preview, 'run.confirm');
    await said('*lists-1* was synced.');
    await app.settled();
    await billing().command('billing', '/bill setup');
    await shows('lists-1*  12 assets');
    expect(top()).not.toContain('lists-1*  12 assets  :warning:');
    await press('server.open');
    await shows('*Garden* (blog) · :warning: neither assigned nor parked');
    await press('window.rows_after');
    await shows('*Weekly offers*');
    await shows('*Archive* · gone');
    await press('asset.assign');
    const group = await app.baton.deps.db.prisma.billingGroup.findFirstOrThrow({ select: { id: true } });
    await billing().suggest('asset.group_lookup', 'softw');
    await billing().submit({ which: 'undecided', group: group.id, from: '2026-03-02' });
    await app.settled();
    await billing().command('billing', '/bill customer validate');
    await shows('gone');
    expect(top()).not.toContain('neither assigned nor parked');
    expect(top()).not.toContain('not known well');
  });
});
