import type { Part, ProjectState } from '../../../playbooks/index.ts';
import { type Subscription, subscriptionsOfSubjects } from '../../subscriptions/index.ts';

/** A project's subscription with its recurring template, once it is set up. */
export const subscriptionPart: Part<Subscription | undefined> = {
  name: 'billing.subscription',
  none: undefined,
  read: ({ tx }, projects) =>
    subscriptionsOfSubjects(
      tx,
      'project',
      projects.map(({ id }) => id),
    ),
};

export const subscriptionOf = (project: Pick<ProjectState, 'parts'>): Subscription | undefined =>
  project.parts.of(subscriptionPart);
