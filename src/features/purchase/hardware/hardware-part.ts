import type { Part, ProjectState } from '../../playbooks/index.ts';
import { type Hardware, type HardwareOrder, hardwareOfProjects } from './store.ts';

/** What hardware a project wants, and its order, once it was asked for. */
export const hardwarePart: Part<Hardware> = {
  name: 'purchase.hardware',
  none: { wanted: undefined, order: undefined },
  read: ({ tx }, projects) =>
    hardwareOfProjects(
      tx,
      projects.map(({ id }) => id),
    ),
};

export const hardwareOf = (project: Pick<ProjectState, 'parts'>): Hardware => project.parts.of(hardwarePart);

export const orderOf = (project: Pick<ProjectState, 'parts'>): HardwareOrder | undefined => hardwareOf(project).order;
