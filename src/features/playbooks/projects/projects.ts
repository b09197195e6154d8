/** How slices reach projects: the engine below which they lie contributes it. */
import type { Sql, Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Reader } from '../parts.ts';
import type { Asking } from '../tasks.ts';
import type { ProjectState } from './project.ts';

/** What a change tells the thread of the desk that has the folder. */
export interface Change {
  /** One line of mrkdwn for the thread, what people entered escaped. */
  readonly note?: string;
  /** The note happens once only. */
  readonly key?: string;
  /** The desk is to hear of it, not only to find it. */
  readonly broadcast?: boolean;
}

/** What everybody who has to do with the project is told, once for each cause. ONB-12 */
export interface News {
  readonly key: string;
  /** Plain text: kept as the project's note. */
  readonly note: string;
  /** What follows from it, for the messages alone: mrkdwn. */
  readonly addition: string;
  /** The project as it was before, and the obligations that this was about: the desks that waited for them hear of it. */
  readonly before: ProjectState;
  readonly obligations: readonly string[];
  /** Whether those desks and the team are written to, or the desk's thread alone. */
  readonly tells: 'team' | 'thread';
}

export interface Projects {
  /**
   * With everything that slices know of it.
   * @param options.lock locks it first, for every use case that changes something. Lock order: customer, project, invoice
   * @throws NotFound
   */
  readonly load: (from: Reader, id: string, options?: { readonly lock?: boolean }) => Promise<ProjectState>;
  /** A statement for each part, however many; those that don't exist are left out. */
  readonly loadMany: (from: Reader, ids: readonly string[]) => Promise<readonly ProjectState[]>;
  /**
   * Those under way, the longest at their desk first; what it costs follows what is open.
   * @param holds a condition on `p`, a row of `projects`
   */
  readonly underWay: (tx: Tx, holds: Sql, take: number) => Promise<readonly Asking[]>;
  /** Locks them, in the order of their ids. */
  readonly lock: (tx: Tx, ids: readonly string[]) => Promise<void>;
  /** Shows the desk's message again and tells its thread. */
  readonly changed: (work: Work, project: ProjectState, change?: Change) => Promise<void>;
  /** The same, and whatever else stands before a gate. `note` is mrkdwn. */
  readonly gatesChanged: (
    work: Work,
    project: ProjectState,
    note: string,
    more?: Omit<Change, 'note'>,
  ) => Promise<void>;
  /** Takes back the exceptions that still wait for an approver at these gates. */
  readonly settleRequests: (
    work: Work,
    project: ProjectState,
    gates: readonly string[],
    reason: string,
  ) => Promise<void>;
  /** Keeps the note, tells the desk's thread as `gatesChanged` does and, for the whole team, everybody of it. */
  readonly tell: (work: Work, project: ProjectState, news: News) => Promise<void>;
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
