import type { Tx } from '../db/open.ts';
import { adminRole, type RoleInfo } from '../work/roles.ts';
import type { RoleState } from './setup-views.ts';

/** Every role with who holds it, and where its messages go. */
export const roleStates = async (tx: Tx, roles: readonly RoleInfo[]): Promise<readonly RoleState[]> => {
  const [members, groups, channels] = await Promise.all([
    tx.roleMember.findMany(),
    tx.roleGroup.findMany(),
    tx.roleChannel.findMany(),
  ]);
  return roles.map((role) => {
    const mine = members.filter((member) => member.role === role.key);
    const channel = channels.find((each) => each.role === role.key);
    const group = groups.find((each) => each.role === role.key);
    return {
      ...role,
      members: mine.filter((member) => member.source === 'direct').map((member) => member.userId),
      others: mine.filter((member) => member.source !== 'direct').map((member) => member.userId),
      ...(group ? { group: group.groupId } : {}),
      ...(group?.problem ? { groupProblem: group.problem } : {}),
      ...(channel ? { channel: channel.channelId, tested: channel.testedAt !== null } : { tested: false }),
      ...(channel?.problem ? { problem: channel.problem } : {}),
    };
  });
};

/** What is stored of each setting, by key. */
export const storedPolicies = async (tx: Tx): Promise<ReadonlyMap<string, unknown>> =>
  new Map((await tx.policy.findMany()).map((row) => [row.key, row.value]));

export const hasAdmin = async (tx: Tx): Promise<boolean> =>
  (await tx.roleMember.count({ where: { role: adminRole } })) > 0;
