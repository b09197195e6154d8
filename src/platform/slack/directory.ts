import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../core/clock.ts';
import { GatewayError, UserError } from '../../core/errors.ts';
import type { Database } from '../db/open.ts';
import { personDeactivated } from '../directory-events.ts';
import { systemWall, type Wall } from '../wall.ts';
import { system, type Transact } from '../work.ts';
import { slackError } from './answer.ts';
import { once, patient } from './patient.ts';
import { groupReader } from './read-groups.ts';

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
  /** When this description was made, in seconds since 1970. */
  readonly updated?: number;
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
  /** For waiting as long as Slack wants. */
  readonly wall?: Wall;
}

/** Who waits for it must have an answer within Slack's three seconds. */
const soon = <T>(asked: Promise<T>): Promise<T> =>
  Promise.race([
    asked,
    sleep(2_000, undefined, { ref: false }).then(() => Promise.reject(new Error('Slack took too long'))),
  ]);

export const createDirectory = ({ db, clock, client, timeZone, transact, wall = systemWall }: Parts): Directory => {
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
    ...(user.updated ? { describedAt: new Date(user.updated * 1000) } : {}),
  });

  /** Notes what Slack says of somebody, unless something newer is known: news may come late. ALL-6 */
  const store = async (user: SlackUser & { readonly id: string }): Promise<void> => {
    const { id } = user;
    const row = await rowOf(user);
    const current = await transact(system, async (work) => {
      // The first to come makes the row, so that the next one waits for it here.
      const { count } = await work.tx.person.createMany({ data: [{ id, ...row }], skipDuplicates: true });
      if (count > 0) return row;
      const [before] = await work.tx.$queryRaw<
        { is_deactivated: boolean; time_zone: string; described_at: Date | null }[]
      >`
        SELECT is_deactivated, time_zone, described_at FROM people WHERE id = ${id} FOR UPDATE`;
      const isLate = row.describedAt && before?.described_at && row.describedAt < before.described_at;
      if (isLate) return { isDeactivated: before.is_deactivated, timeZone: before.time_zone };
      await work.tx.person.update({ where: { id }, data: row });
      if (row.isDeactivated && before && !before.is_deactivated) {
        work.audit({ action: 'person.deactivated', subject: { type: 'person', id } });
        await work.emit(personDeactivated, { userId: id });
      }
      return row;
    });
    if (current.isDeactivated) zones.delete(id);
    else zones.set(id, current.timeZone);
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

  const { readGroup, readGroups } = groupReader({ db, client, transact, store });
  const ask = patient(wall);

  const refreshPage = async (members: readonly SlackUser[]): Promise<void> => {
    const ids = members.flatMap((each) => each.id ?? []);
    const known = new Map(
      (await db.prisma.person.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]),
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
  };

  /** Where reading all people goes on when it broke off. */
  let cursor: string | undefined;
  const refreshPeople = async (): Promise<void> => {
    do {
      const page = await ask(() => client.users.list({ limit: 200, ...(cursor ? { cursor } : {}) })).catch(
        (error: unknown) => {
          // Cursors last for a while only: the next time from the beginning.
          if (slackError(error) === 'invalid_cursor') cursor = undefined;
          throw error;
        },
      );
      await refreshPage(page.members ?? []);
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
  };

  return {
    ensure,
    changed: async (user) => {
      const { id } = user;
      if (id && (await db.prisma.person.findUnique({ where: { id }, select: { id: true } })))
        await store({ ...user, id });
    },
    refreshGroup: (groupId) => readGroup(groupId, once),
    refresh: async () => {
      const people = await refreshPeople().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      await readGroups(ask);
      if (people) throw people.error;
    },
  };
};
