import type { KnownBlock, ModalView } from '@slack/types';
import { NotAllowed, NotFound } from '../../core/errors.ts';
import { subjectText } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { type ButtonSpec, buttons, context, divider, modal, section } from '../block-kit/blocks.ts';
import type { Registry } from '../slice/registry.ts';
import type { SlackRequest, WindowButton, WindowHead, WindowKind, WindowLink, WindowRef } from '../slice/slice.ts';
import type { MessageContent } from '../work/content.ts';
import type { Role } from '../work/roles.ts';
import type { Deps } from '../work/work.ts';
import { backButton } from './back.ts';
import { spotOfMessage } from './find-message.ts';
import { parsePlace, placeText, type WindowPlace } from './pile.ts';
import { addressOf, type Places, permalink } from './places.ts';
import { type ReadSection, readSections, type Titled } from './read-sections.ts';

/** Slack's, of a modal. */
const mostBlocks = 100;
/** Of a row of buttons. */
const mostButtons = 25;
const mostLinkRows = 5;

const callback = 'window';

/** Of which thing a modal is the window; undefined for any other. */
export const windowOf = (view: { readonly callback_id?: string }, data: string): WindowPlace | undefined =>
  view.callback_id === callback ? parsePlace(data) : undefined;

/**
 * How much each of several gets of what is there: all it needs where that is less than an equal share, whose rest goes to
 * the others.
 *
 * Example: `fairShares([2, 50, 30], 42)` → `[2, 20, 20]`.
 */
export const fairShares = (needs: readonly number[], total: number): readonly number[] => {
  const shares = new Map<number, number>();
  let left = total;
  const bySize = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [done, { need, index }] of bySize.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - done)));
    shares.set(index, share);
    left -= share;
  }
  return needs.map((_need, index) => shares.get(index) ?? 0);
};

const withFrame = ({ title, blocks }: Titled): readonly KnownBlock[] => [
  divider(),
  ...(title ? [section(`*${escapeMrkdwn(title)}*`)] : []),
  ...blocks,
];

const sectionBlocks = (sections: readonly Titled[], room: number): readonly KnownBlock[] => {
  const whole = sections.map(withFrame);
  const shares = fairShares(
    whole.map((blocks) => blocks.length),
    room,
  );
  return whole.flatMap((blocks, index) => {
    const share = shares[index] ?? 0;
    if (blocks.length <= share) return blocks;
    return share < 3 ? [] : [...blocks.slice(0, share - 1), context('There is more of this than fits here.')];
  });
};

const buttonRows = (
  groups: readonly (readonly WindowButton[])[],
  held: ReadonlySet<Role>,
): readonly (readonly ButtonSpec[])[] =>
  groups.flatMap((group) => {
    const offered = group.flatMap(({ roles, ...spec }) =>
      !roles || roles.some((role) => held.has(role)) ? [spec] : [],
    );
    return Array.from({ length: Math.ceil(offered.length / mostButtons) }, (_, row) =>
      offered.slice(row * mostButtons, (row + 1) * mostButtons),
    );
  });

/** The ids within one row must differ, so things of one kind stand in rows of their own. */
const linkRows = (links: readonly ButtonSpec[]): readonly (readonly ButtonSpec[])[] => {
  const rows: ButtonSpec[][] = [];
  for (const link of links) {
    const row = rows.find((each) => each.every(({ action }) => action !== link.action));
    if (row) row.push(link);
    else rows.push([link]);
  }
  return rows;
};

/** What is told to who comes back to the window. */
const saidBlocks = (said: MessageContent | undefined): readonly KnownBlock[] =>
  said ? [...(said.blocks ?? [section(said.text)]), divider()] : [];

/** Its message in Slack, and its address. */
const whereFound = async (deps: Deps, kind: WindowKind, id: string, places: Places): Promise<readonly string[]> => {
  const { prisma } = deps.db;
  const workspace = places.workspace();
  const message = workspace && (await kind.find(prisma, id))?.message;
  const spot = message && (await spotOfMessage(prisma, message));
  const address = addressOf(places, id);
  return [
    ...(workspace && spot ? [`<${permalink(workspace, spot)}|Its message in Slack>`] : []),
    ...(address ? [`Address: ${address}`] : []),
  ];
};

interface Parts {
  readonly place: WindowPlace;
  readonly head: WindowHead;
  readonly sections: readonly ReadSection[];
  /** The roles that the reader holds. */
  readonly held: ReadonlySet<Role>;
  readonly windows: Registry['windows'];
  readonly said?: MessageContent | undefined;
  /** Where else it is to be found; mrkdwn. */
  readonly found?: readonly string[];
}

/** Each thing once, as far as it has a window that is for the reader. */
const linkButtons = (links: readonly WindowLink[], { windows, held }: Parts): readonly ButtonSpec[] => {
  const once = new Map(links.map((link) => [subjectText(link.subject), link]));
  return [...once.values()].flatMap(({ subject, text }) => {
    const kind = windows.get(subject.type);
    return kind && (held.size > 0 || kind.isForTeam) ? [{ text, action: kind.opens, value: subject.id }] : [];
  });
};

/** The window as its parts say: the head whole, the sections in their order and as far as there is room. */
export const layOut = (parts: Parts): ModalView => {
  const { place, head, sections, held, said, found = [] } = parts;
  const links = [...(head.links ?? []), ...sections.flatMap((each) => each.links ?? [])];
  const groups = [...(head.buttons ?? []), sections.flatMap((each) => each.buttons ?? [])];
  const rows = [
    ...buttonRows(groups, held),
    ...linkRows([...backButton(place), ...linkButtons(links, parts)]).slice(0, mostLinkRows),
  ];
  const above = [
    ...saidBlocks(said),
    ...head.blocks,
    ...rows.map((row, index) => buttons(`window:${index}`, row)),
    ...(found.length > 0 ? [context(...found)] : []),
  ];
  const all = [...(head.sections ?? []), ...sections].filter(({ blocks }) => blocks.length > 0);
  return modal({
    callback,
    title: head.title,
    data: placeText(place),
    blocks: [
      ...above,
      ...sectionBlocks(
        all.sort((a, b) => a.order - b.order),
        mostBlocks - above.length,
      ),
    ],
  });
};

/**
 * The window of one thing, for who opens it: its head as its owner reads it, and what other slices say about it, read at the
 * same time. WRK-1, ALL-8
 * @param more `said`: what is told to who comes back to it
 * @throws NotFound, NotAllowed
 */
export const drawWindow = async (
  registry: Pick<Registry, 'windows' | 'sections'>,
  reader: SlackRequest,
  { type, id, page, trail = [] }: WindowRef,
  { said, places }: { readonly said?: MessageContent | undefined; readonly places?: Places } = {},
): Promise<ModalView> => {
  const { windows } = registry;
  const kind = windows.get(type);
  if (!kind) throw new NotFound(type);
  const held = await reader.roles();
  if (held.size === 0 && !kind.isForTeam) throw new NotAllowed(`Only those who hold a role can open this ${type}.`);
  const subject = { type, id };
  const [head, sections, found] = await Promise.all([
    kind.read(reader, id, page),
    readSections(registry, reader, subject, page),
    places ? whereFound(reader.deps, kind, id, places) : [],
  ]);
  return layOut({ place: { ...subject, trail }, head, sections, held, windows, said, found });
};
