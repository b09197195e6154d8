import { botJson, groupJson, personJson, slackbotJson } from '../persons.ts';
import { APP, TEAM } from '../workspace.ts';
import { type Method, paged, refuse, scope } from './answer.ts';

export const people: Record<string, Method> = {
  'api.test': {
    token: 'none',
    run: (_world, args) => {
      const error = args.text('error');
      return error ? refuse(error, { args: args.raw }) : { args: args.raw };
    },
  },
  'auth.test': {
    run: (world) => ({
      url: `${world.baseUrl}/`,
      team: TEAM.name,
      team_id: TEAM.id,
      user: world.settings.appName.toLowerCase(),
      user_id: APP.botUser,
      bot_id: APP.botId,
      is_enterprise_install: false,
    }),
  },
  'users.info': {
    perMinute: 100,
    scopes: scope('users:read'),
    run: (world, args) => {
      const id = args.need('user');
      if (id === APP.botUser) return { user: botJson(world) };
      if (id === 'USLACKBOT') return { user: slackbotJson() };
      return { user: personJson(world, world.people.get(id) ?? refuse('user_not_found')) };
    },
  },
  'users.list': {
    perMinute: 20,
    scopes: scope('users:read'),
    run: (world, args) => {
      const all = [slackbotJson(), botJson(world), ...[...world.people.values()].map((p) => personJson(world, p))];
      const page = paged(all, args);
      return {
        members: page.items,
        cache_ts: Math.floor(Date.now() / 1000),
        response_metadata: { next_cursor: page.next },
      };
    },
  },
  'usergroups.list': {
    perMinute: 20,
    scopes: scope('usergroups:read'),
    run: (world, args) => ({
      usergroups: [...world.usergroups.values()]
        .filter((group) => !group.disabled || args.flag('include_disabled'))
        .map((group) => groupJson(group, args.flag('include_users'))),
    }),
  },
  'usergroups.users.list': {
    perMinute: 20,
    scopes: scope('usergroups:read'),
    run: (world, args) => {
      const group = world.usergroups.get(args.need('usergroup')) ?? refuse('no_such_subteam');
      if (group.disabled && !args.flag('include_disabled')) refuse('no_such_subteam');
      return { users: [...group.users] };
    },
  },
};
