import type { WebClient } from '@slack/web-api';
import type { Choice } from '../../block-kit/blocks.ts';

/** The workspace's user groups, for letting one stand for a role. A workspace without them (or without the right to list them) has none. */
export const userGroups = async (client: WebClient): Promise<readonly Choice[]> => {
  const { usergroups = [] } = await client.usergroups.list();
  return usergroups.flatMap(({ id, name, handle }) =>
    id ? [{ value: id, text: `${name ?? id} (@${handle ?? id})` }] : [],
  );
};
