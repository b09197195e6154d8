/** Who may decide on a turn, and what to say when it was decided already. ALL-1, ALL-3 */
import { Conflict, UserError } from '../../../core/errors.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Handoff, type ProjectState, projectRef, type Stage, stageName, stageOf } from '../../playbooks/index.ts';
import type { LoadedTurn } from './load.ts';

/** The turn's stage, if the actor is at its desk. @throws NotAllowed naming the desk */
export const requireDesk = (work: Work, { project, turn }: LoadedTurn, doing: string): Stage => {
  const stage = stageOf(project.playbook, turn.stage);
  if (!stage)
    throw new UserError(`${projectRef(project)} has no stage "${turn.stage}". Tell an admin: its playbook is damaged.`);
  work.require(stage.desk, `${doing} ${projectRef(project)} at ${stage.name}`);
  return stage;
};

const deeds: Readonly<Record<Exclude<Handoff['state'], 'open'>, string>> = {
  approved: 'approved it',
  returned: 'returned it',
  undone: 'took back the decision that brought it here',
  cancelled: 'cancelled the project',
};

/** Somebody decided before. Example: `<@U1> was first: approved it on …; P-17 is at Billing now.` */
export const wasFirst = (project: ProjectState, turn: Handoff): Conflict => {
  const where = `${projectRef(project)} is at ${stageName(project.playbook, project.stage)} now.`;
  if (turn.state === 'open' || !turn.decidedBy || !turn.decidedAt) return new Conflict(`Somebody was first. ${where}`);
  return new Conflict(
    `${person(turn.decidedBy)} was first: ${deeds[turn.state]} at ${moment(turn.decidedAt)}. ${where}`,
  );
};

/** @throws Conflict naming who was first and when */
export const requireUndecided = ({ project, turn }: LoadedTurn): void => {
  if (turn.state !== 'open') throw wasFirst(project, turn);
};
