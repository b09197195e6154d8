import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { context, divider, header, section } from '../../block-kit/blocks.ts';
import { classicBlocks } from '../../block-kit/classic.ts';
import type { Registry } from '../../slice/registry.ts';
import type { SlackRequest } from '../../slice/slice.ts';
import type { Deps } from '../../work/work.ts';
import { noRole, request } from '../directory/asker.ts';
import type { Directory } from '../directory/directory.ts';
import { asMrkdwn, refusalOf } from './errors.ts';

interface HomeParts {
  readonly deps: Deps;
  readonly directory: Directory;
  readonly registry: Registry;
  readonly log: Logger;
}

const mostBlocks = 100;

/** One broken section must not take the others' work off somebody's Home. */
const drawn = async (
  section: Registry['home'][number],
  request: SlackRequest,
  log: Logger,
): Promise<readonly KnownBlock[]> => {
  try {
    const blocks = await section.render(request);
    return blocks.length > 0 ? [header(section.title), ...blocks] : [];
  } catch (error) {
    log.error({ err: error, section: section.title }, 'a section of the Home tab could not be drawn');
    return [
      header(section.title),
      context('This part could not be read just now. Open the Home tab again in a moment.'),
    ];
  }
};

/** The first lines say what the sections below them show, in their words and order, so that they cannot disagree. */
const opening = (waiting: readonly string[]): readonly KnownBlock[] =>
  waiting.length > 0
    ? [header('Waiting for me'), context(waiting.join(' · '))]
    : [header('Nothing waits for you'), context('`/onboard new` begins a project, `/onboard list` shows all of them.')];

const underlined = (parts: readonly (readonly KnownBlock[])[]): readonly KnownBlock[] =>
  parts.flatMap((part) => [...part, divider()]);

/** What waits for this person, and what else each slice contributes. WRK-3 */
export const homeBlocks = async (
  registry: Registry,
  request: SlackRequest,
  log: Logger,
): Promise<readonly KnownBlock[]> => {
  const isHolder = (await request.roles()).size > 0;
  const mine = registry.home.filter((each) => isHolder || each.isForTeam);
  const sections = await Promise.all(
    mine.map(async (section) => ({ section, blocks: await drawn(section, request, log) })),
  );
  const shown = sections.filter(({ blocks }) => blocks.length > 0);
  const waiting = shown.filter(({ section }) => section.waits).map(({ section }) => section.title);
  const first = [...(isHolder ? [] : [[context(noRole)]]), opening(waiting)];
  const roomy = underlined([...first, ...shown.map((each) => each.blocks)]);
  if (roomy.length <= mostBlocks) return roomy;
  // Their headers part the sections, too: without lines there is room for more of them.
  const blocks = first.flat();
  const left: string[] = [];
  for (const { section, blocks: next } of shown) {
    // A section is shown whole or not at all, so that no button is shown without what it belongs to.
    if (blocks.length + next.length < mostBlocks) blocks.push(...next);
    else left.push(section.title);
  }
  if (left.length > 0) blocks.push(context(`No room for: ${left.join(', ')}. It is back as soon as less waits above.`));
  return blocks;
};

/** The Home tab of whoever opens it; whom nothing is for reads why. ALL-8 */
export const homeOf = async (parts: HomeParts, userId: string): Promise<readonly KnownBlock[]> => {
  try {
    return await homeBlocks(parts.registry, await request(parts, { userId }, true), parts.log);
  } catch (error) {
    const refusal = refusalOf(error, parts.log);
    return refusal ? [section(asMrkdwn(refusal.text))] : [];
  }
};

export const publishHome = async (client: WebClient, userId: string, blocks: readonly KnownBlock[]): Promise<void> => {
  await client.views.publish({ user_id: userId, view: { type: 'home', blocks: [...classicBlocks(blocks)] } });
};
