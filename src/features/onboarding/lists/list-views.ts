/** `/onboard list`, Home's folders and the customer's projects. */
import type { KnownBlock, ModalView } from '@slack/types';
import { escapeMrkdwn, inWords, plural } from '../../../core/text/text.ts';
import {
  button,
  buttons,
  type Choice,
  context,
  modal,
  option,
  plain,
  section,
} from '../../../platform/block-kit/blocks.ts';
import type { RoleInfo } from '../../../platform/work/roles.ts';
import { projectRef, stageName } from '../../playbooks/index.ts';
import { time } from '../words.ts';
import type { ListPage, ListRow } from './list-page.ts';

export const rowText = ({ project, holder, blockedBy, missing, isLate }: ListRow): string => {
  const { handoff } = project;
  const stage = escapeMrkdwn(stageName(project.playbook, project.stage));
  const marks = [
    ...(project.state === 'on_hold' ? ['⏸️ on hold'] : []),
    ...(isLate ? ['⏰ late'] : []),
    ...blockedBy.map((why) => `🔒 ${escapeMrkdwn(why)}`),
    missing > 0 ? `${plural(missing, 'item')} to do` : 'ready to hand on',
  ];
  return `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} – *${stage}*, with ${holder}, since ${time(handoff.openedAt)}\n${marks.join(' · ')}`;
};

const row = (each: ListRow): KnownBlock =>
  section(rowText(each), button({ text: 'Show', action: 'project.show', value: each.project.id }));

const choices = (desks: readonly RoleInfo[]): readonly Choice[] =>
  [
    { text: 'Mine', value: 'mine' },
    { text: 'Blocked', value: 'blocked' },
    { text: 'Late', value: 'late' },
    { text: 'All open', value: 'all' },
    ...desks.map((desk) => ({ text: `At ${desk.name}`, value: `desk:${desk.key}` })),
  ].slice(0, 100);

const empty: Readonly<Record<string, string>> = {
  mine: 'Nothing of yours is open. Choose another list above, or begin a project with `/onboard new`.',
  blocked: 'Nothing is blocked here.',
  late: 'Nothing is late.',
};

/** @param filter as in the select's values; @param skip where this page begins */
export const listModal = (page: ListPage, filter: string, skip: number, desks: readonly RoleInfo[]): ModalView => {
  const all = choices(desks);
  const chosen = all.find((each) => each.value === filter);
  const pages = [
    ...(skip > 0 ? [{ text: 'First page', action: 'list.first', value: filter }] : []),
    ...(page.next === undefined ? [] : [{ text: 'More', action: 'list.more', value: `${filter}|${page.next}` }]),
  ];
  const select: KnownBlock = {
    type: 'actions',
    block_id: 'filter',
    elements: [
      {
        type: 'static_select',
        action_id: 'list.filter',
        placeholder: plain('Which folders?', 150),
        options: all.map(option),
        ...(chosen ? { initial_option: option(chosen) } : {}),
      },
    ],
  };
  return modal({
    callback: 'project.list',
    title: 'Projects',
    blocks: [
      select,
      ...(page.rows.length > 0 ? page.rows.map(row) : [section(empty[filter] ?? 'Nothing is open here.')]),
      ...(pages.length > 0 ? [buttons('pages', pages)] : []),
    ],
  });
};

/** Home: what is assigned to the reader, or lies unassigned at a desk of theirs; nothing where nothing is. */
export const waitingBlocks = (page: ListPage): readonly KnownBlock[] => [
  ...page.rows.map(row),
  ...(page.next === undefined ? [] : [context('There is more: `/onboard list` shows it all.')]),
];

/** A customer's projects, for the customer's page. */
export const customerProjects = (
  projects: readonly { readonly id: string; readonly ref: number; readonly state: string }[],
): readonly KnownBlock[] =>
  projects.map((each) =>
    section(
      `*P-${each.ref}* · ${inWords(each.state)}`,
      button({ text: 'Show', action: 'project.show', value: each.id }),
    ),
  );
