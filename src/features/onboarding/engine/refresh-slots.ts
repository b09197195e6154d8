import type { Work } from '../../../platform/work/work.ts';
import { type ProjectState, projectAltered } from '../../playbooks/index.ts';

/** After the project as a whole changed: its messages besides the desks' say what still can be done. */
export const refreshSlots = async (work: Work, project: ProjectState): Promise<void> => {
  await work.emit(projectAltered, project);
  for (const each of project.overrides) {
    if (each.state === 'requested') work.show({ kind: 'override', subjectId: each.id });
  }
};
