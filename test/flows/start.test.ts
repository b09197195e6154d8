import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { batonEnv } from '../../bench/support/office.ts';
import { type BatonChild, startBatonChild } from '../../bench/support/processes.ts';
import { type Proxy as DatabaseProxy, startProxy } from '../../bench/support/proxy.ts';
import { readConfig } from '../../src/config.ts';
import { type Baton, startBaton } from '../../src/main.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { type Slack, startSlack } from '../../src/sandbox/slack/index.ts';
import { describePostgres, silent, type TestDatabase, testDatabase, testServerUrl } from '../support/database.ts';

const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
/** One that nobody listens on now. */
const freePort = async (): Promise<string> => {
  const server = await listening();
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return String(port);
};

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'http://127.0.0.1:9/' };

describe('what keeps Baton from starting is said by the name of the variable, with what to do', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-start-'));
  writeFileSync(join(dir, 'file'), 'not a directory');
  mkdirSync(join(dir, 'playbooks'));
  writeFileSync(join(dir, 'playbooks', 'own.json'), '{');
  let taken: Server;
  beforeAll(async () => {
    taken = await listening();
  });
  afterAll(() => taken.close());

  const refusal = (env: Readonly<Record<string, string>>): Promise<unknown> =>
    startBaton({
      config: readConfig({ ...tokens, HOST: '127.0.0.1', PORT: '0', EMBEDDED_DATABASE_DIR: join(dir, 'data'), ...env }),
      log: silent,
    }).then(
      () => 'it started',
      (error: unknown) => (error instanceof Error ? error.message : error),
    );

  test.each([
    [
      'a file instead of a directory',
      { EMBEDDED_DATABASE_DIR: join(dir, 'file') },
      /^EMBEDDED_DATABASE_DIR: .*a file stands/,
    ],
    [
      'a directory below a file',
      { EMBEDDED_DATABASE_DIR: join(dir, 'file/data') },
      /^EMBEDDED_DATABASE_DIR: .*a file stands/,
    ],
    ['no directory of playbooks', { PLAYBOOKS_DIR: join(dir, 'none') }, /^PLAYBOOKS_DIR: .*does not exist/],
    ['a file as directory of playbooks', { PLAYBOOKS_DIR: join(dir, 'file') }, /^PLAYBOOKS_DIR: .*a file stands/],
    ['a playbook that is no JSON', { PLAYBOOKS_DIR: join(dir, 'playbooks') }, /own\.json is no JSON/],
    ['an address of another machine', { HOST: '192.0.2.1' }, /^HOST: 192\.0\.2\.1 is no address of this machine/],
  ])('%s', async (_what, env, sentence) => {
    expect(await refusal(env)).toMatch(sentence);
  });

  test('a port that is taken, also the inner one', async () => {
    const port = String(portOf(taken));
    expect(await refusal({ PORT: port })).toMatch(/^PORT: another process listens on/);
    expect(await refusal({ METRICS_PORT: port })).toMatch(/^METRICS_PORT: another process listens on/);
  });
});

describePostgres('starting and stopping (PostgreSQL)', () => {
  let db: TestDatabase;
  let slack: Slack;
  beforeAll(async () => {
    db = await testDatabase('postgres');
    slack = await startSlack({ ...manifestOptions(), mode: 'http', ackTimeoutMs: 20_000 });
  }, 60_000);
  afterAll(async () => {
    await slack.close();
    await db.close();
  });

  let proxy: DatabaseProxy | undefined;
  let starting: Promise<Baton> | undefined;
  let child: BatonChild | undefined;
  afterEach(async () => {
    await (await starting)?.stop('the test is over');
    await child?.end();
    await proxy?.close();
    starting = undefined;
    child = undefined;
    proxy = undefined;
  });

  test.each([
    ['no such database', '/nowhere', /^DATABASE_URL: .*no database named "nowhere"/],
    ['no such user', '/postgres', /^DATABASE_URL: .*does not let nobody in/],
  ])('%s is an error, and no waiting', async (_what, pathname, sentence) => {
    const url = new URL(testServerUrl);
    url.pathname = pathname;
    if (pathname === '/postgres') url.username = 'nobody';
    const config = readConfig({ ...tokens, PORT: '0', DATABASE_URL: url.href });
    await expect(startBaton({ config, log: silent })).rejects.toThrow(sentence);
  });

  test('health answers first; requests of Slack are sent away until the database is there and up to date', async () => {
    const server = new URL(testServerUrl);
    proxy = await startProxy(server.hostname, Number(server.port || 5432));
    proxy.cut();
    const other = new pg.Client({ connectionString: db.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock(72707369)');
    const PORT = await freePort();
    const config = readConfig({ ...batonEnv(slack), PORT, DATABASE_URL: proxy.url(db.url ?? '') });
    starting = startBaton({ config, log: silent });
    const base = `http://127.0.0.1:${PORT}`;
    const ready = async () => {
      const answer = await fetch(`${base}/readyz`);
      return [answer.status, await answer.json()];
    };
    await vi.waitFor(async () =>
      expect(await ready()).toEqual([503, { ready: false, reason: 'waiting for the database' }]),
    );
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(503);
    proxy.mend();
    await vi.waitFor(async () => expect(await ready()).toEqual([503, { ready: false, reason: 'migrating' }]), 20_000);
    await other.end();
    await starting;
    expect(await ready()).toEqual([200, { ready: true }]);
    expect((await fetch(`${base}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('DRAIN_SECONDS: after SIGTERM /readyz says so while clicks are still served; then it leaves in order', async () => {
    child = await startBatonChild({ ...batonEnv(slack), DATABASE_URL: db.url ?? '', DRAIN_SECONDS: '300' });
    const { url } = child;
    slack.setEventsUrl(`${url}/slack/events`);
    const gone = once(child.child, 'exit');
    child.child.kill('SIGTERM');
    await vi.waitFor(async () => {
      const answer = await fetch(`${url}/readyz`);
      expect([answer.status, await answer.json()]).toEqual([503, { ready: false, reason: 'stopping' }]);
    });
    expect(await slack.as('sales').command('general', '/onboard help')).toMatchObject({ status: 200 });
    expect((await fetch(`${url}/healthz`)).headers.get('connection')).toBe('close');
    // Whoever asks twice need not wait for the rest.
    child.child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('a process that does not start says why on standard error, and nothing else', async () => {
    const run = spawn(process.execPath, ['--import', 'tsx', 'src/start.ts'], {
      env: { ...process.env, ...tokens, ADMIN_USER_IDS: 'bob', DATABASE_URL: 'mysql://db/baton' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    run.stderr.on('data', (chunk) => {
      said += chunk;
    });
    expect(await once(run, 'close')).toEqual([1, null]);
    expect(said).toMatch(
      /^Baton cannot start with this configuration[^\n]*\n {2}DATABASE_URL: .*\n {2}ADMIN_USER_IDS: .*\n$/,
    );
  });
});
