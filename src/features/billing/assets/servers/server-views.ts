import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { button, context, fields, header, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { WindowHead } from '../../../../platform/slice/slice.ts';
import { type SetupState, setupEditors } from '../../setup/index.ts';
import { addressText } from '../lists/address.ts';
import { type Server, type ServerConcern, serverDoor } from './server.ts';

const concerns: Readonly<Record<ServerConcern, string>> = {
  unvalidated: 'its list was not validated, or is wrong',
  'never synced': 'it was never synced',
  stale: 'its last sync is stale',
};

/** What is not known, as it follows the server's name; plain text. */
export const concernText = (concern: ServerConcern): string => concerns[concern];

const checkedText = ({ checked }: Server): string => {
  if (!checked) return 'not yet';
  const when = `${moment(checked.at)} by ${person(checked.by)}`;
  return checked.problem === undefined
    ? `:white_check_mark: ${when}`
    : `:warning: ${when}: ${escapeMrkdwn(clip(checked.problem, 500))}`;
};

const concernBlocks = (concern: ServerConcern | undefined): readonly KnownBlock[] =>
  concern ? [context(`:warning: Which assets are on it is not known well: ${concerns[concern]}.`)] : [];

/** What the server is, and what asking for its list came to. CUS-2 */
export const serverHead = (server: Server, concern: ServerConcern | undefined): WindowHead => ({
  title: 'Server',
  blocks: [
    header(server.name),
    fields([
      ['Its list', server.address ? escapeMrkdwn(clip(addressText(server.address), 300)) : 'is uploaded as a file'],
      ['Validated', checkedText(server)],
      ['Synced', server.synced ? `${moment(server.synced.at)} by ${person(server.synced.by)}` : 'not yet'],
      ['Comments', server.comments ? escapeMrkdwn(clip(server.comments, 500)) : '–'],
    ]),
    ...(server.retiredAt ? [context('Retired: its list is not asked for any more.')] : concernBlocks(concern)),
  ],
  buttons: [
    [
      ...(server.retiredAt
        ? []
        : [
            ...(server.address
              ? [{ text: 'Validate', action: 'server.validate', value: server.id, roles: setupEditors }]
              : []),
            { text: 'Sync', action: 'server.sync', value: server.id, roles: setupEditors },
          ]),
      { text: 'Edit', action: 'server.edit', value: server.id, roles: setupEditors },
      server.retiredAt
        ? { text: 'Use again', action: 'server.use_again', value: server.id, roles: setupEditors }
        : { text: 'Retire', action: 'server.retire', value: server.id, roles: setupEditors },
    ],
  ],
});

const mostListed = 8;

export interface ListedServer {
  readonly server: Server;
  readonly concern: ServerConcern | undefined;
  /** Those that are not gone. */
  readonly assets: number;
}

/** The servers in the set-up; who bills no assets needs none. CUS-2 */
export const serversState = (servers: readonly ListedServer[]): SetupState => ({
  missing: [],
  blocks: [
    ...servers
      .slice(0, mostListed)
      .map(({ server, concern, assets }) =>
        section(
          `*${escapeMrkdwn(clip(server.name, 100))}*  ${server.retiredAt ? 'retired' : plural(assets, 'asset')}${concern ? `  :warning: ${concerns[concern]}` : ''}`,
          button({ ...openButton(serverDoor, server.id), text: 'Open' }),
        ),
      ),
    ...(servers.length > mostListed ? [context(`and ${servers.length - mostListed} more`)] : []),
  ],
  buttons: [
    { text: 'Add server', action: 'server.add', value: 'new', roles: setupEditors },
    ...(servers.length > mostListed ? [{ text: 'Find a server', action: 'server.find', value: 'any' }] : []),
    ...(servers.length > 0 ? [{ text: 'Find an asset', action: 'asset.find', value: 'any' }] : []),
  ],
});
