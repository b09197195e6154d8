/** Refusals that several use cases share. */
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { desksWith, stageName } from '../playbook.ts';
import { type ProjectRow, projectRef } from './project.ts';

/** Refuses what needs a desk at work, and says how it could go on. */
export const requireActive = (project: Pick<ProjectRow, 'ref' | 'state'>): void => {
  const name = projectRef(project);
  if (project.state === 'on_hold')
    throw new Conflict(`${name} is on hold. Resume it first, from \`/onboard show ${name}\`.`);
  if (project.state === 'cancelled')
    throw new Conflict(`${name} was cancelled. Re-open it first, from \`/onboard show ${name}\`.`);
  if (project.state === 'closed')
    throw new Conflict(`${name} is finished. Re-open it first, from \`/onboard show ${name}\`.`);
};

/** Who carries a step out, where the project's playbook has it: the desks whose stages name it. @throws UserError */
export const desksFor = ({ playbook }: Pick<ProjectRow, 'playbook'>, action: string): readonly Role[] => {
  const desks = desksWith(playbook, action);
  if (desks.length === 0) throw new UserError(`The playbook “${playbook.name}” doesn't have this step.`);
  return desks;
};

/** Some things are done only while the folder is at the desk whose stage offers them. */
export const requireStageWith = (project: ProjectRow, action: string): void => {
  desksFor(project, action);
  const stages = project.playbook.stages.filter((stage) => stage.actions.includes(action));
  if (stages.some((stage) => stage.key === project.stage)) return;
  const there = stages.map((stage) => stage.name).join(' or ');
  throw new UserError(
    `${projectRef(project)} is at ${stageName(project.playbook, project.stage)}: this is done at ${there}.`,
  );
};

/** A reason in the person's own words. ALL-2 */
export const requireReason = (reason: string): string => {
  const text = reason.trim();
  if (text === '') throw new FieldErrors({ reason: 'Write a short reason: it is kept with the project.' });
  return text;
};
