import type { WebClient } from '@slack/web-api';
import type { Database } from '../../db/open.ts';
import { system, type Transact } from '../../work/work.ts';
import type { Ask } from '../api/patient.ts';
import { slackError } from '../api/slack-error.ts';
import type { SlackUser } from './directory.ts';

interface Parts {
  readonly db: Database;
  readonly client: WebClient;
  readonly transact: Transact;
  readonly store: (user: SlackUser & { readonly id: string }) => Promise<void>;
}

const problems: Readonly<Record<string, string>> = {
  no_such_subteam: 'the user group was disabled or deleted in Slack; choose another one, or none',
  subteam_not_found: 'the user group was disabled or deleted in Slack; choose another one, or none',
  missing_scope: 'Baton may not read user groups; install the app again with its manifest',
};

/** The members of user groups that stand for roles. ALL-6 */
export const groupReader = ({ db, client, transact, store }: Parts) => {
  /** Makes sure that Baton knows these people, and leaves out whom Slack does not. */
  const known = async (users: readonly string[], ask: Ask): Promise<readonly string[]> => {
    const rows = await db.prisma.person.findMany({ where: { id: { in: [...users] } }, select: { id: true } });
    const found = new Set(rows.map((row) => row.id));
    for (const id of users) {
      if (found.has(id)) continue;
      const user = await ask(() => client.users.info({ user: id })).then(
        (answer) => answer.user,
        (error: unknown) => {
          if (slackError(error) === 'user_not_found') return undefined;
          throw error;
        },
      );
      if (!user) continue;
      await store({ ...user, id });
      found.add(id);
    }
    return users.filter((id) => found.has(id));
  };

  const readGroup = async (groupId: string, ask: Ask): Promise<void> => {
    const roles = await db.prisma.roleGroup.findMany({ where: { groupId } });
    if (roles.length === 0) return;
    const answer = await ask(() => client.usergroups.users.list({ usergroup: groupId }));
    const users = await known(answer.users ?? [], ask);
    await transact(system, async (work) => {
      await work.tx.roleGroup.updateMany({ where: { groupId, problem: { not: null } }, data: { problem: null } });
      for (const { role } of roles) {
        const before = await work.tx.roleMember.findMany({ where: { role, source: groupId } });
        const old = new Set(before.map((member) => member.userId));
        const added = users.filter((userId) => !old.has(userId));
        const removed = before.filter((member) => !users.includes(member.userId)).map((member) => member.userId);
        if (added.length + removed.length === 0) continue;
        await work.tx.roleMember.deleteMany({ where: { role, source: groupId, userId: { in: removed } } });
        await work.tx.roleMember.createMany({
          data: added.map((userId) => ({ role, userId, source: groupId })),
          skipDuplicates: true,
        });
        work.audit({
          action: 'role.synced',
          subject: { type: 'role', id: role },
          after: { group: groupId, added, removed },
        });
      }
    });
  };

  /** Each by itself: one that Slack refuses keeps the members it had, and the admins see why. @throws what broke off, after all others */
  const readGroups = async (ask: Ask): Promise<void> => {
    const groups = await db.prisma.roleGroup.findMany({ distinct: ['groupId'] });
    const broken: unknown[] = [];
    for (const { groupId } of groups) {
      await readGroup(groupId, ask).catch(async (error: unknown) => {
        const code = slackError(error);
        if (code === undefined) return void broken.push(error);
        const problem = problems[code] ?? `Slack does not list its members (${code})`;
        await db.prisma.roleGroup.updateMany({ where: { groupId }, data: { problem } });
      });
    }
    if (broken.length > 0) throw broken[0];
  };

  return { readGroup, readGroups };
};
