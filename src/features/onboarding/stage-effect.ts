/** What a stage's `onOpen` and `onApprove` name. */
import type { Deps, Work } from '../../platform/work/work.ts';
import type { ProjectState } from '../playbooks/index.ts';

/**
 * `run` happens in the transaction that opens the stage (with `project.handoff` its new turn) or approves it (with
 * `project` as it is after the decision); running twice does no more than once. `undo` takes back what an undone decision
 * started (ALL-5), at least by showing its messages again; it throws when something that cannot be taken back followed.
 */
export interface StageEffect {
  readonly run: (deps: Deps, work: Work, project: ProjectState) => Promise<void>;
  readonly undo?: (deps: Deps, work: Work, project: ProjectState) => Promise<void>;
}
