import { UserError } from '../../../core/errors.ts';
import type { Route } from '../../../platform/slice/slice.ts';
import { pageAnswer } from '../answering/answers.ts';
import { type PageKind, pageRoutes } from '../answering/page-kind.ts';
import { projectLinks, projectPaper } from './project-paper.ts';
import { type CustomersProject, readProject } from './read-project.ts';
import { texts } from './texts.ts';

const projectPages: PageKind<CustomersProject> = {
  type: 'project',
  at: '/p',
  read: readProject,
  take: async () => {
    throw new UserError('There is no such form.');
  },
  changed: ({ language }) => texts[language].changed,
  fields: ['text', 'day', 'name'],
  draw: (_deps, _token, page, { status = 200, notices = [] } = {}) =>
    pageAnswer(status, projectPaper(page), { notices, links: projectLinks(page) }),
};

/** ONB-21 */
export const projectRoutes: readonly Route[] = pageRoutes(projectPages);
