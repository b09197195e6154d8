/** What of a project can be corrected: what the slices asked for whose intake its playbook names. */
import { UserError } from '../../../core/errors.ts';
import type { ButtonSpec } from '../../../platform/block-kit/blocks.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { type Correcting, desksWith, intakeOf, type ProjectState } from '../../playbooks/index.ts';

type Whole = Pick<ProjectState, 'playbook' | 'catalogue'>;

export const correctingOf = ({ playbook, catalogue }: Whole): readonly Correcting[] =>
  intakeOf(playbook, catalogue).flatMap(({ correcting }) => correcting ?? []);

/** `amounts`; `amounts and depth`. */
export const whatIsCorrected = (project: Whole): string =>
  correctingOf(project)
    .map(({ what }) => what)
    .join(' and ');

/** Sales, whom the slices name, and every desk to which the playbook gives it. */
export const correctors = (project: Whole): readonly Role[] => {
  const named = correctingOf(project).flatMap(({ by }) => by);
  return [...new Set(['sales', ...named, ...desksWith(project.playbook, 'project.correct')])];
};

/** @throws UserError where the playbook asks for nothing */
export const requireCorrecting = ({ playbook, catalogue }: Whole): void => {
  if (correctingOf({ playbook, catalogue }).length > 0) return;
  throw new UserError(`The playbook “${playbook.name}” asks for nothing that could be corrected.`);
};

/** Nothing where nothing can be corrected. */
export const correctButton = (project: Whole & Pick<ProjectState, 'id'>): ButtonSpec | undefined =>
  correctingOf(project).length > 0
    ? { text: `Correct ${whatIsCorrected(project)}`, action: 'project.correct', value: project.id }
    : undefined;
