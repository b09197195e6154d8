/** What projects ask of somebody besides a desk's turn, whichever slice it is of. WRK-3 */
import type { Deps } from '../../../platform/work/work.ts';
import {
  type Asking,
  catalogueOf,
  type ProjectState,
  type ProjectTask,
  readerOf,
  type TaskReader,
  type TaskRow,
} from '../../playbooks/index.ts';
import { loadProjects } from '../engine/load.ts';

/** What one project asks. */
export interface Asked {
  readonly project: ProjectState;
  readonly task: TaskRow;
}

const isFor = ({ by }: ProjectTask, { roles }: TaskReader): boolean => by?.some((role) => roles.has(role)) ?? true;

/** Each project once, as long as it has asked for anything. */
const longestFirst = (asking: readonly Asking[]): readonly string[] => [
  ...new Set([...asking].sort((a, b) => a.since.getTime() - b.since.getTime()).map(({ projectId }) => projectId)),
];

/**
 * What this person may do next about a project, as the use cases would let them; nothing while it is not under way.
 *
 * Example: an exception that Management decides waits for each of Management, but not for the one who asked (ALL-1).
 */
export const tasksOf = (project: ProjectState, reader: TaskReader): readonly TaskRow[] =>
  project.state === 'active'
    ? project.catalogue.tasks.filter((task) => isFor(task, reader)).flatMap((task) => task.rows(project, reader))
    : [];

/** What at most so many projects ask of this person, those that have asked longest: a statement for each kind of task. */
export const askedOf = async (deps: Deps, reader: TaskReader, take: number): Promise<readonly Asked[]> => {
  const from = readerOf(deps);
  const tasks = catalogueOf(deps.contributions).tasks.filter((task) => isFor(task, reader));
  const asking = await Promise.all(tasks.map((task) => task.asking(from, reader, take)));
  const projects = await loadProjects(from, longestFirst(asking.flat()).slice(0, take), undefined);
  return projects.flatMap((project) => tasksOf(project, reader).map((task) => ({ project, task })));
};
