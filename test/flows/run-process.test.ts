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
  test('COL-1 a report is imported by a process of its own; killed anywhere within it, it leaves nothing and the next takes over, once', async () => {
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
    const keptOf = async () =>
      (
        await db.prisma.$queryRaw<object[]>`
        SELECT 1 FROM file_parts p JOIN files f ON f.parts_id = p.parts_id JOIN file_needs n ON n.hash = f.hash
        WHERE n.owner = (SELECT 'run:' || id FROM runs ORDER BY id LIMIT 1)`
      ).length;
    const states = async () => (await db.prisma.run.findMany({ orderBy: { id: 'asc' } })).map((each) => each.state);
    // Reports of a gateway come one after the other; what is locked is where the import stops, in the middle of its transaction.
    const phases = [
      ['while it keeps the file', 'LOCK TABLE files IN EXCLUSIVE MODE'],
      ['before it reads', "SELECT pg_advisory_xact_lock(hashtext('report axia'))::text"],
      ['while it reads', 'LOCK TABLE payment_attempts IN EXCLUSIVE MODE'],
      ['while it opens cases', 'LOCK TABLE cases IN EXCLUSIVE MODE'],
      ['when all but its messages is written', 'LOCK TABLE posts IN EXCLUSIVE MODE'],
    ] as const;
    try {
      for (const [phase, lock] of phases) {
        await db.dedicated(async (client) => {
          await client.query('BEGIN');
          await client.query(lock);
          await give('failed-charges.csv');
          await expect.poll(workers, { timeout: 20_000, message: phase }).toHaveLength(1);
          // Not by this client: a transaction sees one state of what it is shown of the others.
          const waiting = async () =>
            (
              await db.prisma.$queryRaw<object[]>`
                SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
            ).length;
          await expect.poll(waiting, { timeout: 20_000, message: phase }).toBeGreaterThan(0);
          process.kill(workers()[0] ?? 0, 'SIGKILL');
          await expect.poll(workers, { timeout: 20_000 }).toHaveLength(0);
          await client.query('ROLLBACK');
        });
        expect((await states())[0], phase).toBe('running');
        expect(await db.prisma.paymentAttempt.count(), phase).toBe(0);
        // The file of the first is there as a whole or not at all, and only once however often it was begun.
        expect(await keptOf(), phase).toBe(phase === 'while it keeps the file' ? 0 : 1);
        await db.prisma.$executeRaw`UPDATE runs SET lease_until = now() - interval '1 second' WHERE state = 'running'`;
      }
      await give('payment-found.csv');
      await expect.poll(states, { timeout: 60_000 }).toEqual([...phases.map(() => 'done'), 'done']);
      const imports = await db.prisma.reportImport.findMany({ orderBy: { requestedAt: 'asc' } });
      expect(imports.map(({ added }) => added > 0)).toEqual([true, false, false, false, false, true]);
      const runs = await db.prisma.run.findMany();
      expect(await db.prisma.keptFile.count()).toBe(new Set(runs.map(({ fileHash }) => fileHash)).size);
      expect(await db.prisma.fileNeed.count()).toBe(runs.length);
      expect(await db.prisma.auditEntry.count({ where: { action: 'report.imported' } })).toBe(imports.length);
      expect(await db.prisma.post.count({ where: { key: { startsWith: 'import:', endsWith: ':dm' } } })).toBe(
        imports.length,
      );
      expect(await db.prisma.collectionCase.count()).toBeGreaterThan(0);
      expect(baton.child.exitCode).toBeNull();
    } finally {
      await baton.end();
      await slack.close();
      await db.close();
    }
  }, 180_000);
});
