import { systemClock } from '../../src/core/time/clock.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { gatherContributions } from '../../src/platform/work/contributions.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import { system } from '../../src/platform/work/work.ts';
import type { Slack } from '../../src/sandbox/slack/index.ts';
import { benchDeps } from './deps.ts';

/** Everybody in the role they are named by, each role with its channel, written while no Baton runs. */
export const fillRolesOf = async (db: Database, slack: Slack): Promise<void> => {
  const transact = createTransact({
    db,
    clock: systemClock,
    timeZone: 'UTC',
    reactions: [],
    contributions: gatherContributions([]),
    roleName: (role) => role,
    committed: () => undefined,
  });
  await saveRoles(
    { ...benchDeps(db), transact },
    system,
    builtinRoles.map(({ key }) => ({
      role: key,
      members: slack.people.filter((person) => person.role === key).map((person) => person.id),
      channel: slack.channel(key.replaceAll('_', '-')).id,
    })),
  );
};
