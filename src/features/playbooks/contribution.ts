/** What a slice adds to playbooks, by name. The engine reads parts, asks pure predicates, and runs what a playbook names. */
import type { KnownBlock } from '@slack/types';
import type { Money } from '../../core/money/money.ts';
import type { Subject } from '../../core/subject.ts';
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import { point } from '../../platform/work/contributions.ts';
import type { Role } from '../../platform/work/roles.ts';
import type { Work } from '../../platform/work/work.ts';
import type { GateDecision } from './gates.ts';
import type { Intake } from './intake.ts';
import type { Part } from './parts.ts';
import type { Gate, Stage } from './playbook.ts';
import type { Follow } from './projects/follow.ts';
import type { ProjectState } from './projects/project.ts';
import type { ProjectTask } from './tasks.ts';

/** A tick that sets itself. */
export interface Fact {
  readonly reads: readonly Part<unknown>[];
  readonly holds: (project: ProjectState) => boolean;
  /** Who makes it true, where that is not the stage's desk: they are told when its gate opens, and may ask for exceptions. */
  readonly by?: Role;
}

/** A fact of one part. The state's type ends here: outside, a fact is a name and a predicate. */
export const fact = <S>(part: Part<S>, holds: (state: S, project: ProjectState) => boolean): Fact => ({
  reads: [part],
  holds: (project) => holds(project.parts.of(part), project),
});

/** How something that a project waits for stands: a payment, a form, a license. `waived` opens a gate as `settled` does. */
export interface Obligation {
  readonly state: 'nothing_due' | 'open' | 'settled' | 'waived';
  /** One sentence of plain text: `First month of $2,000.00 is not paid yet.` */
  readonly why: string;
  /** The same without amounts, where it names some: `It waits for a payment.` ALL-8 */
  readonly whyForAll?: string;
  /** Whose turn it is while it is open: *Accounting* `waits for the customer’s payment`. */
  readonly with?: { readonly role: Role; readonly doing: string };
  readonly due?: Money;
  readonly outstanding?: Money;
}

export interface ObligationRule {
  readonly part: Part<unknown>;
  readonly stands: (project: ProjectState) => Obligation;
}

export const obligation = <S>(
  part: Part<S>,
  stands: (state: S, project: ProjectState) => Obligation,
): ObligationRule => ({ part, stands: (project) => stands(project.parts.of(part), project) });

/** What may be recorded in place of what a gate waits for, beside `expedite` and `other`; it holds at once. ONB-7 */
export interface Alternative {
  /** Completes "record …": `a purchase agreement`. */
  readonly name: string;
  /** For those who choose. */
  readonly label: string;
  readonly by: readonly Role[];
}

/**
 * What a stage's `onOpen` and `onApprove` name. It runs in the transaction that opens the stage (with `project.handoff` its new
 * turn) or approves it (with `project` as it is after the decision), the project locked; twice does no more than once. It may lock
 * what comes after the project in the lock order, never the customer.
 */
export interface Effect {
  readonly reads: readonly Part<unknown>[];
  readonly run: (work: Work, project: ProjectState) => Promise<void>;
  /**
   * Takes back what an undone decision started, at least by showing its messages again. ALL-5
   * @throws UserError when something that cannot be taken back followed
   */
  readonly undo?: (work: Work, project: ProjectState) => Promise<void>;
}

export interface DeskView {
  readonly project: ProjectState;
  readonly stage: Stage;
  /** The gates that this stage's items name (where they name none, all of the project's), and how they stand. */
  readonly gates: readonly (readonly [gate: Gate, decision: GateDecision])[];
}

/**
 * A button that a desk's message offers because of its stage and of what is possible now. Its name is its action id. What is
 * done by that desk alone its use case refuses elsewhere (`desksFor`, `requireStageWith`): buttons are pressed from old messages.
 */
export interface DeskAction {
  readonly reads: readonly Part<unknown>[];
  /** As of now; undefined while it would lead nowhere. */
  readonly offered: (view: DeskView) => Pick<ButtonSpec, 'text' | 'value'> | undefined;
  /** The same in the window of a project under way, whichever desk has it: for what is not over once the folder went on. */
  readonly inWindow?: (project: ProjectState) => Pick<ButtonSpec, 'text' | 'value'> | undefined;
}

/** A piece of what is shown of a project, pure over what was read; in the order in which the playbook names them. */
export interface Section {
  /** On the desk's message, in the project's window, or both. */
  readonly on: readonly ('message' | 'window')[];
  readonly reads: readonly Part<unknown>[];
  /** @param stage the desk's that has the folder */
  readonly blocks: (project: ProjectState, stage: Stage | undefined) => readonly KnownBlock[];
}

/** What else of a slice's is part of a project: documents filed under it are the project's. ONB-8 */
export interface Belongings {
  readonly reads: readonly Part<unknown>[];
  readonly subjects: (project: ProjectState) => readonly Subject[];
}

/** What of a slice's makes earlier decisions stand. ALL-5 */
export interface PointOfNoReturn {
  readonly reads: readonly Part<unknown>[];
  /** What happened after that moment, plain text: `the invoice for Set-up fee was sent`. */
  readonly passed: (project: ProjectState, since: Date) => string | undefined;
}

/**
 * Keys are bare: of the slice `billing`, `first_month_paid` is `billing.first_month_paid` in playbooks. Several contributions may
 * share a slice's name, which is public and for ever: it stands in stored playbooks. Two that claim one name stop the start.
 */
export interface PlaybookContribution {
  readonly slice: string;
  readonly facts?: Readonly<Record<string, Fact>>;
  readonly obligations?: Readonly<Record<string, ObligationRule>>;
  readonly effects?: Readonly<Record<string, Effect>>;
  /** By their action ids, without the slice's name: messages that are posted carry them. */
  readonly actions?: Readonly<Record<string, DeskAction>>;
  readonly sections?: Readonly<Record<string, Section>>;
  readonly intake?: Readonly<Record<string, Intake>>;
  /** By their kinds as they are stored with each exception: these are names of their own, without the slice's. */
  readonly alternatives?: Readonly<Record<string, Alternative>>;
  readonly tasks?: Readonly<Record<string, ProjectTask>>;
  readonly belongings?: Belongings;
  readonly noReturn?: PointOfNoReturn;
  readonly follows?: readonly Follow[];
}

/** `Slice.contributes: [contribute(playbookContributions, …)]`. */
export const playbookContributions = point<PlaybookContribution>('playbooks');
