/** Buttons that a desk's message offers because of its stage and of what is possible now. */
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import type { Gate, GateDecision, ProjectState, Stage } from '../playbooks/index.ts';

export interface DeskView {
  readonly project: ProjectState;
  readonly stage: Stage;
  /** The gates that this stage's items name (where they name none, all of the project's), and how they stand. */
  readonly gates: readonly (readonly [gate: Gate, decision: GateDecision])[];
}

/** The button as of now; undefined while it would lead nowhere. `value` is the project's id. */
export type DeskAction = (view: DeskView) => Pick<ButtonSpec, 'text' | 'value'> | undefined;
