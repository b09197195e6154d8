import { adminRole, membersOf } from '../work/roles.ts';
import { system, type Transact } from '../work/work.ts';
import { lockSettings } from './settings-lock.ts';

/**
 * ALL-6: those named in ADMIN_USER_IDS are admins, also before anybody else is; each is told once where to begin. Who is no
 * longer named is no longer one by this, unless nobody at all would be left who could name another. ALL-9
 * @returns who stays for that reason
 */
export const bootstrapAdmins = (transact: Transact, userIds: readonly string[]): Promise<readonly string[]> =>
  transact(system, async (work) => {
    await lockSettings(work, 'name admins');
    const mine = { role: adminRole, source: 'environment' };
    const before = (await work.tx.roleMember.findMany({ where: mine })).map((member) => member.userId);
    const unnamed = before.filter((userId) => !userIds.includes(userId));
    const added = userIds.filter((userId) => !before.includes(userId));
    await work.tx.roleMember.deleteMany({ where: { ...mine, userId: { in: unnamed } } });
    await work.tx.roleMember.createMany({
      data: added.map((userId) => ({ role: adminRole, userId, source: 'environment' })),
      skipDuplicates: true,
    });
    const stay = (await membersOf(work.tx, [adminRole])).length === 0 ? unnamed : [];
    await work.tx.roleMember.createMany({ data: stay.map((userId) => ({ ...mine, userId })) });
    const gone = stay.length > 0 ? [] : unnamed;
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
    return stay;
  });
