import type { KnownBlock, ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../core/text/text.ts';
import {
  buttons,
  type Choice,
  channelInput,
  context,
  divider,
  modal,
  peopleInput,
  section,
  selectInput,
} from '../block-kit/blocks.ts';
import type { PolicyDefinition } from '../work/policies.ts';
import type { RoleInfo } from '../work/roles.ts';
import { versioned } from './settings-lock.ts';

export interface RoleState extends RoleInfo {
  /** Members that an admin chose: what the form shows and saves. */
  readonly members: readonly string[];
  /** Members that come from a user group or from ADMIN_USER_IDS. */
  readonly others: readonly string[];
  readonly group?: string;
  /** Why the group's members could not be read; those it had still count. */
  readonly groupProblem?: string;
  readonly channel?: string;
  readonly problem?: string;
  readonly tested: boolean;
}

/** ALL-6: what is still missing before work can travel; empty when all is well. */
export const missing = (roles: readonly RoleState[]): readonly string[] => {
  const names = (wanted: (role: RoleState) => boolean) =>
    roles
      .filter(wanted)
      .map((role) => role.name)
      .join(', ');
  const nobody = names((role) => role.members.length + role.others.length === 0);
  const nowhere = names((role) => !role.channel);
  const untested = names((role) => role.channel !== undefined && !role.tested && !role.problem);
  return [
    ...(nobody ? [`Nobody holds: ${nobody}.`] : []),
    ...(nowhere ? [`No channel yet for: ${nowhere}. What is meant for them waits until there is one.`] : []),
    ...(untested ? [`No test message yet for: ${untested}.`] : []),
    ...roles.filter((role) => role.groupProblem).map((role) => `${role.name}, its user group: ${role.groupProblem}.`),
    ...roles.filter((role) => role.problem).map((role) => `${role.name}: ${role.problem}`),
  ];
};

const roleLine = (role: RoleState): KnownBlock => {
  const people = [...new Set([...role.members, ...role.others])].map((id) => `<@${id}>`);
  const shown = people.length > 8 ? [...people.slice(0, 8), `and ${people.length - 8} more`] : people;
  const mark = role.problem ? ':warning:' : role.tested ? ':white_check_mark:' : ':hourglass_flowing_sand:';
  const channel = role.channel ? `<#${role.channel}> ${mark}` : 'no channel';
  return section(`*${escapeMrkdwn(role.name)}*  ${shown.join(', ') || '_nobody_'}  ·  ${channel}`, {
    type: 'button',
    action_id: 'setup.edit',
    value: role.key,
    text: { type: 'plain_text', text: 'Edit' },
  });
};

/** The admin's walk: what is missing first, then every role with its people and channel. */
export const setupBlocks = (roles: readonly RoleState[]): readonly KnownBlock[] => {
  const open = missing(roles);
  return [
    section(
      open.length > 0
        ? `*Still missing*\n${open.map((line) => `• ${line}`).join('\n')}`
        : ':white_check_mark: Every role has people and a channel that Baton can post to.',
    ),
    buttons('setup', [
      {
        text: 'Set up all roles',
        action: 'setup.edit',
        value: 'all',
        ...(open.length > 0 ? { style: 'primary' as const } : {}),
      },
      { text: 'Test all channels', action: 'setup.test', value: 'all' },
    ]),
    ...roles.map(roleLine),
  ];
};

/** A select holds a hundred: the present group is among them whatever Slack lists, so that saving keeps it. */
const groupChoices = (role: RoleState, groups: readonly Choice[]): readonly Choice[] => {
  const { group } = role;
  if (group === undefined) return groups;
  const present = groups.find((each) => each.value === group) ?? { value: group, text: group };
  return [present, ...groups.filter((each) => each.value !== group)];
};

/** Who holds the role without being chosen here: not saved by this form, so that leaving its source ends it. ALL-9 */
const alsoBlock = ({ others }: RoleState): KnownBlock => {
  const shown = [...new Set(others)].slice(0, 20).map((id) => `<@${id}>`);
  const more = new Set(others).size - shown.length;
  return context(`Also, by a user group or ADMIN_USER_IDS: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
};

/** The form for one role, or for all of them at once (people and channel each; groups only one at a time). */
export const roleForm = (roles: readonly RoleState[], groups: readonly Choice[], version: string): ModalView =>
  modal({
    callback: 'setup.save',
    title: roles.length === 1 ? (roles[0]?.name ?? 'Role') : 'Roles and channels',
    submit: 'Save',
    data: versioned(version, roles.map((role) => role.key).join(' ')),
    blocks: roles.flatMap((role, index): KnownBlock[] => [
      ...(index > 0 ? [divider()] : []),
      peopleInput({
        name: `members_${role.key}`,
        label: `${role.name}: people`,
        optional: true,
        initial: role.members,
      }),
      ...(role.others.length > 0 ? [alsoBlock(role)] : []),
      channelInput({
        name: `channel_${role.key}`,
        label: `${role.name}: channel`,
        optional: true,
        ...(role.channel ? { initial: role.channel } : {}),
      }),
      ...(groups.length > 0
        ? [
            selectInput({
              name: `group_${role.key}`,
              label: `${role.name}: everybody in this user group, too`,
              optional: true,
              choices: groupChoices(role, groups),
              ...(role.group ? { initial: role.group } : {}),
            }),
          ]
        : []),
    ]),
  });

export const settingsBlocks = (
  policies: readonly PolicyDefinition[],
  describe: (policy: PolicyDefinition) => { readonly values: string; readonly bad: readonly string[] },
): readonly KnownBlock[] =>
  policies.map((policy) => {
    const { values, bad } = describe(policy);
    const warnings = bad.map((each) => `\n:warning: ${escapeMrkdwn(each)}`).join('');
    return section(`*${escapeMrkdwn(policy.title)}*  ${escapeMrkdwn(values)}${warnings}`, {
      type: 'button',
      action_id: 'policy.edit',
      value: policy.key,
      text: { type: 'plain_text', text: 'Edit' },
    });
  });

export const notSetUp = (): readonly KnownBlock[] => [
  context(
    'Baton has no admin yet. Whoever runs it names the first one in ADMIN_USER_IDS; that person then finds the set-up here.',
  ),
];
