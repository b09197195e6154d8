import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { checkOut, isInHistory } from '../../bench/support/earlier-version.ts';
import { batonEnv } from '../../bench/support/office.ts';
import { type BatonChild, startBatonChild } from '../../bench/support/processes.ts';
import { type Acked, recordCreator } from '../../bench/support/submissions.ts';
import { groupBy } from '../../src/core/group.ts';
import { readMigrations } from '../../src/platform/db/migrate.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { type Slack, startSlack } from '../../src/sandbox/slack/index.ts';
import { describePostgres, testDatabase } from '../support/database.ts';

/** The first version whose statements name their columns: from it on replicas are upgraded one by one. */
const oldest = '5d803a233a67b39eb647dfc27b1ffde73eee3933';

/** The old version writes its roles itself: the tables are not yet what this one knows. */
const fillRoles = (home: string, url: string, slack: Slack): void => {
  const channels = Object.fromEntries(
    slack.people.flatMap(({ role }) =>
      role ? [[role.replaceAll('_', '-'), slack.channel(role.replaceAll('_', '-')).id]] : [],
    ),
  );
  const script = `
    import { fillRolesOf } from './bench/support/roles.ts';
    import { openDatabase } from './src/platform/db/open.ts';
    const { people, channels, url } = JSON.parse(process.env.GIVEN);
    const db = await openDatabase({ url, log: console });
    await fillRolesOf(db, { people, channel: (name) => ({ id: channels[name] }) });
    await db.close();`;
  execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: home,
    env: { ...process.env, GIVEN: JSON.stringify({ people: slack.people, channels, url }) },
  });
};

const suite = () => {
  test('an old and a new replica side by side, while the new one migrates: no click is refused, none is lost', async () => {
    const earlier = checkOut(oldest);
    const { home } = earlier;
    const db = await testDatabase('postgres', earlier.migrations);
    const slack = await startSlack({ ...manifestOptions(), mode: 'http', ackTimeoutMs: 30_000, triggerMs: 30_000 });
    const children: BatonChild[] = [];
    try {
      const before = readMigrations(earlier.migrations).length;
      expect(readMigrations().length).toBeGreaterThan(before);
      fillRoles(home, db.url ?? '', slack);
      const env = {
        ...batonEnv(slack),
        DATABASE_URL: db.url ?? '',
        MESSAGE_INTERVAL_MS: '0',
        // A busy machine may be slow; what is asked here is whether anybody is refused.
        DECISION_TIMEOUT_MS: '20000',
      };
      const start = async (...of: [string?]): Promise<BatonChild> => {
        const child = await startBatonChild(env, 120_000, ...of);
        children.push(child);
        return child;
      };
      const eventsOf = (child: BatonChild) => `${child.url}/slack/events`;

      const old = await start(home);
      slack.setEventsUrl(eventsOf(old));
      const creator = await recordCreator(slack);
      const acked: (Acked & { readonly by: 'old' | 'new' })[] = [];
      const isEnough = (by: 'old' | 'new', count: number) => acked.filter((each) => each.by === by).length >= count;
      let isOver = false;
      const people = async (by: 'old' | 'new', child: BatonChild, name: string): Promise<void> => {
        for (let n = 1; !isOver; n++) acked.push({ ...(await creator.create(child.port, `${name} ${n}.`)), by });
      };
      const load = [people('old', old, 'Old one'), people('old', old, 'Old two')];
      while (!isEnough('old', 10)) await slack.settled({ quietMs: 10 });
      const atOld = acked.length;

      const fresh = await start();
      expect(await db.prisma.$queryRaw`SELECT count(*)::int AS n FROM _prisma_migrations`).toEqual([
        { n: readMigrations().length },
      ]);
      // While it migrated, the old one went on.
      expect(acked.length).toBeGreaterThan(atOld);
      const sofar = acked.length;
      load.push(people('new', fresh, 'New one'), people('new', fresh, 'New two'));

      const folderOf = (customer: string) =>
        slack
          .waitFor(() => slack.messages('sales').some((message) => message.text.includes(customer)), 60_000)
          .then(() => {
            const message = slack.messages('sales').find((each) => each.text.includes(customer));
            return { channel: message?.channel ?? '', ts: message?.ts ?? '' };
          });
      const sally = slack.as('sales');
      const done: unknown[] = [];
      for (const [customer, first, then] of [
        ['Old one 1.', fresh, old],
        ['Old two 1.', old, fresh],
        ['New one 1.', old, fresh],
        ['New two 1.', fresh, old],
      ] as const) {
        const folder = await folderOf(customer);
        slack.setEventsUrl(eventsOf(first));
        done.push(await sally.command('general', '/onboard list'));
        await slack.waitFor(() => slack.modals('sales').length > 0, 60_000);
        await sally.closeModal({ all: true });
        done.push(await sally.click(folder, 'handoff.checklist'));
        await slack.waitFor(() => slack.modals('sales').length > 0, 60_000);
        const blocks = (slack.modals('sales').at(-1)?.body.blocks ?? []) as {
          block_id: string;
          element?: { type: string; options?: { value: string }[] };
        }[];
        const ticks = blocks.filter((block) => block.element?.type === 'checkboxes');
        slack.setEventsUrl(eventsOf(then));
        done.push(
          await sally.submit(
            Object.fromEntries(
              ticks.map((block) => [block.block_id, (block.element?.options ?? []).map((each) => each.value)]),
            ),
          ),
        );
        done.push(await sally.click(folder, 'handoff.approve'));
      }
      while (!(isEnough('new', 20) && acked.length > sofar + 40)) await slack.settled({ quietMs: 10 });
      isOver = true;
      await Promise.all(load);

      for (const each of done) expect(each).toMatchObject({ status: 200 });
      expect(acked.filter((each) => !each.acknowledged)).toEqual([]);
      const stored = await db.prisma.$queryRaw<{ name: string }[]>`SELECT name FROM customers`;
      expect(stored.map((row) => row.name)).toEqual(expect.arrayContaining(acked.map((each) => each.customer)));
      expect(await db.prisma.$queryRaw`SELECT count(*)::int AS n FROM handoffs WHERE stage = 'review'`).toEqual([
        { n: 4 },
      ]);
      const missing = () => {
        const named = slack.messages('sales').flatMap(({ text }) => /(?:Old|New) (?:one|two) \d+\./.exec(text) ?? []);
        const counts = groupBy(named, (name) => name);
        return acked.filter((each) => counts.get(each.customer)?.length !== 1);
      };
      await slack.waitFor(() => missing().length === 0, 180_000, 'a folder for each project, once');
      const told = slack.people.flatMap((person) => (person.role ? slack.ephemerals(person.role) : []));
      expect(told.map((message) => message.text).filter((text) => /reference|try again|perhaps/i.test(text))).toEqual(
        [],
      );
      creator.close();
    } finally {
      await Promise.all(children.map((each) => each.end()));
      await slack.close();
      await db.close();
      earlier.remove();
    }
  }, 300_000);
};

if (isInHistory(oldest) || process.env.CI) {
  describePostgres('a rolling upgrade (PostgreSQL)', suite);
} else {
  console.warn(`\n*** SKIPPED: "a rolling upgrade": the history does not reach back to ${oldest} ***\n`);
  describe.skip('a rolling upgrade (PostgreSQL)', suite);
}
