import { adminRole } from '../roles.ts';
import { system, type Transact } from '../work.ts';

/** ALL-6: those named in ADMIN_USER_IDS are admins, also before anybody else is; each is told once where to begin. */
export const bootstrapAdmins = (transact: Transact, userIds: readonly string[]): Promise<void> =>
  transact(system, async (work) => {
    const before = await work.tx.roleMember.findMany({ where: { role: adminRole, source: 'environment' } });
    const gone = before.filter((member) => !userIds.includes(member.userId)).map((member) => member.userId);
    const added = userIds.filter((userId) => !before.some((member) => member.userId === userId));
    await work.tx.roleMember.deleteMany({ where: { role: adminRole, source: 'environment', userId: { in: gone } } });
    await work.tx.roleMember.createMany({
      data: added.map((userId) => ({ role: adminRole, userId, source: 'environment' })),
      skipDuplicates: true,
    });
    if (added.length + gone.length > 0) {
      work.audit({
        action: 'role.bootstrapped',
        subject: { type: 'role', id: adminRole },
        after: { added, gone },
        reason: 'ADMIN_USER_IDS',
      });
    }
    for (const userId of added) {
      work.post({
        to: { user: userId },
        key: `welcome:${userId}`,
        content: {
          text: 'Baton is running, and you are its admin. Open my Home tab: it walks you through roles, channels and settings, and shows what is still missing.',
        },
      });
    }
  });
