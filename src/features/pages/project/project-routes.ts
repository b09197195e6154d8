import type { Route } from '../../../platform/slice/slice.ts';
import { pageAnswer } from '../answering/answers.ts';
import { withFile } from '../answering/limits.ts';
import { type PageKind, pageRoutes } from '../answering/page-kind.ts';
import { answerProject } from './answer-project.ts';
import { projectForms } from './project-forms.ts';
import { projectLinks, projectPaper } from './project-paper.ts';
import { type CustomersProject, readProject } from './read-project.ts';
import { texts } from './texts.ts';

const projectPages: PageKind<CustomersProject> = {
  type: 'project',
  at: '/p',
  read: readProject,
  take: answerProject,
  changed: ({ language }) => texts[language].changed,
  fields: ['text', 'day', 'name'],
  body: withFile,
  draw: ({ timeZone }, _token, page, { status = 200, refused, notices = [] } = {}) =>
    pageAnswer(status, projectPaper(page, timeZone), {
      notices,
      links: projectLinks(page),
      forms: projectForms(page, refused),
    }),
};

/** ONB-21 */
export const projectRoutes: readonly Route[] = pageRoutes(projectPages);
