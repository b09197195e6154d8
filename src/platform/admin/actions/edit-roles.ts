import { FieldErrors, UserError } from '../../../core/errors.ts';
import { channelOfRoleChanged } from '../../delivery/outbox/channel-of-role.ts';
import type { Interaction } from '../../slice/slice.ts';
import { adminRole, type Role } from '../../work/roles.ts';
import type { By, Deps, Work } from '../../work/work.ts';
import { requireAdmin, type SetupPorts } from '../ports.ts';
import { lockSettings, requireVersion, type SettingsSubject, unversioned, versionOf } from '../settings-lock.ts';
import { roleForm } from '../setup-views.ts';
import { roleStates } from '../store.ts';

export const changingRoles = 'change roles and channels';

export interface RoleSetting {
  readonly role: Role;
  readonly members: readonly string[];
  readonly channel?: string | undefined;
  /** A Slack user group whose members hold the role too. Absent: left as it is. */
  readonly group?: string | null | undefined;
}

const changes: Readonly<Record<string, string>> = {
  'role.members_changed': 'people',
  'role.channel_changed': 'channel',
  'role.group_changed': 'user group',
};

export const rolesSubject = (roles: readonly Role[]): SettingsSubject => ({
  type: 'role',
  ids: roles,
  actions: Object.keys(changes),
});

