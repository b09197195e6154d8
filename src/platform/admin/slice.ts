import { UserError } from '../../core/errors.ts';
import { clip } from '../../core/text/text.ts';
import type { Choice } from '../block-kit/blocks.ts';
import type { Job } from '../jobs/job.ts';
import type { Registry } from '../slice/registry.ts';
import type { ActionRequest, SlackRequest, Slice } from '../slice/slice.ts';
import { examinePolicy, type PolicyDefinition, readPolicy } from '../work/policies.ts';
import { adminRole, lacksRole, type Role } from '../work/roles.ts';
import { asText, badText, policyForm, readPolicyForm } from './policy-form.ts';
import { changingSettings, policySubject, savePolicy } from './save-policy.ts';
import { changingRoles, rolesSubject, saveRoles } from './save-roles.ts';
import { unversioned, versionOf } from './settings-lock.ts';
import { notSetUp, type RoleState, roleForm, settingsBlocks, setupBlocks } from './views.ts';

/** What the set-up asks of Slack; all of it may be slow and none of it changes Baton's state by itself. */
export interface SetupPorts {
  /** Known only after the registry is made, which includes this slice. */
  readonly registry: () => Registry;
  readonly userGroups: () => Promise<readonly Choice[]>;
  /** Joins, tests and notes the result. */
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  readonly refreshGroup: (groupId: string) => Promise<void>;
  readonly ensurePerson: (userId: string) => Promise<unknown>;
  readonly publishHome: (userId: string) => Promise<void>;
  readonly background: (work: Promise<void>) => void;
}

const roleStates = async ({ deps }: SlackRequest, registry: Registry): Promise<readonly RoleState[]> => {
  const { prisma } = deps.db;
  const [members, groups, channels] = await Promise.all([
    prisma.roleMember.findMany(),
    prisma.roleGroup.findMany(),
    prisma.roleChannel.findMany(),
  ]);
  return registry.roles.map((role) => {
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

const requireAdmin = async (request: SlackRequest, doing: string): Promise<void> => {
  if (!(await request.roles()).has(adminRole)) throw lacksRole([adminRole], doing, request.deps.roleName);
};

/** Roles, members, channels and settings, edited by admins in the Home tab. ALL-6 */
export const createAdminSlice = (ports: SetupPorts): Slice => {
  const policies = (): readonly PolicyDefinition[] =>
    ports.registry().slices.flatMap((slice) => (slice.policies ?? []) as unknown as readonly PolicyDefinition[]);
  const policyByKey = (key: string) => policies().find((policy) => policy.key === key);

  const editRole = async (request: ActionRequest) => {
    await requireAdmin(request, changingRoles);
    const version = await versionOf(request.deps.db.prisma, rolesSubject(ports.registry().roles.map(({ key }) => key)));
    const states = await roleStates(request, ports.registry());
    const wanted = request.value === 'all' ? states : states.filter((role) => role.key === request.value);
    if (wanted.length === 0) throw new UserError('This role is gone. Open the Home tab anew.');
    const groups = wanted.length === 1 ? await ports.userGroups().catch(() => []) : [];
    return { modal: roleForm(wanted, groups, version) };
  };

  /** Who reads logs and not the Home tab hears of it too. */
  const checkSettings: Job = {
    name: 'settings-check',
    schedule: { everyMinutes: 60 },
    missed: 'latest',
    run: async ({ db, log }) => {
      const stored = new Map((await db.prisma.policy.findMany()).map((row) => [row.key, row.value]));
      for (const policy of policies())
        for (const bad of examinePolicy(policy, stored.get(policy.key)).bad)
          log.warn({ setting: policy.key, field: bad.field }, badText(policy, bad));
    },
  };

  return {
    name: 'admin',
    jobs: [checkSettings],
    actions: {
      'setup.edit': editRole,
      'setup.test': async (request) => {
        await requireAdmin(request, 'test channels');
        const states = await roleStates(request, ports.registry());
        const roles = states.filter((role) => role.channel).map((role) => role.key);
        if (roles.length === 0) throw new UserError('No role has a channel yet: choose one for each first.');
        ports.background(ports.checkChannels(roles).then(() => ports.publishHome(request.userId)));
        return {
          say: {
            text: `Baton now posts a test message in the channel of ${roles.map(request.deps.roleName).join(', ')}. The Home tab then shows what it found.`,
          },
        };
      },
      'policy.edit': async (request) => {
        await requireAdmin(request, changingSettings);
        const definition = policyByKey(request.value);
        if (!definition) throw new UserError('This setting is gone. Open the Home tab anew.');
        const { prisma } = request.deps.db;
        // The version first: what changes between the two is told when it is saved.
        const version = await versionOf(prisma, policySubject(definition.key));
        const stored = await prisma.policy.findUnique({ where: { key: definition.key } });
        return { modal: policyForm(definition, readPolicy(definition, stored?.value), version) };
      },
    },
    submissions: {
      'setup.save': async (request) => {
        const known = new Set(ports.registry().roles.map((role) => role.key));
        // What the form could not show (more roles than fit, groups that Slack did not list) is left as it is.
        const { version, what } = unversioned(request.data);
        const roles = what.split(' ').filter((role) => known.has(role) && request.values.has(`members_${role}`));
        const settings = roles.map((role) => ({
          role,
          members: request.values.users(`members_${role}`),
          channel: request.values.channel(`channel_${role}`),
          ...(request.values.has(`group_${role}`) ? { group: request.values.option(`group_${role}`) ?? null } : {}),
        }));
        await Promise.all([...new Set(settings.flatMap((setting) => setting.members))].map(ports.ensurePerson));
        const changed = await saveRoles(request.deps, request.by, settings, version);
        const afterwards = async () => {
          for (const group of changed.groups) await ports.refreshGroup(group);
          await ports.checkChannels(changed.channels);
          await ports.publishHome(request.userId);
        };
        ports.background(afterwards());
        return { home: true };
      },
      'policy.save': async (request) => {
        const { version, what } = unversioned(request.data);
        const definition = policyByKey(what);
        const value = definition ? readPolicyForm(definition, request.values) : {};
        await savePolicy(request.deps, request.by, definition, value, version);
        return { home: true };
      },
    },
    home: [
      {
        order: 80,
        title: 'Set-up',
        isForTeam: true,
        render: async (request) => {
          if ((await request.roles()).has(adminRole)) return setupBlocks(await roleStates(request, ports.registry()));
          const admins = await request.deps.db.prisma.roleMember.count({ where: { role: adminRole } });
          return admins === 0 ? notSetUp() : [];
        },
      },
      {
        order: 90,
        title: 'Settings',
        render: async (request) => {
          if (!(await request.roles()).has(adminRole)) return [];
          const stored = new Map((await request.deps.db.prisma.policy.findMany()).map((row) => [row.key, row.value]));
          return settingsBlocks(policies(), (policy) => {
            const { value, bad } = examinePolicy(policy, stored.get(policy.key));
            const values = Object.entries(policy.fields).map(
              ([name, field]) => `${field.label}: ${asText(field.kind, value[name]) || '–'}`,
            );
            return { values: clip(values.join('  ·  '), 600), bad: bad.map((each) => badText(policy, each)) };
          });
        },
      },
    ],
  };
};
