import type { Database } from '../db/open.ts';
import { letGo } from '../files/kept-files.ts';
import { postOwner } from '../work/write-effects.ts';
import type { Job } from './job.ts';
import { retentionPolicy } from './retention.ts';

/** Nobody waits for long behind so many rows. */
const chunk = 1000;

/** Repeats a bounded statement until it finds less than it could have; others have their turn in between. */
const inChunks = async (statement: () => Promise<number>): Promise<void> => {
  while ((await statement()) >= chunk) await new Promise((resolve) => setImmediate(resolve));
};

/** Of a message that was sent or dropped: all of it, but where its key keeps a cause from being told twice, the text alone; attachments with it. */
const forgetMessages = async (db: Database, before: Date): Promise<void> => {
  const at = before.toISOString();
  await inChunks(() =>
    db.tx(async (tx) => {
      const old = await tx.$queryRaw<{ id: string; hasFiles: boolean }[]>`
      WITH old AS MATERIALIZED (
        SELECT id, key, payload ? 'attachments' AS has_files FROM posts WHERE state IN ('sent', 'dropped') AND payload <> '{}'::jsonb AND created_at < ${at}::timestamptz
        ORDER BY created_at LIMIT ${chunk}::int
      ), gone AS (
        DELETE FROM posts USING old WHERE posts.id = old.id AND old.key IS NULL
      ), emptied AS (
        UPDATE posts SET payload = '{}' FROM old WHERE posts.id = old.id AND old.key IS NOT NULL
      ) SELECT id, has_files AS "hasFiles" FROM old`;
      await letGo(tx, ...old.flatMap(({ id, hasFiles }) => (hasFiles ? [postOwner(id)] : [])));
      return old.length;
    }),
  );
};

/**
 * Forgets what has served its purpose, as long ago as the policy says: the texts of sent messages, requests that Slack can no
 * longer send again, and job slots that are over (of each job the latest stays, from which the next is counted).
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  schedule: { everyMinutes: 60 },
  missed: 'latest',
  run: async ({ db, clock, policy }) => {
    const { messageDays, jobDays, requestDays } = await policy(retentionPolicy);
    await forgetMessages(db, new Date(clock.now().getTime() - messageDays * 86_400_000));
    // Both by the database's own clock: the business clock may have been moved.
    await inChunks(
      () => db.prisma.$executeRaw`
        DELETE FROM inbox WHERE key IN (
          SELECT key FROM inbox WHERE received_at < LEAST(now(), (SELECT max(received_at) FROM inbox)) - make_interval(days => ${requestDays}::int)
          LIMIT ${chunk}::int)`,
    );
    await inChunks(
      () => db.prisma.$executeRaw`
        DELETE FROM job_slots s USING (
          SELECT job, slot_at FROM job_slots o WHERE o.state IN ('done', 'skipped', 'failed')
            AND o.slot_at < (SELECT max(slot_at) FROM job_slots) - make_interval(days => ${jobDays}::int)
            AND EXISTS (SELECT 1 FROM job_slots newer WHERE newer.job = o.job AND newer.slot_at > o.slot_at)
          LIMIT ${chunk}::int) old
        WHERE s.job = old.job AND s.slot_at = old.slot_at`,
    );
  },
};
