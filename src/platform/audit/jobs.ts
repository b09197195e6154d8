import type { Job } from '../jobs/job.ts';
import { sealAudit } from './seal.ts';

/** Chains what was committed since the last minute. The head goes to the log: whoever keeps logs elsewhere can tell a shortened chain. */
export const sealJob: Job = {
  name: 'audit-seal',
  schedule: { everyMinutes: 1 },
  missed: 'latest',
  run: async ({ db, clock, log }) => {
    const made = await sealAudit(db, clock.now());
    const head = made.at(-1);
    if (head)
      log.info(
        { seal: String(head.id), hash: head.hash, rows: made.reduce((sum, seal) => sum + seal.count, 0) },
        'the audit log was sealed',
      );
  },
};
