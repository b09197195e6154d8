import type { Subject } from '../../../core/subject.ts';
import { invoicesOf } from '../../billing/onboarding/index.ts';
import { type ProjectState, projectSubject } from '../../playbooks/index.ts';

/** What a project's documents are filed under: itself and its invoices. ONB-8 */
export const documentSubjects = (project: Pick<ProjectState, 'id' | 'parts'>): readonly Subject[] => [
  projectSubject(project.id),
  ...invoicesOf(project).map((invoice) => ({ type: 'invoice', id: invoice.id })),
];
