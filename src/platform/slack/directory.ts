import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../core/clock.ts';
import { GatewayError, UserError } from '../../core/errors.ts';
import type { Database } from '../db/open.ts';
import { personDeactivated } from '../directory-events.ts';
import { system, type Transact } from '../work.ts';
import { slackError } from './answer.ts';

/** The fields of Slack's user object that decide who somebody is to Baton. */
export interface SlackUser {
  readonly id?: string;
  readonly team_id?: string;
  readonly name?: string;
  readonly real_name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  /** In an Enterprise organisation: the workspaces that this person belongs to, whichever is their first. */
  readonly enterprise_user?: { readonly teams?: readonly string[] };
  readonly tz?: string;
  readonly profile?: { readonly display_name?: string; readonly real_name?: string };
}

export interface Directory {
  /** Makes sure that Baton knows this person before a decision is taken; their time zone. Asks Slack the first time only. */
  ensure(userId: string): Promise<string>;
  /** What Slack says has changed about a person; those Baton never dealt with are left out. ALL-6 */
  changed(user: SlackUser): Promise<void>;
  /** Reads all people and the members of the user groups that stand for roles. */
  refresh(): Promise<void>;
  /** The members of one user group were changed. */
  refreshGroup(groupId: string): Promise<void>;
}

interface Parts {
  readonly db: Database;
  readonly clock: Clock;
  readonly client: WebClient;
  readonly timeZone: string;
  readonly transact: Transact;
}

/** Who waits for it must have an answer within Slack's three seconds. */
const soon = <T>(asked: Promise<T>): Promise<T> =>
  Promise.race([
    asked,
    sleep(2_000, undefined, { ref: false }).then(() => Promise.reject(new Error('Slack took too long'))),
  ]);

export const createDirectory = ({ db, clock, client, timeZone, transact }: Parts): Directory => {
  const zones = new Map<string, string>();
  let homeTeam: Promise<string | undefined> | undefined;

  const team = (): Promise<string | undefined> => {
    homeTeam ??= client.auth.test().then(
      (answer) => answer.team_id,
      (error: unknown) => {
        homeTeam = undefined;
        throw error;
      },
    );
    return homeTeam;
  };

  const isOurs = async ({ team_id, enterprise_user }: SlackUser): Promise<boolean> => {
    const teams = [...(team_id ? [team_id] : []), ...(enterprise_user?.teams ?? [])];
    return teams.length === 0 || teams.includes((await team()) ?? '');
  };

  const rowOf = async (user: SlackUser & { readonly id: string }) => ({
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
    timeZone: user.tz || timeZone,
    isDeactivated: user.deleted ?? false,
    isGuest: (user.is_restricted ?? false) || (user.is_ultra_restricted ?? false),
    isStranger: user.is_stranger === true || !(await isOurs(user)),
    isBot: user.is_bot ?? false,
    updatedAt: clock.now(),
  });

  const store = async (user: SlackUser & { readonly id: string }): Promise<void> => {
    const { id } = user;
    const row = await rowOf(user);
    const left = await transact(system, async (work) => {
      const before = await work.tx.person.findUnique({ where: { id } });
      await work.tx.person.upsert({ where: { id }, create: { id, ...row }, update: row });
      const gone = row.isDeactivated && before !== null && !before.isDeactivated;
      if (gone) {
        work.audit({ action: 'person.deactivated', subject: { type: 'person', id } });
        await work.emit(personDeactivated, { userId: id });
      }
      return gone;
    });
    if (left) zones.delete(id);
    else zones.set(id, row.timeZone);
  };

  const ensure = async (userId: string): Promise<string> => {
    const known = zones.get(userId);
    if (known) return known;
    const row = await db.prisma.person.findUnique({ where: { id: userId } });
    if (!row) {
      // Asked for beside it, not after it: a person waits. Whoever needs the answer meets the failure.
      team().catch(() => undefined);
      const { user } = await soon(client.users.info({ user: userId })).catch((cause: unknown) => {
        if (slackError(cause) === 'user_not_found')
          throw new UserError('Slack does not know who you are. Please try again.');
        throw new GatewayError(
          'Slack could not tell Baton who you are just now. Nothing was changed; please try again.',
          {
            service: 'slack',
            retryable: true,
            ambiguous: false,
            cause,
          },
        );
      });
      if (!user) throw new UserError('Slack does not know who you are. Please try again.');
      await store({ ...user, id: userId });
      return zones.get(userId) ?? timeZone;
    }
    zones.set(userId, row.timeZone);
    return row.timeZone;
  };

  const refreshGroup = async (groupId: string): Promise<void> => {
    const roles = await db.prisma.roleGroup.findMany({ where: { groupId } });
    if (roles.length === 0) return;
    const { users = [] } = await client.usergroups.users.list({ usergroup: groupId });
    for (const userId of users) await ensure(userId);
    await transact(system, async (work) => {
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

  return {
    ensure,
    changed: async (user) => {
      const { id } = user;
      if (id && (await db.prisma.person.findUnique({ where: { id }, select: { id: true } })))
        await store({ ...user, id });
    },
    refreshGroup,
    refresh: async () => {
      for await (const page of client.paginate('users.list', { limit: 200 })) {
        const { members = [] } = page as { members?: SlackUser[] };
        const known = new Map(
          (await db.prisma.person.findMany({ where: { id: { in: members.flatMap((each) => each.id ?? []) } } })).map(
            (row) => [row.id, row],
          ),
        );
        for (const user of members) {
          const row = user.id ? known.get(user.id) : undefined;
          // Only people Baton has dealt with are kept; a workspace may have thousands of others.
          if (!row || !user.id) continue;
          const fresh = await rowOf({ ...user, id: user.id });
          const same =
            fresh.name === row.name && fresh.timeZone === row.timeZone && fresh.isDeactivated === row.isDeactivated;
          if (!same || fresh.isGuest !== row.isGuest || fresh.isStranger !== row.isStranger)
            await store({ ...user, id: user.id });
        }
      }
      const groups = await db.prisma.roleGroup.findMany({ distinct: ['groupId'] });
      for (const { groupId } of groups) await refreshGroup(groupId);
    },
  };
};
