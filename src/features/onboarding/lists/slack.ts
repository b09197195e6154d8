/** Onboarding's commands, Home section and panel, and what its folders' own buttons do. */

import { UserError } from '../../../core/errors.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import type {
  ActionRequest,
  Answer,
  HomeSection,
  SlackRequest,
  Subcommand,
  WindowSection,
} from '../../../platform/slice/slice.ts';
import type { RoleInfo } from '../../../platform/work/roles.ts';
import { subjectsAskingWaiver } from '../../billing/invoices/index.ts';
import { reviewer } from '../../billing/onboarding/index.ts';
import { onboardingPolicy, type Playbook, projectSubject, readerOf } from '../../playbooks/index.ts';
import { loadProjects } from '../engine/load.ts';
import { whyOnly } from '../page/folder-only.ts';
import { chooseProjectModal } from '../page/project-views.ts';
import { newProjectCommand } from '../project/actions/new-project.ts';
import { findProjects } from './find-project.ts';
import { readList } from './list-page.ts';
import { type ListFilter, projectsOfCustomers } from './list-store.ts';
import { customerProjects, listModal, waitingBlocks } from './list-views.ts';
import { tasksOf } from './waiting.ts';
import { projectsWaiting } from './waiting-store.ts';
import { askedBlocks } from './waiting-views.ts';

const filterOf = (request: SlackRequest, value: string): ListFilter => {
  const { deps, userId } = request;
  const [kind, role] = value.split(':');
  if (kind === 'desk' && role) return { kind: 'desk', role };
  if (kind === 'late') return { kind, today: todayIn(deps.timeZone, deps.clock.now()) };
  if (kind === 'blocked' || kind === 'all') return { kind };
  return { kind: 'mine', userId };
};

/** One page, as far as the reader may see it. ALL-8 */
const readFor = async (request: SlackRequest, filter: ListFilter, skip: number) =>
  readList(request.deps, filter, skip, (await request.roles()).size > 0 ? ({ why }) => why : whyOnly);

/** The roles that stand at a desk of any playbook. */
const desksIn = ({ deps }: SlackRequest, playbooks: readonly Playbook[]): readonly RoleInfo[] =>
  [...new Set(playbooks.flatMap((each) => each.stages.flatMap((stage) => stage.desk)))].map((key) => ({
    key,
    name: deps.roleName(key),
  }));

const list = async (request: SlackRequest, playbooks: readonly Playbook[], filter: string, skip = 0) =>
  listModal(await readFor(request, filterOf(request, filter), skip), filter, skip, desksIn(request, playbooks));

const show = async (request: SlackRequest & { readonly text: string }): Promise<Answer> => {
  if (request.text === '')
    throw new UserError('Which one? Write its number or part of the customer’s name: `/onboard show P-17`.');
  const found = await findProjects(request.deps, request.text);
  return 'id' in found ? { window: projectSubject(found.id) } : { modal: chooseProjectModal(found.several) };
};

export const commandsFor = (playbooks: readonly Playbook[]): readonly Subcommand[] => [
  newProjectCommand(playbooks),
  {
    command: '/onboard',
    word: 'list',
    isForTeam: true,
    usage: '',
    help: 'shows folders: mine, by desk, blocked, late',
    isDefault: true,
    run: async (request) => ({ modal: await list(request, playbooks, 'mine') }),
  },
  {
    command: '/onboard',
    word: 'show',
    isForTeam: true,
    usage: '<project or customer>',
    help: 'shows a project: where it is, who has it, what blocks it, what happened',
    run: show,
  },
];

const timeline = async ({ value }: ActionRequest): Promise<Answer> => {
  const [id = '', before = 'newest'] = value.split(':');
  return { window: { ...projectSubject(id), page: before } };
};

/** ONB-18: for everyone of the team. */
export const forTeam = ['timeline.older', 'timeline.newest', 'list.filter', 'list.first', 'list.more'] as const;

export const listActionsFor = (playbooks: readonly Playbook[]) => ({
  'timeline.older': timeline,
  'timeline.newest': timeline,
  'list.filter': async (request: ActionRequest): Promise<Answer> => ({
    replace: await list(request, playbooks, request.value),
  }),
  'list.first': async (request: ActionRequest): Promise<Answer> => ({
    replace: await list(request, playbooks, request.value),
  }),
  'list.more': async (request: ActionRequest): Promise<Answer> => {
    const [filter = 'mine', skip = '0'] = request.value.split('|');
    return { replace: await list(request, playbooks, filter, /^\d{1,6}$/.test(skip) ? Number(skip) : 0) };
  },
});

/** What is assigned to the reader, or lies unassigned at a desk of theirs. */
export const waitingSection: HomeSection = {
  order: 10,
  title: 'Folders',
  waits: true,
  isForTeam: true,
  render: async (request) => {
    const desks = [...(await request.roles())];
    return waitingBlocks(await readFor(request, { kind: 'waiting', userId: request.userId, desks }, 0));
  },
};

const askedAtMost = 10;

/** What is asked of the reader's desks besides turns: exceptions, hardware, acknowledgements. */
export const askedSection: HomeSection = {
  order: 12,
  title: 'Asked of me',
  waits: true,
  render: async ({ deps, userId, roles }) => {
    const { prisma } = deps.db;
    const reader = { userId, roles: await roles() };
    const waived = reader.roles.has(reviewer) ? await subjectsAskingWaiver(prisma, 'project', askedAtMost + 1) : [];
    const ids = await projectsWaiting(prisma, [...reader.roles], waived, askedAtMost + 1);
    const policy = await deps.policy(onboardingPolicy);
    const projects = await loadProjects(readerOf(deps), ids, undefined);
    const asked = projects.flatMap((project) => tasksOf(project, reader, policy).map((task) => ({ project, task })));
    return askedBlocks(asked, askedAtMost);
  },
};

export const projectsSection: WindowSection = {
  subject: 'customer',
  order: 10,
  title: 'Projects',
  read: async (deps, customerId) => ({
    blocks: customerProjects(await projectsOfCustomers(deps.db.prisma, [customerId], 10)),
  }),
};
