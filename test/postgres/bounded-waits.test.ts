import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { type Proxy as DatabaseProxy, startProxy } from '../../bench/support/proxy.ts';
import type { Message } from '../../src/sandbox/slack/index.ts';
import { type AppOptions, startApp, type TestApp } from '../support/app.ts';
import { describePostgres, testServerUrl } from '../support/database.ts';
import { driver } from '../support/drive.ts';

describePostgres('waits are bounded (PostgreSQL)', () => {
  let app: TestApp;
  let proxy: DatabaseProxy | undefined;
  const others: pg.Client[] = [];
  afterEach(async () => {
    await Promise.all(others.splice(0).map((each) => each.end()));
    await app.stop();
    await proxy?.close();
    proxy = undefined;
  });

  const start = async (options: AppOptions = {}) => {
    // A busy machine may need longer than Slack would wait.
    app = await startApp({ engine: 'postgres', slack: { ackTimeoutMs: 20_000 }, ...options });
    return driver(app);
  };
  const startThroughProxy = async (env: Readonly<Record<string, string>> = {}) => {
    const server = new URL(testServerUrl);
    const standing = await startProxy(server.hostname, Number(server.port || 5432));
    proxy = standing;
    return { ...(await start({ env, through: standing.url })), proxy: standing };
  };
  /** @returns the folder in its first desk's channel */
  const newProject = async (customer: string): Promise<Message> => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard new');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    await sally.submit({ customer, owner: 'U0SALES001', project_manager: 'U0PROJMG001', set_up_fee: '10' });
    await app.settled();
    return app.find('sales', customer);
  };
  const ready = async () => (await fetch(app.eventsUrl.replace('/slack/events', '/readyz'))).status;
  let heard = 0;
  /** What Sally is told after this. */
  const listen = () => {
    heard = app.slack.ephemerals('sales').length;
  };
  const said = () =>
    app.slack
      .ephemerals('sales')
      .slice(heard)
      .map((message) => message.text);
  const stages = async () =>
    (await app.db.prisma.handoff.findMany({ where: { state: 'open' } })).map((row) => row.stage);

  test('a colleague frozen over a project: clicks on it are answered in words, all others go on, /readyz stays', async () => {
    const { press, tick } = await start({ env: { DECISION_TIMEOUT_MS: '2000' } });
    const [held, free] = [await newProject('Held'), await newProject('Free')];
    await tick('sales', held);
    const colleague = new pg.Client({ connectionString: app.db.url });
    others.push(colleague);
    await colleague.connect();
    await colleague.query(`BEGIN; SELECT 1 FROM projects WHERE ref = 1 FOR UPDATE`);

    const approve = () => app.slack.as('sales').click({ channel: held.channel, ts: held.ts }, 'handoff.approve');
    const pressed = approve();
    await tick('sales', free);
    await press('sales', app.find('sales', 'Free'), 'handoff.approve');
    expect(await stages()).toContain('review');
    expect(await pressed).toMatchObject({ status: 200 });
    await app.settled();
    expect(said()).toContain('Somebody else is just changing this. Nothing was changed; please try again in a moment.');

    // More of them than there are connections.
    listen();
    const many = Promise.all(Array.from({ length: 15 }, approve));
    expect(await ready()).toBe(200);
    for (const each of await many) expect(each).toMatchObject({ status: 200 });
    await app.slack.waitFor(() => said().length === 15);
    for (const text of said()) expect(text).toMatch(/Nothing was changed; please try again in a moment\.$/);

    await colleague.query('ROLLBACK');
    await press('sales', held, 'handoff.approve');
    expect(await stages()).toEqual(['review', 'review']);
  });

  test('DECISION_TIMEOUT_MS: whoever holds what is wanted for less than half of it keeps nobody from it', async () => {
    const { tick } = await start();
    const held = await newProject('Held');
    await tick('sales', held);
    const colleague = new pg.Client({ connectionString: app.db.url });
    others.push(colleague);
    await colleague.connect();
    await colleague.query(`BEGIN; SELECT 1 FROM projects WHERE ref = 1 FOR UPDATE`);
    const pressed = app.slack.as('sales').click({ channel: held.channel, ts: held.ts }, 'handoff.approve');
    await vi.waitFor(async () => {
      const rows = await app.db.prisma.$queryRaw<object[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(rows).toHaveLength(1);
    });
    await colleague.query('ROLLBACK');
    expect(await pressed).toMatchObject({ status: 200 });
    await app.settled();
    expect(await stages()).toEqual(['review']);
  });

  test('Socket Mode: a click that is under way when Baton stops is acked before the socket is closed', async () => {
    const { tick } = await start({ socketMode: true, through: (url) => url });
    const folder = await newProject('Acme');
    await tick('sales', folder);
    const colleague = new pg.Client({ connectionString: app.db.url });
    others.push(colleague);
    await colleague.connect();
    await colleague.query(`BEGIN; SELECT 1 FROM projects WHERE ref = 1 FOR UPDATE`);
    const pressed = app.slack.as('sales').click({ channel: folder.channel, ts: folder.ts }, 'handoff.approve');
    await vi.waitFor(async () => {
      const rows = await app.db.prisma.$queryRaw<object[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(rows).toHaveLength(1);
    });
    const stopped = app.baton.stop('it is told to');
    await colleague.query('ROLLBACK');
    expect(await pressed).not.toHaveProperty('error');
    await stopped;
  });

  test('a database that takes connections and never answers: a sentence in time, and all is well when it answers again', async () => {
    const { press, tick, ...d } = await startThroughProxy({ DECISION_TIMEOUT_MS: '2000' });
    const folder = await newProject('Acme');
    await tick('sales', folder);
    listen();
    d.proxy.freeze();
    const approve = () => app.slack.as('sales').click({ channel: folder.channel, ts: folder.ts }, 'handoff.approve');
    for (const pressed of await Promise.all([approve(), approve()])) expect(pressed).toMatchObject({ status: 200 });
    const listed = await app.slack.as('sales').command('sales', '/onboard list');
    expect(listed).toMatchObject({ status: 200 });
    await app.slack.waitFor(() => said().length === 3);
    for (const text of said())
      expect(text).toBe("Baton's database did not answer in time. Nothing was changed; please try again in a moment.");
    expect(await ready()).toBe(503);
    d.proxy.thaw();
    await vi.waitFor(async () => expect(await ready()).toBe(200), 30_000);
    expect(await stages()).toEqual(['intake']);
    await press('sales', folder, 'handoff.approve');
    expect(await stages()).toEqual(['review']);
  });

  test('the answer to COMMIT is lost: nobody is told that nothing was changed, but where to look', async () => {
    const { tick, ...d } = await startThroughProxy();
    const folder = await newProject('Acme');
    await tick('sales', folder);
    listen();
    d.proxy.loseNextCommit();
    await app.slack.as('sales').click({ channel: folder.channel, ts: folder.ts }, 'handoff.approve');
    await app.slack.waitFor(() => said().length > 0);
    expect(said()).toEqual([expect.stringMatching(/perhaps it was\. Look first in <#C\w+>: .*`\/onboard list`/)]);
    expect(await stages()).toEqual(['review']);
  });

  test.each([
    ['53100', 'the database is full'],
    ['25006', 'the database takes no writes'],
  ])(
    'writes that are refused (%s): people are told, /readyz is 503 and says why until they are taken again',
    async (state, why) => {
      const { press, tick } = await start();
      const folder = await newProject('Acme');
      await tick('sales', folder);
      await app.db.prisma.$executeRawUnsafe(
        `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`,
      );
      await app.db.prisma.$executeRaw`CREATE TRIGGER refuse BEFORE INSERT ON inbox EXECUTE FUNCTION refuse()`;
      expect(await ready()).toBe(200);
      await press('sales', folder, 'handoff.approve');
      expect(said().at(-1)).toBe(
        "Baton's database cannot store anything just now. Nothing was changed; please tell an admin.",
      );
      const answer = await fetch(app.eventsUrl.replace('/slack/events', '/readyz'));
      expect([answer.status, await answer.json()]).toEqual([503, { ready: false, reason: why }]);
      await app.db.prisma.$executeRaw`DROP TRIGGER refuse ON inbox`;
      expect(await ready()).toBe(200);
      await press('sales', folder, 'handoff.approve');
      expect(await stages()).toEqual(['review']);
    },
  );

  test('a database that was closed to writers is not ready, before anybody has tried', async () => {
    await start();
    await app.db.prisma.$executeRawUnsafe(
      `ALTER DATABASE ${new URL(app.db.url ?? '').pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    expect(await ready()).toBe(503);
  });
});
