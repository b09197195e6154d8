import type { Part, ProjectState } from '../../playbooks/index.ts';
import { type HardwareOrder, ordersOfProjects } from './store.ts';

/** The order of a project's hardware, once it was asked for. */
export const orderPart: Part<HardwareOrder | undefined> = {
  name: 'purchase.hardware',
  none: undefined,
  read: ({ tx }, projects) =>
    ordersOfProjects(
      tx,
      projects.map(({ id }) => id),
    ),
};

export const orderOf = (project: Pick<ProjectState, 'parts'>): HardwareOrder | undefined => project.parts.of(orderPart);
