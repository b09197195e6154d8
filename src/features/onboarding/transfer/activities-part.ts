import { type Activity, activitiesOfSubjects } from '../../activities/index.ts';
import type { Part, ProjectState } from '../../playbooks/index.ts';

/** A project's activities, oldest first. */
export const activitiesPart: Part<readonly Activity[]> = {
  name: 'onboarding.activities',
  none: [],
  read: ({ tx }, projects) =>
    activitiesOfSubjects(
      tx,
      'project',
      projects.map(({ id }) => id),
    ),
};

export const activitiesOf = (project: Pick<ProjectState, 'parts'>): readonly Activity[] =>
  project.parts.of(activitiesPart);
