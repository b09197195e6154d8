import type { KnownBlock, ModalView } from '@slack/types';
import { todayIn } from '../../../../core/time/calendar.ts';
import { buttons, type Choice, modal, option, plain, section } from '../../../../platform/block-kit/blocks.ts';
import type {
  ActionRequest,
  Answer,
  Interaction,
  ListKind,
  SlackRequest,
  Subcommand,
} from '../../../../platform/slice/slice.ts';
import type { RoleInfo } from '../../../../platform/work/roles.ts';
import type { Playbook } from '../../../playbooks/index.ts';
import { type ListPage, readListFor } from '../list-page.ts';
import { projectRow } from '../list-views.ts';
import type { ListFilter } from '../store.ts';

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
    data: `${filter}|${skip}`,
    blocks: [
      select,
      ...(page.rows.length > 0 ? page.rows.map(projectRow) : [section(empty[filter] ?? 'Nothing is open here.')]),
      ...(pages.length > 0 ? [buttons('pages', pages)] : []),
    ],
  });
};

const filterOf = (request: SlackRequest, value: string): ListFilter => {
  const { deps, userId } = request;
  const [kind, role] = value.split(':');
  if (kind === 'desk' && role) return { kind: 'desk', role };
  if (kind === 'late') return { kind, today: todayIn(deps.timeZone, deps.clock.now()) };
  if (kind === 'blocked' || kind === 'all') return { kind };
  return { kind: 'mine', userId };
};

/** The roles that stand at a desk of any playbook. */
const desksIn = ({ deps }: SlackRequest, playbooks: readonly Playbook[]): readonly RoleInfo[] =>
  [...new Set(playbooks.flatMap((each) => each.stages.flatMap((stage) => stage.desk)))].map((key) => ({
    key,
    name: deps.roleName(key),
  }));

const list = async (request: SlackRequest, playbooks: readonly Playbook[], filter: string, skip = 0) =>
  listModal(await readListFor(request, filterOf(request, filter), skip), filter, skip, desksIn(request, playbooks));

/** `/onboard list`: for everyone of the team. ONB-18 */
export const listCommand = (playbooks: readonly Playbook[]): Subcommand => ({
  command: '/onboard',
  word: 'list',
  isForTeam: true,
  usage: '',
  help: 'shows folders: mine, by desk, blocked, late',
  isDefault: true,
  run: async (request) => ({ modal: await list(request, playbooks, 'mine') }),
});

/** @param at which list, and from where on: `desk:sales|8` */
const listAt = (request: SlackRequest, playbooks: readonly Playbook[], at: string): Promise<ModalView> => {
  const [filter = 'mine', skip = '0'] = at.split('|');
  return list(request, playbooks, filter, /^\d{1,6}$/.test(skip) ? Number(skip) : 0);
};

/** Drawn anew below what was changed. WRK-1 */
export const projectList = (playbooks: readonly Playbook[]): ListKind => ({
  callback: 'project.list',
  isForTeam: true,
  read: (reader, data) => listAt(reader, playbooks, data),
});

/** Another list, its first page, or its next. */
export const listButtons = (playbooks: readonly Playbook[]): readonly Interaction[] => {
  const redraw = async (request: ActionRequest): Promise<Answer> => ({
    replace: await listAt(request, playbooks, request.value),
  });
  return ['list.filter', 'list.first', 'list.more'].map((id) => ({ id, isForTeam: true, press: redraw }));
};
