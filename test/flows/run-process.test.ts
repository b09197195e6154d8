import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { batonEnv } from '../../bench/support/office.ts';
import { startBatonChild } from '../../bench/support/processes.ts';
import { fillRolesOf } from '../../bench/support/roles.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { describePostgres, testDatabase } from '../support/database.ts';

describePostgres('`npm start` on PostgreSQL', () => {
  test('COL-1 a report is imported by a process of its own; killed in the middle, it leaves nothing and the next takes over', async () => {
    const slack = await startSlack({ ...manifestOptions(), mode: 'http' });
    const db = await testDatabase('postgres');
    await fillRolesOf(db, slack);
    const env = { ...batonEnv(slack), DATABASE_URL: db.url ?? '', MESSAGE_INTERVAL_MS: '0' };
    const baton = await startBatonChild(env);
    slack.setEventsUrl(`${baton.url}/slack/events`);
    const give = async (name: string) => {
      const anna = slack.as('accounting');
      const sample = sampleReports(new Date()).find((each) => each.name === name);
      const file = anna.upload(name, sample?.content ?? '');
      await anna.command('accounting', '/bill import');
      await slack.waitFor(() => slack.modals('accounting').length > 0, 10_000);
      await anna.submit({ report: [file.id] });
    };
    const workers = (): readonly number[] => {
      try {
        return execFileSync('pgrep', ['-P', String(baton.child.pid), '-f', 'runs'], { encoding: 'utf8' })
          .trim()
          .split('\n')
          .map(Number);
      } catch {
        // It says so by its exit code when there is none.
        return [];
      }
    };
    const states = async () => (await db.prisma.run.findMany()).map((each) => each.state);
    try {
      await db.dedicated(async (client) => {
        // Reports of a gateway come one after the other: this one waits, in the middle of its transaction.
        await client.query("SELECT pg_advisory_lock(hashtext('report axia'))::text");
        await give('failed-charges.csv');
        await expect.poll(workers, { timeout: 20_000 }).toHaveLength(1);
        const waiting = async () =>
          (await client.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory'")).rows.length;
        await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);
        process.kill(workers()[0] ?? 0, 'SIGKILL');
        await expect.poll(workers, { timeout: 20_000 }).toHaveLength(0);
      });
      expect(await states()).toEqual(['running']);
      expect(await db.prisma.paymentAttempt.count()).toBe(0);
      await db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second'`;
      await give('payment-found.csv');
      await expect.poll(states, { timeout: 60_000 }).toEqual(['done', 'done']);
      expect(await db.prisma.collectionCase.count()).toBeGreaterThan(0);
      expect(baton.child.exitCode).toBeNull();
    } finally {
      await baton.end();
      await slack.close();
      await db.close();
    }
  }, 120_000);
});
