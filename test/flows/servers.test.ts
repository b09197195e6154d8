import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { addServer, assetsSlice, serversPolicy, startSync } from '../../src/features/billing/assets/index.ts';
import { assetsOfServer } from '../../src/features/billing/assets/inventory/store.ts';
import { fetchList } from '../../src/features/billing/assets/lists/fetch-list.ts';
import { textOf } from '../../src/features/billing/assets/lists/list.ts';
import { editServer } from '../../src/features/billing/assets/servers/actions/edit-server.ts';
import { retireServer, useServerAgain } from '../../src/features/billing/assets/servers/actions/retire-server.ts';
import { serverById } from '../../src/features/billing/assets/servers/store.ts';
import { startValidation } from '../../src/features/billing/assets/sync/actions/validate-server.ts';
import { syncAll } from '../../src/features/billing/assets/sync/sync-job.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { retryRun } from '../../src/platform/runs/actions/retry.ts';
import { runById, workThroughRuns } from '../../src/platform/runs/index.ts';
import { assetsHarness } from '../support/assets.ts';
import { problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { type ListServer, startListServer } from '../support/list-server.ts';
import { asking } from './ask.ts';

const slice = assetsSlice({ openFile: async () => expect.fail('no file'), wakeRuns: () => {} });

describeEachEngine('servers and their lists', (engine) => {
  let h: Harness;
  let lists: ListServer;
  let count = 0;
  beforeAll(async () => {
    lists = await startListServer();
    h = await assetsHarness(engine, {
      F1: { name: 'lists.csv', content: 'id,name,site\n1,News,shop\n2,Offers,shop' },
      F2: { name: 'lists.csv', content: 'nothing of that kind' },
    });
  });
  afterAll(async () => {
    await h.close();
    await lists.close();
  });

  const billing = () => h.person('billing');
  const make = (address?: string, name = `mail-${++count}`) =>
    addServer(h.deps, billing(), { name, address, comments: '' });
  const allow = (...allowedHosts: string[]) => h.setPolicy(serversPolicy, { allowedHosts });
  const server = async (id: string) => (await serverById(h.db.prisma, id)) ?? expect.fail('no server');
  const assets = async (id: string) =>
    Object.fromEntries(
      (await assetsOfServer(h.db.prisma, id)).map(({ listedId, name, site, goneAt }) => [
        listedId,
        `${name}${site ? `@${site}` : ''}${goneAt ? ' gone' : ''}`,
      ]),
    );
  const validate = async (id: string) => {
    await startValidation(h.deps, billing(), id);
    await workThroughRuns(h.deps);
    return (await server(id)).checked?.problem;
  };
  const sync = async (serverId: string, more: object = {}) => {
    const id = await startSync(h.deps, billing(), { serverId, isPreview: false, ...more });
    await workThroughRuns(h.deps);
    return (await runById(h.db.prisma, id)) ?? expect.fail('no run');
  };
  const audited = async (subjectId: string) => (await h.audit({ subjectId })).map(({ action }) => action);
  const lastPost = async () => (await h.posts()).at(-1);
  const text = (value: string) => ({ text: value });

  test('CUS-2 a server is added, edited and retired in its window; what is wrong is said at its field; a name comes once', async () => {
    const as = asking(h, slice, 'billing');
    const form = JSON.stringify((await as.press('server.add', 'new')).modal);
    expect(form).toContain('Address of its list');
    await expect(asking(h, slice, 'support').press('server.add', 'new')).rejects.toThrow(NotAllowed);
    await expect(addServer(h.deps, h.person('sales'), { name: 'x', comments: '' })).rejects.toThrow(NotAllowed);
    const made = await as.submit('server.add', '', {
      name: text('Post'),
      address: text('https://post.example/lists?key=S3CRET'),
    });
    const shown = JSON.stringify(made.replace);
    expect(shown).toContain('https://post.example/lists?…');
    expect(shown).not.toContain('S3CRET');
    expect(shown).toContain('Which assets are on it is not known well');
    expect(await problemsOf(make(undefined, 'POST'))).toEqual({ name: expect.stringContaining('already') });
    expect(await problemsOf(make('ftp://a.example/x'))).toEqual({ address: expect.any(String) });
    const { id: serverId } = await make('https://a.example/x');
    const edit = (version: number, address: string) =>
      editServer(h.deps, billing(), { serverId, version, entries: { name: 'Renamed', address, comments: 'rack 7' } });
    await edit(1, 'https://a.example/y');
    await expect(edit(1, 'https://a.example/z')).rejects.toThrow('Open it anew');
    await retireServer(h.deps, billing(), serverId);
    await expect(retireServer(h.deps, billing(), serverId)).rejects.toThrow('retired already');
    await expect(startSync(h.deps, billing(), { serverId, isPreview: false })).rejects.toThrow('is retired');
    await useServerAgain(h.deps, billing(), serverId);
    expect(await audited(serverId)).toEqual(['server.added', 'server.edited', 'server.retired', 'server.used_again']);
    expect(JSON.stringify((await h.audit()).map(({ after }) => after))).not.toContain('S3CRET');
  });

  test('CUS-2 Validate says whether it answers and what is wrong, with who and when; the own network is refused unless a setting allows the host', async () => {
    lists.set('/lists.json', '[{"id": 1, "name": "News"}]');
    await allow('127.0.0.1');
    const { id } = await make(lists.at('/lists.json'));
    await allow();
    expect(await validate(id)).toContain('127.0.0.1 lies in Baton’s own network');
    expect(lists.asked).toEqual([]);
    expect(await lastPost()).toMatchObject({ lane: 'U_BILLING', text: expect.stringContaining('own network') });
    await allow('127.0.0.1');
    expect(await validate(id)).toBeUndefined();
    expect((await server(id)).checked).toMatchObject({ by: 'U_BILLING', at: h.clock.now() });
    expect(await lastPost()).toMatchObject({ text: expect.stringContaining('its list has 1 asset') });
    expect(await assets(id)).toEqual({});
    expect(await audited(id)).toEqual(['server.added', 'server.found_wrong', 'server.validated']);
    await expect(startValidation(h.deps, h.person('sales'), id)).rejects.toThrow(NotAllowed);
    const edit = async (address: string, comments: string) => {
      const { name, version } = await server(id);
      await editServer(h.deps, billing(), { serverId: id, version, entries: { name, address, comments } });
      return (await server(id)).checked;
    };
    expect(await edit(lists.at('/lists.json'), 'rack 7')).toBeDefined();
    expect(await edit(lists.at('/other.json'), 'rack 7')).toBeUndefined();
  });

  test('CUS-2 an address that names the own network is refused at its field, and nothing is stored, unless a setting allows the host', async () => {
    await allow();
    const as = asking(h, slice, 'billing');
    const inside = ['http://10.0.0.7/l.json', 'http://[::1]:8080/l', 'http://localhost/l', 'http://0x7f.1/l'];
    const { id: serverId } = await make('https://lists.example/l');
    const before = [await h.db.prisma.server.count(), (await h.audit()).length];
    for (const address of inside) {
      const entries = { name: text(`in ${address}`), address: text(address) };
      expect(await problemsOf(as.submit('server.add', '', entries)), address).toEqual({
        address: expect.stringContaining('lies in Baton’s own network'),
      });
      expect(await problemsOf(as.submit('server.edit', `${serverId}:1`, entries)), address).toEqual({
        address: expect.stringContaining('Ask an admin to allow this host'),
      });
    }
    expect([await h.db.prisma.server.count(), (await h.audit()).length]).toEqual(before);
    await allow('10.0.0.7');
    await make('http://10.0.0.7/l.json');
    await make('https://localhost.example/l');
  });

  const refusals: readonly [string, Parameters<ListServer['set']>[1], string][] = [
    ['/garbage', '\u0000\u0001\u0002', 'no list of assets'],
    ['/page', '<!DOCTYPE html><html></html>', 'a web page'],
    ['/broken', (response) => response.writeHead(503).end(), 'answers with HTTP 503'],
    [
      '/redirect',
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      'redirects to 169.254.169.254',
    ],
    ['/packed', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'), 'packs its list'],
    ['/note', JSON.stringify([{ id: 1, name: 'News', note: 'x'.repeat(3 * 1024 * 1024) }]), 'larger than 2 MB'],
    [
      '/cut',
      (response) => void response.writeHead(200, { 'content-length': '99' }).write('[', () => response.destroy()),
      'could not be fetched',
    ],
    ['/nonsense', (response) => void response.socket?.end('nonsense\r\n\r\n'), 'no web page or list'],
  ];
  test('CUS-2 a server that answers garbage, a redirect, too much or half a list is refused in a sentence, and its assets stay', async () => {
    await allow('127.0.0.1');
    lists.set('/good', '[{"id": 1, "name": "News"}]');
    const { id, name } = await make(lists.at('/good'));
    await sync(id);
    for (const [path, answer, sentence] of refusals) {
      lists.set(path, answer);
      const { version } = await server(id);
      await editServer(h.deps, billing(), {
        serverId: id,
        version,
        entries: { name, address: lists.at(path), comments: '' },
      });
      expect(await validate(id), path).toContain(sentence);
      expect(await sync(id), path).toMatchObject({ state: 'failed', problem: expect.stringContaining(sentence) });
      expect((await server(id)).checked?.problem, path).toContain(sentence);
      expect(await lastPost()).toMatchObject({ text: expect.stringContaining('could not be synced') });
    }
    expect(await assets(id)).toEqual({ 1: 'News' });
  });

  test('CUS-2 silence, a body without an end, a closed port, an unknown name: each has its sentence; a name that stands for the own network is refused, and nobody connects', async () => {
    const fetched = (address: string, more: object = {}) =>
      textOf(fetchList({ address: new URL(address), isAllowed: true, timeoutMs: 300, ...more }));
    lists.set('/silent', () => {});
    lists.set('/drip', (response) => void response.writeHead(200).write('['));
    await expect(fetched(lists.at('/silent'))).rejects.toThrow('did not hand out its list within 0.3 seconds');
    await expect(fetched(lists.at('/drip'))).rejects.toThrow('did not hand out its list within 0.3 seconds');
    await expect(fetched('http://127.0.0.1:1/')).rejects.toThrow('Nothing answers at 127.0.0.1:1');
    lists.set('/inside', '[]');
    const inside = { isAllowed: false, timeoutMs: 5000 };
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0'])
      await expect(fetched(lists.at('/inside', host), inside), host).rejects.toThrow('own network');
    expect(lists.asked).not.toContain('/inside');
  });

  test('CUS-2 Sync brings new, renamed, moved, gone and returned assets, told with counts and names; the preview is the same and stores nothing', async () => {
    await allow(`127.0.0.1:${lists.port}`);
    const say = (list: readonly object[]) => lists.set('/sync', JSON.stringify(list));
    say([
      { id: 1, name: 'News' },
      { id: 2, name: 'Offers', site: 'shop' },
    ]);
    const { id, name } = await make(lists.at('/sync'));
    const preview = await sync(id, { isPreview: true });
    expect(preview).toMatchObject({
      state: 'previewed',
      counts: { new: 2 },
      told: expect.arrayContaining(['2 new: News, Offers (shop).']),
    });
    expect(await assets(id)).toEqual({});
    expect((await server(id)).synced).toBeUndefined();
    // What was shown is done, whatever the server says by now.
    say([{ id: 9, name: 'Other' }]);
    await confirmRun(h.deps, billing(), preview.id);
    await workThroughRuns(h.deps);
    expect(await assets(id)).toEqual({ 1: 'News', 2: 'Offers@shop' });
    expect((await server(id)).synced).toMatchObject({ by: 'U_BILLING', at: h.clock.now() });
    say([
      { id: 1, name: 'Bulletin' },
      { id: 3, name: 'Jobs' },
    ]);
    expect(await sync(id)).toMatchObject({ state: 'done', counts: { new: 1, renamed: 1, gone: 1 } });
    expect(await assets(id)).toEqual({ 1: 'Bulletin', 2: 'Offers@shop gone', 3: 'Jobs' });
    expect(await lastPost()).toMatchObject({
      lane: 'C_BILLING',
      text: expect.stringContaining('1 renamed: News → Bulletin.'),
    });
    say([
      { id: 1, name: 'Bulletin' },
      { id: 2, name: 'Offers', site: 'blog' },
      { id: 3, name: 'Jobs' },
    ]);
    await sync(id);
    expect(await assets(id)).toEqual({ 1: 'Bulletin', 2: 'Offers@blog', 3: 'Jobs' });
    const known = await assetsOfServer(h.db.prisma, id);
    expect(await audited(known.find(({ listedId }) => listedId === '2')?.id ?? '')).toEqual([
      'asset.found',
      'asset.gone',
      'asset.returned',
    ]);
    expect((await h.audit({ subjectId: id, action: 'server.synced' })).at(-1)).toMatchObject({
      actor: 'U_BILLING',
      after: { name, there_again: 1 },
    });
    const page = await asking(h, slice, 'billing').section('server', id, 'Assets');
    expect(page).toContain('*Bulletin* · :warning: neither assigned nor parked');
    say([]);
    expect(await sync(id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('The list is empty') });
  });

  test('CUS-2 a sync that was refused asks the server anew when it is tried again', async () => {
    await allow('127.0.0.1');
    lists.set('/retry', 'oops');
    const { id } = await make(lists.at('/retry'));
    const run = await sync(id);
    lists.set('/retry', '[{"id": 1, "name": "News"}]');
    await retryRun(h.deps, billing(), run.id);
    await workThroughRuns(h.deps);
    expect(await assets(id)).toEqual({ 1: 'News' });
  });

  test('CUS-2 a list that is uploaded as a file does the same; without an address or a file the form says so', async () => {
    const { id } = await make();
    const form = JSON.stringify((await asking(h, slice, 'billing').press('server.sync', id)).modal);
    expect(form).toContain('Its list as a file');
    expect(await problemsOf(startSync(h.deps, billing(), { serverId: id, isPreview: false }))).toEqual({
      list: expect.any(String),
    });
    await expect(
      startSync(h.deps, h.person('sales'), { serverId: id, fileId: 'F1', isPreview: false }),
    ).rejects.toThrow(NotAllowed);
    expect(await sync(id, { fileId: 'F1', fileName: 'lists.csv' })).toMatchObject({
      state: 'done',
      counts: { new: 2 },
    });
    expect(await assets(id)).toEqual({ 1: 'News@shop', 2: 'Offers@shop' });
    expect(await sync(id, { fileId: 'F2', fileName: 'lists.csv' })).toMatchObject({ state: 'failed' });
    const shown = JSON.stringify((await asking(h, slice, 'billing').press('server.open', id)).modal);
    expect(shown).toContain('is uploaded as a file');
    expect(shown).toContain('This is no list of assets');
  });

  test('CUS-2 once a day every server in use that has an address is synced, where the setting says so', async () => {
    await h.db.prisma.server.updateMany({ data: { retiredAt: h.clock.now() } });
    lists.set('/daily', '[{"id": 1, "name": "News"}]');
    const { id } = await make(lists.at('/daily'));
    await make();
    await allow('127.0.0.1');
    const runs = () => h.db.prisma.run.count();
    const before = await runs();
    await syncAll(h.deps);
    expect(await runs()).toBe(before);
    await h.setPolicy(serversPolicy, { allowedHosts: ['127.0.0.1'], isSyncedDaily: true });
    await syncAll(h.deps);
    expect(await runs()).toBe(before + 1);
    await workThroughRuns(h.deps);
    expect((await server(id)).synced?.by).toBe('baton');
    const posts = (await h.posts()).length;
    await syncAll(h.deps);
    await workThroughRuns(h.deps);
    // What has not changed interests nobody.
    expect((await h.posts()).length).toBe(posts);
  });

  test('CUS-2 whoever enters a customer is warned of servers that are not validated or whose sync is stale, until they are', async () => {
    await h.db.prisma.server.updateMany({ data: { retiredAt: h.clock.now() } });
    await allow('127.0.0.1');
    lists.set('/fresh', '[{"id": 1, "name": "News"}]');
    const { id, name } = await make(lists.at('/fresh'));
    const form = async () =>
      JSON.stringify(
        (
          await h.registry.commands
            .find(({ word }) => word === 'customer')
            ?.run({
              deps: h.deps,
              by: h.person('sales'),
              userId: 'U_SALES',
              timeZone: 'UTC',
              roles: async () => new Set(['sales']),
              text: 'new',
            })
        )?.modal,
      );
    expect(await form()).toContain(`on ${name} is not known well: its list was not validated`);
    await validate(id);
    expect(await form()).toContain('it was never synced');
    await sync(id);
    expect(await form()).not.toContain('not known well');
    h.advanceDays(8);
    expect(await form()).toContain('its last sync is stale');
    await h.setPolicy(serversPolicy, { staleDays: 30 });
    expect(await form()).not.toContain('not known well');
  });
});
