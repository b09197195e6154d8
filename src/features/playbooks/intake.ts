/** What slices ask for in "New project" and "Correct", each under a name that playbooks list under `intake`. */
import type { KnownBlock } from '@slack/types';
import type { FormValues } from '../../platform/block-kit/form.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Part } from './parts.ts';
import type { Playbook } from './playbook.ts';
import type { ProjectRow, ProjectState } from './projects/project.ts';

/** By field; none where there is nothing wrong. */
export type Problems = Readonly<Record<string, string>>;

/** A project that comes to be: its row is written, and nothing else of it yet. */
export type BegunProject = Pick<ProjectRow, 'id' | 'customerId' | 'currency' | 'playbook'>;

/** What was entered for a project that is not there yet. */
export interface Entered {
  readonly problems: Problems;
  /** What the log of the project's creation says of it. */
  readonly logged: object;
  /** In the transaction that creates the project. Only of what has no problems. */
  readonly carryOut: (work: Work, project: BegunProject) => Promise<void>;
}

/** What came of a correction, for the log and the desk's thread. */
export interface Corrected {
  /** As the log names it: `project.corrected`. */
  readonly action: string;
  readonly before: object;
  readonly after: object;
  /** Plain text: `First month $2,000.00 → $1,500.00`. */
  readonly lines: readonly string[];
}

/** What was entered in place of what stands. */
export interface Amendment {
  readonly problems: Problems;
  /** Whether anything is to be otherwise. */
  readonly isChange: boolean;
  /**
   * In the correction's transaction, the project locked. Only of a change without problems.
   * @returns nothing where the slice has told of it itself
   * @throws FieldErrors
   */
  readonly carryOut: (work: Work, reason: string) => Promise<Corrected | undefined>;
}

/** How what was entered is corrected later, with a reason. ONB-19 */
export interface Correcting {
  /** What is corrected, as people call it: `amounts`. */
  readonly what: string;
  /** Above the fields, to follow the customer's name; mrkdwn. */
  readonly about: string;
  /** The reason's hint. */
  readonly keptWith: string;
  /** Refuses a form that changes nothing: `Amounts are as they were`. */
  readonly asItWas: string;
  /** Who may, besides sales and the desks to which the playbook gives it. */
  readonly by: readonly Role[];
  /** With what stands filled in. */
  readonly fields: (project: ProjectState) => readonly KnownBlock[];
  readonly read: (values: FormValues, project: ProjectState) => Amendment;
}

/** Its fields' names must not be those of the form itself, nor another intake's. */
export interface Intake {
  readonly reads: readonly Part<unknown>[];
  /** Of "New project". The currency is a field beside them. */
  readonly fields: readonly KnownBlock[];
  /** Pure. All that is wrong is told at once, with what the form itself has to say. */
  readonly read: (values: FormValues, about: { readonly playbook: Playbook; readonly currency: string }) => Entered;
  readonly correcting?: Correcting;
}
