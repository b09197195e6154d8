import type { Job } from '../jobs/job.ts';
import { adminRole } from '../work/roles.ts';
import { system, type Work } from '../work/work.ts';
import type { AuditKey } from './keys.ts';
import { sealAudit } from './seal.ts';

/** Chains what was committed since the last minute. The head goes to the log each time. */
const sealJob = (key: AuditKey | undefined): Job => ({
  name: 'audit-seal',
  schedule: { everyMinutes: 1 },
  missed: 'latest',
  run: async ({ db, clock, log }) => {
    const made = await sealAudit(db, clock.now(), { key });
    const head = made.at(-1);
    if (head)
      log.info(
        {
          seal: String(head.id),
          hash: head.hash,
          rows: made.reduce((sum, seal) => sum + seal.count, 0),
          signedWith: key?.id ?? 'no key: set AUDIT_KEY',
        },
        'the audit log was sealed',
      );
  },
});

/** The admins' channel, or each admin while they have none. */
const admins = async (work: Work) => {
  if (await work.tx.roleChannel.findUnique({ where: { role: adminRole }, select: { role: true } }))
    return [{ role: adminRole }];
  return (await work.membersOf([adminRole])).map((user) => ({ user }));
};

/** Once a day the newest seal is told where the database's owner cannot change it. DESIGN §7 */
const headJob: Job = {
  name: 'audit-head',
  schedule: async ({ timeZone }) => ({ times: ['06:00'], zone: timeZone }),
  missed: 'latest',
  run: ({ transact }, slotAt) =>
    transact(system, async (work) => {
      const seal = await work.tx.auditSeal.findFirst({
        where: { at: { lte: slotAt } },
        orderBy: { id: 'desc' },
        select: { id: true, hash: true },
      });
      if (!seal) return;
      const text = `Seal ${seal.id} of the audit log: \`${seal.hash}\`\nKeep this message: \`npm run audit:verify -- --expect ${seal.hash}\` proves that nothing before was changed or cut off.`;
      for (const to of await admins(work)) {
        const whom = 'user' in to ? to.user : to.role;
        work.post({ to, content: { text }, key: `audit-head:${seal.id}:${whom}`, priority: 2 });
      }
    }),
};

/** @param key signs the seals */
export const auditJobs = (key: AuditKey | undefined): readonly Job[] => [sealJob(key), headJob];
