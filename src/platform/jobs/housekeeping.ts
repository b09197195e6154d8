import type { Job } from './job.ts';

/**
 * Forgets what only guards against repetition: requests that Slack can no longer send again, and job slots that ran
 * long ago (of each job the latest stays, from which the next is counted).
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  schedule: { everyMinutes: 60 },
  missed: 'latest',
  run: async ({ db }) => {
    // Both by the database's own clock: the business clock may have been moved.
    await db.prisma
      .$executeRaw`DELETE FROM inbox WHERE received_at < LEAST(now(), (SELECT max(received_at) FROM inbox)) - interval '7 days'`;
    await db.prisma.$executeRaw`
      DELETE FROM job_slots s WHERE s.state IN ('done', 'skipped', 'failed') AND s.slot_at < (SELECT max(slot_at) FROM job_slots) - interval '30 days'
        AND EXISTS (SELECT 1 FROM job_slots newer WHERE newer.job = s.job AND newer.slot_at > s.slot_at)`;
  },
};
