import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Database } from '../../db/open.ts';
import { channelOfRoleChanged } from '../../delivery/index.ts';
import type { Registry } from '../../slice/registry.ts';
import type { Role } from '../../work/roles.ts';
import { system, type Transact } from '../../work/work.ts';

/** What keeps Baton from posting, in words that say what to do; undefined when all is well. */
export const channelProblem = (code: string): string => {
  const problems: Record<string, string> = {
    channel_not_found: 'Baton cannot see this channel. If it is private, invite Baton in it: `/invite @Baton`.',
    not_in_channel: 'Baton is not in this private channel. Invite it there: `/invite @Baton`.',
    is_archived: 'This channel is archived. Unarchive it or choose another one.',
    restricted_action: 'Only some people may post in this channel. Allow Baton to, or choose another one.',
    missing_scope: 'Baton lacks a permission. Install the app again with its manifest.',
  };
  return problems[code] ?? `Slack refused a message there (${code}). Try again, or choose another channel.`;
};

const codeOf = (error: unknown): string => {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const code = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  return typeof code === 'string' ? code : 'slack_unreachable';
};

interface Checked {
  readonly name: string;
  readonly isPrivate: boolean;
  readonly problem: string | null;
}

/** Joins a public channel if need be and posts a test message. ALL-6 */
const tryChannel = async (client: WebClient, channel: string, roles: readonly string[]): Promise<Checked> => {
  let name = channel;
  let isPrivate = false;
  try {
    const info = (await client.conversations.info({ channel })).channel;
    name = info?.name ?? channel;
    isPrivate = info?.is_private ?? false;
    if (info?.is_archived) return { name, isPrivate, problem: channelProblem('is_archived') };
    if (!info?.is_member && !isPrivate) await client.conversations.join({ channel });
    await client.chat.postMessage({ channel, text: `Baton will post here what waits for ${roles.join(', ')}.` });
    return { name, isPrivate, problem: null };
  } catch (error) {
    return { name, isPrivate, problem: channelProblem(codeOf(error)) };
  }
};

interface Parts {
  readonly db: Database;
  readonly client: WebClient;
  readonly registry: Registry;
  readonly transact: Transact;
  readonly log: Logger;
}

/** Checks the channels of these roles (each channel once) and notes what was found; held messages go on where it is mended. */
export const checkChannels = async (parts: Parts, roles: readonly Role[]): Promise<void> => {
  const rows = await parts.db.prisma.roleChannel.findMany({ where: { role: { in: [...roles] } } });
  for (const channelId of new Set(rows.map((row) => row.channelId))) {
    const mine = rows.filter((row) => row.channelId === channelId);
    const names = mine.map((row) => parts.registry.roleName(row.role));
    const checked = await tryChannel(parts.client, channelId, names);
    if (checked.problem)
      parts.log.warn({ channel: channelId, problem: checked.problem }, 'a role channel cannot be used yet');
    await parts.transact(system, async (work) => {
      for (const { role } of mine) {
        const { count } = await work.tx.roleChannel.updateMany({
          where: { role, channelId },
          data: { ...checked, testedAt: checked.problem ? null : work.now },
        });
        if (count > 0 && !checked.problem) await channelOfRoleChanged(work.tx, role, channelId);
      }
    });
  }
};

/** Baton was let into a channel, or it was brought back: check what uses it, and try what waits for it. */
export const channelChanged = async (parts: Parts, channelId: string): Promise<void> => {
  await parts.db.prisma.lane.updateMany({
    where: { id: channelId, heldReason: { not: null } },
    data: { nextAt: null, updatesAt: null },
  });
  const rows = await parts.db.prisma.roleChannel.findMany({ where: { channelId, problem: { not: null } } });
  await checkChannels(
    parts,
    rows.map((row) => row.role),
  );
};
