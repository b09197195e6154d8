import type { Subject } from '../../../core/subject.ts';
import { type ProjectState, projectSubject } from '../../playbooks/index.ts';

/** What a project's documents are filed under: itself, and what of other slices is part of it. ONB-8 */
export const documentSubjects = (project: ProjectState): readonly Subject[] => [
  projectSubject(project.id),
  ...project.catalogue.belongings.flatMap(({ subjects }) => subjects(project)),
];
