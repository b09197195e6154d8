import { clip } from '../../core/text/text.ts';
import type { Job } from '../jobs/job.ts';
import type { HomeSection, Slice } from '../slice/slice.ts';
import { editorsOf, examinePolicy } from '../work/policies.ts';
import { adminRole } from '../work/roles.ts';
import { roleInteractions } from './actions/edit-roles.ts';
import { settingInteractions } from './actions/edit-setting.ts';
import { testChannels } from './actions/test-channels.ts';
import { asText, badText } from './policy-form.ts';
import { policiesOf, type SetupPorts } from './ports.ts';
import { notSetUp, settingsBlocks, setupBlocks } from './setup-views.ts';
import { hasAdmin, roleStates, storedPolicies } from './store.ts';

/** Who reads logs and not the Home tab hears of it too. */
const checkSettings = (ports: SetupPorts): Job => ({
  name: 'settings-check',
  schedule: { everyMinutes: 60 },
  missed: 'latest',
  run: async ({ db, log }) => {
    const stored = await storedPolicies(db.prisma);
    for (const policy of policiesOf(ports))
      for (const bad of examinePolicy(policy, stored.get(policy.key)).bad)
        log.warn({ setting: policy.key, field: bad.field }, badText(policy, bad));
  },
});

const setup = (ports: SetupPorts): HomeSection => ({
  order: 80,
  title: 'Set-up',
  isForTeam: true,
  render: async ({ deps, roles }) => {
    const { prisma } = deps.db;
    if ((await roles()).has(adminRole)) return setupBlocks(await roleStates(prisma, ports.registry().roles));
    return (await hasAdmin(prisma)) ? [] : notSetUp();
  },
});

const settings = (ports: SetupPorts): HomeSection => ({
  order: 90,
  title: 'Settings',
  render: async ({ deps, roles }) => {
    const held = await roles();
    const editors = held.has(adminRole) ? [adminRole] : await editorsOf(deps, {});
    const isEditor = editors.some((role) => held.has(role));
    const mine = policiesOf(ports).filter(({ isForAdmins }) => (isForAdmins ? held.has(adminRole) : isEditor));
    if (mine.length === 0) return [];
    const stored = await storedPolicies(deps.db.prisma);
    return settingsBlocks(mine, (policy) => {
      const { value, bad } = examinePolicy(policy, stored.get(policy.key));
      const values = Object.entries(policy.fields).map(
        ([name, field]) => `${field.label}: ${asText(field.kind, value[name]) || '–'}`,
      );
      return { values: clip(values.join('  ·  '), 600), bad: bad.map((each) => badText(policy, each)) };
    });
  },
});

/** Roles, members, channels and settings, edited by admins in the Home tab. ALL-6 */
export const createAdminSlice = (ports: SetupPorts): Slice => ({
  name: 'admin',
  jobs: [checkSettings(ports)],
  interactions: [...roleInteractions(ports), ...settingInteractions(ports), testChannels(ports)],
  home: [setup(ports), settings(ports)],
});
