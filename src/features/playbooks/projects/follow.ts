/** How what a slice keeps of projects follows them as a whole, whatever their playbooks name. */
import type { Work } from '../../../platform/work/work.ts';
import type { Part } from '../parts.ts';
import type { ProjectDate } from '../playbook.ts';
import type { ProjectState } from './project.ts';

/** A line for people, plain text. Lines of all slices are told in the order of their places. */
export interface Line {
  readonly place: number;
  readonly text: string;
}

export interface Follow {
  readonly reads: readonly Part<unknown>[];
  /** Why this date stands as it is: a sentence for its field, saying what to do first. */
  readonly dateStands?: (project: Pick<ProjectState, 'parts'>, date: ProjectDate) => string | undefined;
  /** What cancelling would do, for those who are about to: `activities end`. */
  readonly foretells?: (project: ProjectState) => readonly Line[];
  /**
   * The project is cancelled: ends or puts into question what the slice has of it. In the same transaction, the project locked;
   * it may lock what comes after the project in the lock order. ONB-19
   * @returns what was done
   */
  readonly onCancel?: (work: Work, project: ProjectState, reason: string) => Promise<readonly Line[]>;
  /** The latest stage, by its key, at which a cancelled project may go on; any, where undefined. ONB-19 */
  readonly goesOnAt?: (project: ProjectState) => string | undefined;
  /**
   * A cancelled project goes on; `project` is as it was before. What the cancelling ended comes back as far as it can.
   * @returns what came back, and what did not
   */
  readonly onReopen?: (work: Work, project: ProjectState, reason: string) => Promise<readonly Line[]>;
}

/** Example: `[{ place: 20, text: 'b' }, { place: 10, text: 'a' }]` is told as `a`, `b`. */
export const inPlace = (lines: readonly Line[]): readonly string[] =>
  [...lines].sort((a, b) => a.place - b.place).map(({ text }) => text);
