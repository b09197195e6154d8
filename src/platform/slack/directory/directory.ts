import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { GatewayError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/time/clock.ts';
import type { Database } from '../../db/open.ts';
import { systemWall, type Wall } from '../../process/wall.ts';
import { giveBackWork } from '../../work/directory-events.ts';
import { barrier, type Role, type Standing } from '../../work/roles.ts';
import { system, type Transact } from '../../work/work.ts';
import { once, patient } from '../api/patient.ts';
import { slackError } from '../api/slack-error.ts';
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
  readonly enterprise_user?: { readonly id?: string; readonly teams?: readonly string[] };
  readonly tz?: string;
  /** When this description was made, in seconds since 1970. */
  readonly updated?: number;
  readonly profile?: { readonly display_name?: string; readonly real_name?: string };
}

/** A person as of now. */
export interface Known {
  /** By whom they are known: in an Enterprise organisation Slack names one person by several ids, of which one holds the roles. */
  readonly userId: string;
  readonly timeZone: string;
  readonly roles: ReadonlySet<Role>;
  /** Why they may neither read nor decide, if so. */
  readonly barred?: string;
}

export interface Directory {
  /** Makes sure that Baton knows this person before anything is answered. Asks Slack the first time only. */
  ensure(slackUserId: string): Promise<Known>;
  /** What Slack says has changed about a person; those Baton never dealt with are left out. ALL-6 */
  changed(user: SlackUser): Promise<void>;
  /** Reads all people and the members of the user groups that stand for roles. */
  refresh(): Promise<void>;
  /** The members of one user group were changed. */
  refreshGroup(groupId: string): Promise<void>;
}

interface Row extends Standing {
  readonly user_id: string;
  readonly time_zone: string;
  readonly roles: string[];
}

/** Whom Slack does not show to this workspace is somebody of another organisation, in a channel that both share. */
const unshown: SlackUser = { is_stranger: true, real_name: 'Somebody of another organisation' };

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
    enterpriseId: user.enterprise_user?.id ?? null,
    updatedAt: clock.now(),
    ...(user.updated ? { describedAt: new Date(user.updated * 1000) } : {}),
  });

  /** Notes what Slack says of somebody, unless something newer is known: news may come late. ALL-6 */
  const store = async (user: SlackUser & { readonly id: string }): Promise<void> => {
    const { id } = user;
    const row = await rowOf(user);
    await transact(system, async (work) => {
      // The first to come makes the row, so that the next one waits for it here.
      const { count } = await work.tx.person.createMany({ data: [{ id, ...row }], skipDuplicates: true });
      if (count > 0) return;
      const [before] = await work.tx.$queryRaw<{ is_deactivated: boolean; described_at: Date | null }[]>`
        SELECT is_deactivated, described_at FROM people WHERE id = ${id} FOR UPDATE`;
      if (row.describedAt && before?.described_at && row.describedAt < before.described_at) return;
      await work.tx.person.update({ where: { id }, data: row });
      if (row.isDeactivated && before && !before.is_deactivated) {
        work.audit({ action: 'person.deactivated', subject: { type: 'person', id } });
        await giveBackWork(work, id);
      }
    });
  };

  const read = async (id: string): Promise<Known | undefined> => {
    const [row] = await db.prisma.$queryRaw<Row[]>`
      SELECT me.id AS user_id, p.time_zone, p.is_deactivated, p.is_guest, p.is_stranger,
             ARRAY(SELECT DISTINCT role FROM role_members WHERE user_id = me.id) AS roles
      FROM people p CROSS JOIN LATERAL (
        SELECT coalesce((SELECT q.id FROM people q JOIN role_members m ON m.user_id = q.id
          WHERE q.enterprise_id = p.enterprise_id ORDER BY q.id <> p.id, q.id LIMIT 1), p.id) AS id) me
      WHERE p.id = ${id}`;
    if (!row) return undefined;
    const barred = barrier(row);
    const { user_id: userId, time_zone: zone } = row;
    return { userId, timeZone: zone, roles: new Set(row.roles), ...(barred ? { barred } : {}) };
  };

  const meet = async (id: string): Promise<void> => {
    // Asked for beside it, not after it: a person waits. Whoever needs the answer meets the failure.
    team().catch(() => undefined);
    const user: SlackUser = await soon(client.users.info({ user: id })).then(
      (answer) => answer.user ?? unshown,
      (cause: unknown) => {
        if (slackError(cause) === 'user_not_found') return unshown;
        throw new GatewayError(
          'Slack could not tell Baton who you are just now. Nothing was changed; please try again.',
          { service: 'slack', retryable: true, ambiguous: false, cause },
        );
      },
    );
    await store({ ...user, id });
  };

  const ensure = async (id: string): Promise<Known> => {
    const known = await read(id);
    if (known) return known;
    await meet(id);
    return (await read(id)) ?? { userId: id, timeZone, roles: new Set() };
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
        fresh.name === row.name && fresh.timeZone === row.timeZone && fresh.enterpriseId === row.enterpriseId;
      const sameStanding =
        fresh.isDeactivated === row.isDeactivated &&
        fresh.isGuest === row.isGuest &&
        fresh.isStranger === row.isStranger;
      if (!same || !sameStanding) await store({ ...user, id: user.id });
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
