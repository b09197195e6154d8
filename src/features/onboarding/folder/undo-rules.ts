/** When a decision may be taken back. ALL-5 */
import { isInTime } from '../../../platform/slice/undo.ts';
import type { Handoff, ProjectState } from '../../playbooks/index.ts';

/** Whether this decision may still be taken back at that moment, as far as time says. */
export const isUndoable = (turn: Pick<Handoff, 'state' | 'decidedAt'>, now: Date): boolean =>
  (turn.state === 'approved' || turn.state === 'returned') &&
  turn.decidedAt !== undefined &&
  isInTime(turn.decidedAt, now);

/** What has left Baton since, by whichever slice, so that the decision stands. */
export const leftBaton = (project: ProjectState, since: Date): string | undefined =>
  project.catalogue.noReturn.map(({ passed }) => passed(project, since)).find((each) => each !== undefined);
