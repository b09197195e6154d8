import type { Part } from '../../playbooks/index.ts';
import { type Subscription, subscriptionsOfSubjects } from '../subscriptions/index.ts';

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
