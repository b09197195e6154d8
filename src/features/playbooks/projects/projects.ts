/** How slices reach projects: the engine below which they lie contributes it. */
import type { Sql, Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Reader } from '../parts.ts';
import type { Asking } from '../tasks.ts';
import type { ProjectState } from './project.ts';

export interface Projects {
  /**
   * With everything that slices know of it.
   * @param options.lock locks it first, for every use case that changes something. Lock order: customer, project, invoice
   * @param options.extent `own`: nothing that slices know of it, which then cannot be asked for
   * @throws NotFound
   */
  readonly load: (
    from: Reader,
    id: string,
    options?: { readonly lock?: boolean; readonly extent?: 'own' },
  ) => Promise<ProjectState>;
  /** A statement for each part, however many; those that don't exist are left out. */
  readonly loadMany: (from: Reader, ids: readonly string[]) => Promise<readonly ProjectState[]>;
  /**
   * Those under way, the longest at their desk first; what it costs follows what is open.
   * @param holds a condition on `p`, a row of `projects`
   */
  readonly underWay: (tx: Tx, holds: Sql, take: number) => Promise<readonly Asking[]>;
  /** The role in whose channel a desk's message appears: the first that has one. */
  readonly channelRole: (tx: Tx, desk: readonly Role[]) => Promise<Role>;
  /** Whether the effect has run for this project, before that turn: the decision or the stage that names it was there. */
  readonly hasRun: (
    tx: Tx,
    project: Pick<ProjectState, 'id' | 'playbook' | 'turns'>,
    effect: string,
    before?: number,
  ) => Promise<boolean>;
}

/** The engine's `contributes: [contribute(projectPort, …)]`. */
export const projectPort = point<Projects>('projects');

/** Example: `projectsOf(work).load(work, id, { lock: true })`. */
export const projectsOf = ({ contributions }: { readonly contributions: Contributions }): Projects => {
  const [projects] = contributions.to(projectPort);
  if (!projects) throw new Error('no slice contributes projects');
  return projects;
};
