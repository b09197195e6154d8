import type { HomeSection } from '../../../platform/slice/slice.ts';
import { subjectsAskingWaiver } from '../../billing/invoices/index.ts';
import { reviewer } from '../../billing/onboarding/index.ts';
import { onboardingPolicy, readerOf } from '../../playbooks/index.ts';
import { loadProjects } from '../engine/load.ts';
import { tasksOf } from './asked.ts';
import { projectsWaiting } from './asked-store.ts';
import { askedBlocks } from './asked-views.ts';

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
