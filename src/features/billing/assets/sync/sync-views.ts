import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { buttons, section } from '../../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { MessageContent } from '../../../../platform/work/content.ts';
import { type Server, serverDoor } from '../servers/server.ts';
import type { Difference } from './difference.ts';

const mostNamed = 20;

const named = (names: readonly string[]): string => {
  const shown = names.slice(0, mostNamed).map((name) => clip(name, 60));
  return `${shown.join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;
};

const line = (what: string, names: readonly string[]): readonly string[] =>
  names.length > 0 ? [`${names.length} ${what}: ${named(names)}.`] : [];

const withSite = ({ name, site }: { readonly name: string; readonly site: string }): string =>
  site ? `${name} (${site})` : name;

/** What a sync found, in plain sentences. CUS-2 */
export const syncLines = (found: Difference): readonly string[] => {
  const renamed = found.changed.filter(({ before, after }) => before.name !== after.name);
  const moved = found.changed.filter(({ before, after }) => before.site !== after.site);
  const lines = [
    ...line('new', found.added.map(withSite)),
    ...line(
      'renamed',
      renamed.map(({ before, after }) => `${clip(before.name, 60)} → ${after.name}`),
    ),
    ...line(
      'at another site',
      moved.map(({ after }) => `${clip(after.name, 60)} → ${after.site || 'none'}`),
    ),
    ...line(
      'there again',
      found.back.map(({ after }) => after.name),
    ),
    ...line(
      'gone',
      found.gone.map(({ name }) => name),
    ),
  ];
  return lines.length > 0 ? lines : [`Nothing has changed: ${plural(found.unchanged, 'asset')}.`];
};

const toServer = (server: Pick<Server, 'id'>, text: string): MessageContent => ({
  text,
  blocks: [section(text), buttons(`server:${server.id}`, [openButton(serverDoor, server.id)])],
});

const bold = ({ name }: Pick<Server, 'name'>): string => `*${escapeMrkdwn(clip(name, 100))}*`;

export const syncMessage = (server: Pick<Server, 'id' | 'name'>, found: Difference): MessageContent =>
  toServer(server, `${bold(server)} was synced.\n${syncLines(found).map(escapeMrkdwn).join('\n')}`);

export const syncFailedMessage = (server: Pick<Server, 'id' | 'name'>, problem: string): MessageContent =>
  toServer(
    server,
    `:warning: ${bold(server)} could not be synced; its assets stay as they were.\n${escapeMrkdwn(problem)}`,
  );

export const validationMessage = (
  server: Pick<Server, 'id' | 'name'>,
  outcome: { readonly assets: number } | { readonly problem: string },
): MessageContent =>
  toServer(
    server,
    'problem' in outcome
      ? `:warning: The list of ${bold(server)} is not as it should be.\n${escapeMrkdwn(outcome.problem)}`
      : `:white_check_mark: ${bold(server)} answers, and its list has ${plural(outcome.assets, 'asset')}. Sync brings them.`,
  );
