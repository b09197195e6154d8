import { type Activity, activitiesOfSubjects } from '../activities/index.ts';
import type { Part } from '../playbooks/index.ts';

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
