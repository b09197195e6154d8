import type { ChannelSpec, Person, UserGroup } from './types.ts';

/** Ids of the workspace, the app and its bot: fixed, so that tests can name them. */
export const TEAM = { id: 'T0BATON001', domain: 'baton-demo', name: 'Baton Demo' } as const;
export const APP = {
  id: 'A0BATON001',
  botId: 'B0BATON001',
  botUser: 'U0BATONBOT',
  /** Slack's deprecated verification token still travels in every payload. */
  verification: 'standin-verification-token',
} as const;

const ROLES: readonly [role: string, id: string, realName: string][] = [
  ['sales', 'SALES', 'Sally Sales'],
  ['reviewer', 'REVIEW', 'Remy Reviewer'],
  ['billing', 'BILLNG', 'Bill Billing'],
  ['accounting', 'ACCTNG', 'Anna Accounting'],
  ['purchasing', 'PURCHS', 'Percy Purchasing'],
  ['project_manager', 'PROJMG', 'Pia Project-Manager'],
  ['service', 'SERVIC', 'Sven Service'],
  ['engineer', 'ENGINR', 'Enzo Engineer'],
  ['hosting', 'HOSTNG', 'Holly Hosting'],
  ['support', 'SUPPRT', 'Suki Support'],
  ['investigator', 'INVEST', 'Ivan Investigator'],
  ['management', 'MANAGE', 'Mona Management'],
  ['admin', 'ADMIN', 'Ada Admin'],
];

const handle = (realName: string) => realName.toLowerCase().replaceAll(' ', '.');

const person = (id: string, realName: string, more: Partial<Person> = {}): Person => {
  const name = handle(realName);
  return { id, name, realName, email: `${name}@example.com`, tz: 'Europe/Rome', ...more };
};

/** One person per role, named by it, and the two kinds of people who must not decide anything. */
export const demoPeople = (): Person[] => [
  ...ROLES.map(([role, id, realName]) => person(`U0${id}001`, realName, { role, isAdmin: role === 'admin' })),
  person('U0GUEST001', 'Gus Guest', { isGuest: true }),
  person('U0LEFT0001', 'Dee Deactivated', { deleted: true }),
];

/** With a second admin, so that two people can be tried at the same setting. */
export const sandboxPeople = (): Person[] => [
  ...demoPeople(),
  person('U0ADMIN002', 'Otto Admin', { role: 'admin', isAdmin: true }),
];

/** One public channel per role, #general, and a private channel that the bot was never invited to. */
export const demoChannels = (): ChannelSpec[] => [
  { id: 'C0GENERAL1', name: 'general', members: 'everyone', topic: 'Everybody' },
  ...ROLES.map(
    ([role, id]): ChannelSpec => ({
      id: `C0${id}001`,
      name: role.replaceAll('_', '-'),
      members: 'everyone',
      topic: `The ${role.replaceAll('_', ' ')} desk`,
    }),
  ),
  { id: 'G0SECRET01', name: 'board', kind: 'private', members: ['U0MANAGE001', 'U0ADMIN001'], bot: false },
];

export const demoUserGroups = (): UserGroup[] => [
  { id: 'S0SUPPORT1', handle: 'support-team', name: 'Support team', users: ['U0SUPPRT001', 'U0INVEST001'] },
];

/** What Baton's manifest is expected to ask for; a start option narrows it. */
export const DEFAULT_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:write',
  'usergroups:read',
  'users:read',
  'users:read.email',
] as const;

export const DEFAULT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'channel_archive',
  'channel_unarchive',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'subteam_members_changed',
  'team_join',
  'user_change',
] as const;
