/** The meeting that hands knowledge over. ONB-11 */
import type { ProjectState } from '../../playbooks/index.ts';
import { activitiesOf } from './activities-part.ts';

/** The tick by which a project manager says that no knowledge-transfer meeting is needed. */
const transferNotNeeded = 'transfer_not_needed';
/** The type of the Activity that is the knowledge-transfer meeting. */
export const transferActivity = 'knowledge_transfer';

/** It was held, or is not needed. */
export const isTransferred = (project: Pick<ProjectState, 'ticks' | 'parts'>): boolean =>
  project.ticks.some((each) => each.item === transferNotNeeded && each.ticked) ||
  activitiesOf(project).some((each) => each.type === transferActivity && each.state === 'completed');

/** One is scheduled and not held yet. */
export const transferPlanned = (project: Pick<ProjectState, 'parts'>): boolean =>
  activitiesOf(project).some((each) => each.type === transferActivity && each.state === 'open');