/** ALL-6: who cannot decide cannot hold a role. One error per field, naming the people. */
const refuseIneligible = async (work: Work, settings: readonly RoleSetting[]): Promise<void> => {
  const ids = [...new Set(settings.flatMap((setting) => setting.members))];
  const people = await work.tx.person.findMany({ where: { id: { in: ids } } });
  const barred = new Set(
    people
      .filter((person) => person.isDeactivated || person.isGuest || person.isStranger || person.isBot)
      .map((person) => person.id),
  );
  const errors: Record<string, string> = {};
  for (const { role, members } of settings) {
    const names = people
      .filter((person) => barred.has(person.id) && members.includes(person.id))
      .map((person) => person.name);
    if (names.length > 0) {
      errors[`members_${role}`] =
        `${names.join(', ')} can't hold a role: apps, guests, deactivated people and people of other organisations cannot decide.`;
    }
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
};

const saveMembers = async (work: Work, { role, members }: RoleSetting): Promise<void> => {
  const before = (await work.tx.roleMember.findMany({ where: { role, source: 'direct' } }))
    .map((member) => member.userId)
    .sort();
  const after = [...new Set(members)].sort();
  if (before.join() === after.join()) return;
  await work.tx.roleMember.deleteMany({ where: { role, source: 'direct', userId: { notIn: after } } });
  await work.tx.roleMember.createMany({ data: after.map((userId) => ({ role, userId })), skipDuplicates: true });
  work.audit({
    action: 'role.members_changed',
    subject: { type: 'role', id: role },
    before: { members: before },
    after: { members: after },
  });
};

const saveChannel = async (work: Work, { role, channel }: RoleSetting): Promise<boolean> => {
  const before = await work.tx.roleChannel.findUnique({ where: { role } });
  if (!channel || before?.channelId === channel) return false;
  const row = { channelId: channel, name: channel, problem: null, testedAt: null };
  await work.tx.roleChannel.upsert({ where: { role }, create: { role, ...row }, update: row });
  await channelOfRoleChanged(work.tx, role, channel);
  work.audit({
    action: 'role.channel_changed',
    subject: { type: 'role', id: role },
    before: { channel: before?.channelId ?? null },
    after: { channel },
  });
  return true;
};

const saveGroup = async (work: Work, { role, group }: RoleSetting): Promise<string | undefined> => {
  if (group === undefined) return undefined;
  const before = await work.tx.roleGroup.findMany({ where: { role } });
  if (before[0]?.groupId === (group ?? undefined)) return undefined;
  await work.tx.roleGroup.deleteMany({ where: { role } });
  await work.tx.roleMember.deleteMany({ where: { role, source: { in: before.map((each) => each.groupId) } } });
  if (group) await work.tx.roleGroup.create({ data: { role, groupId: group } });
  work.audit({
    action: 'role.group_changed',
    subject: { type: 'role', id: role },
    before: { group: before[0]?.groupId ?? null },
    after: { group: group ?? null },
  });
  return group ?? undefined;
};

/**
 * Sets who holds roles and where their work is posted. Returns what Slack has to be asked about afterwards. ALL-6, ALL-9
 * @param version as of which the form was opened; none: whatever holds is replaced
 * @throws Conflict naming who changed what meanwhile; FieldErrors when nobody would be an admin any more
 */
export const saveRoles = (
  deps: Deps,
  by: By,
  settings: readonly RoleSetting[],
  version?: string,
): Promise<{ readonly channels: readonly Role[]; readonly groups: readonly string[] }> =>
  deps.transact(by, async (work) => {
    await lockSettings(work, changingRoles);
    if (version !== undefined) {
      await requireVersion(
        work,
        rolesSubject(settings.map((setting) => setting.role)),
        version,
        ({ id, action }) => `the ${changes[action] ?? 'members'} of ${deps.roleName(id)}`,
      );
    }
    await refuseIneligible(work, settings);
    const channels: Role[] = [];
    const groups: string[] = [];
    for (const setting of settings) {
      await saveMembers(work, setting);
      if (await saveChannel(work, setting)) channels.push(setting.role);
      const group = await saveGroup(work, setting);
      if (group) groups.push(group);
    }
    if ((await work.membersOf([adminRole])).length === 0)
      throw new FieldErrors({
        [`members_${adminRole}`]: 'Somebody must stay an admin, or nobody could change this again.',
      });
    return { channels, groups };
  });

/** Edit, at a role or at all of them, in the Home tab. */
const editRoles = (ports: SetupPorts): Interaction => ({
  id: 'setup.edit',
  press: async (request) => {
    await requireAdmin(request, changingRoles);
    const { prisma } = request.deps.db;
    const { roles } = ports.registry();
    const version = await versionOf(prisma, rolesSubject(roles.map(({ key }) => key)));
    const states = await roleStates(prisma, roles);
    const wanted = request.value === 'all' ? states : states.filter((role) => role.key === request.value);
    if (wanted.length === 0) throw new UserError('This role is gone. Open the Home tab anew.');
    const groups = wanted.length === 1 ? await ports.userGroups().catch(() => []) : [];
    return { modal: roleForm(wanted, groups, version) };
  },
});

const submitRoles = (ports: SetupPorts): Interaction => ({
  id: 'setup.save',
  submit: async ({ deps, by, userId, data, values }) => {
    const known = new Set(ports.registry().roles.map((role) => role.key));
    // What the form could not show (more roles than fit, groups that Slack did not list) is left as it is.
    const { version, what } = unversioned(data);
    const roles = what.split(' ').filter((role) => known.has(role) && values.has(`members_${role}`));
    const settings = roles.map((role) => ({
      role,
      members: values.users(`members_${role}`),
      channel: values.channel(`channel_${role}`),
      ...(values.has(`group_${role}`) ? { group: values.option(`group_${role}`) ?? null } : {}),
    }));
    await Promise.all([...new Set(settings.flatMap((setting) => setting.members))].map(ports.ensurePerson));
    const changed = await saveRoles(deps, by, settings, version);
    const afterwards = async () => {
      for (const group of changed.groups) await ports.refreshGroup(group);
      await ports.checkChannels(changed.channels);
      await ports.publishHome(userId);
    };
    ports.background(afterwards());
    return { say: { text: 'Saved. The channels that changed are tested now: Home shows what was found.' }, home: true };
  },
});

export const roleInteractions = (ports: SetupPorts): readonly Interaction[] => [editRoles(ports), submitRoles(ports)];
