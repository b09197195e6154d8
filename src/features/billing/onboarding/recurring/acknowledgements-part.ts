import type { Part, ProjectState } from '../../../playbooks/index.ts';
import { type Acknowledgement, acknowledgementsOfProjects } from './acknowledgements-store.ts';

/** Who has told accounting to begin with recurring billing. ONB-15 */
export const acknowledgementsPart: Part<readonly Acknowledgement[]> = {
  name: 'billing.acknowledgements',
  none: [],
  read: ({ tx }, projects) =>
    acknowledgementsOfProjects(
      tx,
      projects.map(({ id }) => id),
    ),
};

export const acknowledgementsOf = (project: Pick<ProjectState, 'parts'>): readonly Acknowledgement[] =>
  project.parts.of(acknowledgementsPart);
