import type { Obj } from './json.ts';
import type { Person, UserGroup } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import type { World } from './world.ts';

/** A user object; the address only with `users:read.email`, as in Slack. */
export const personJson = (world: World, person: Person): Obj => {
  const [first = '', ...rest] = person.realName.split(' ');
  const profile: Obj = {
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.name,
    display_name_normalized: person.name,
    first_name: first,
    last_name: rest.join(' '),
    team: person.foreignTeam ?? TEAM.id,
    title: person.role ?? '',
  };
  if (world.settings.scopes.has('users:read.email')) profile.email = person.email;
  const json: Obj = {
    id: person.id,
    team_id: person.foreignTeam ?? TEAM.id,
    name: person.name,
    deleted: person.deleted ?? false,
    profile,
    is_bot: false,
    is_app_user: false,
    updated: person.updated ?? 0,
  };
  if (person.deleted) return json;
  return {
    ...json,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: 3600,
    is_admin: person.isAdmin ?? false,
    is_owner: person.isAdmin ?? false,
    is_primary_owner: false,
    is_restricted: person.isGuest ?? false,
    is_ultra_restricted: false,
    is_stranger: person.foreignTeam !== undefined,
    is_email_confirmed: true,
    ...(person.enterpriseId ? { enterprise_user: { id: person.enterpriseId, teams: [TEAM.id] } } : {}),
  };
};

export const botJson = (world: World): Obj => ({
  id: APP.botUser,
  team_id: TEAM.id,
  name: world.settings.appName.toLowerCase(),
  deleted: false,
  real_name: world.settings.appName,
  is_bot: true,
  is_app_user: false,
  updated: 0,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  tz: 'America/Los_Angeles',
  profile: {
    real_name: world.settings.appName,
    display_name: '',
    bot_id: APP.botId,
    api_app_id: APP.id,
    team: TEAM.id,
  },
});

export const slackbotJson = (): Obj => ({
  id: 'USLACKBOT',
  team_id: TEAM.id,
  name: 'slackbot',
  deleted: false,
  real_name: 'Slackbot',
  is_bot: false,
  updated: 0,
  profile: { real_name: 'Slackbot', display_name: 'Slackbot', team: TEAM.id },
});

export const groupJson = (group: UserGroup, withUsers: boolean): Obj => ({
  id: group.id,
  team_id: TEAM.id,
  is_usergroup: true,
  is_subteam: true,
  name: group.name,
  handle: group.handle,
  description: '',
  is_external: false,
  date_create: 0,
  date_update: 0,
  date_delete: group.disabled ? 1 : 0,
  auto_type: null,
  auto_provision: false,
  created_by: 'U0ADMIN001',
  user_count: group.users.length,
  prefs: { channels: [], groups: [] },
  ...(withUsers ? { users: [...group.users] } : {}),
});
