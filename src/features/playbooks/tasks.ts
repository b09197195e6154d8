/** What projects ask of people besides a desk's turn: an order to be placed, a word to be given. WRK-3 */
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Part, Reader } from './parts.ts';
import type { OnboardingPolicy } from './projects/policies.ts';
import type { ProjectState } from './projects/project.ts';

/** Who looks at what is asked of them. */
export interface TaskReader {
  readonly userId: string;
  readonly roles: ReadonlySet<Role>;
  readonly policy: OnboardingPolicy;
}

/** A project that asks. */
export interface Asking {
  readonly projectId: string;
  /** Those that have asked longest come first. */
  readonly since: Date;
}

/** One thing that waits. */
export interface TaskRow {
  /** Follows the project's name; mrkdwn. */
  readonly text: string;
  /** What its reader does next, as the use case would let them. */
  readonly next: ButtonSpec;
}

/** A kind of thing that projects ask of a role. Example: `purchase.review_order`, of the reviewer. */
export interface ProjectTask {
  /** Where it stands among what one project asks. */
  readonly order: number;
  /** Whose it is: for those who hold none of these nothing is read. Without it, the playbook says whose. */
  readonly by?: readonly Role[];
  readonly reads: readonly Part<unknown>[];
  /** The projects under way that may ask it of this reader, in one statement that costs what is open; `rows` has the last word. */
  readonly asking: (from: Reader, reader: TaskReader, take: number) => Promise<readonly Asking[]>;
  /** Pure. What of it waits for this reader; nothing where the project does not ask it. */
  readonly rows: (project: ProjectState, reader: TaskReader) => readonly TaskRow[];
}
