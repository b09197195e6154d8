/** Gates: named steps that an obligation blocks. ONB-4, ONB-5, ONB-7 */
import { escapeMrkdwn } from '../../core/text/text.ts';
import type { Alternative, Obligation } from './contribution.ts';
import { type Gate, gateOfDate, type ProjectDate, projectDates } from './playbook.ts';
import type { ProjectState } from './projects/project.ts';

export interface GateException {
  readonly id: string;
  readonly gate: string;
  /** `expedite`, `other`, or the key of a contributed alternative. */
  readonly kind: string;
  readonly reason: string;
  readonly state: 'requested' | 'approved' | 'declined' | 'withdrawn';
  readonly requestedBy: string;
  readonly decidedBy?: string | undefined;
}

export interface GateDecision {
  readonly open: boolean;
  /** One sentence for people; plain text. */
  readonly why: string;
  /** The same without amounts, for those who hold no role (ALL-8). */
  readonly whyForAll: string;
  /** How what it waits for stands, while that is what blocks. */
  readonly obligation?: Obligation;
  /** The exception that opened it. */
  readonly by?: GateException;
  /** The exception that waits for an approver. */
  readonly requested?: GateException;
  /** What may be asked for now: while one waits for an approver, only what needs none; nothing when the gate is open. */
  readonly offers: readonly string[];
}

/** Why a gate may be passed before, whatever it waits for. */
const ownExceptions = {
  expedite: { said: 'it must be expedited', label: 'It must be expedited (needs approval)' },
  other: { said: 'there is another reason', label: 'Another reason (needs approval)' },
} as const;

export const ownExceptionKinds = Object.keys(ownExceptions);

const isOwn = (kind: string): kind is keyof typeof ownExceptions => kind in ownExceptions;

type Alternatives = ReadonlyMap<string, Alternative>;

/** For people. Example: `it must be expedited`, `a purchase agreement exists`. */
export const exceptionName = (kind: string, alternatives: Alternatives): string =>
  isOwn(kind) ? ownExceptions[kind].said : `${alternatives.get(kind)?.name ?? kind} exists`;

/** For those who choose. */
export const exceptionLabel = (kind: string, alternatives: Alternatives): string =>
  isOwn(kind) ? ownExceptions[kind].label : (alternatives.get(kind)?.label ?? kind);

/** ONB-7: whether this exception counts only after somebody else approved it; a contributed alternative holds at once. */
export const needsApprover = (kind: string): boolean => isOwn(kind);

/**
 * ONB-4, ONB-5, ONB-7: a gate is open unless its obligation is open and no exception holds. Nothing is stored: a reversed payment
 * or a raised amount shuts it again.
 *
 * Example: hardware of $900.00, unpaid, and an approved `expedite` → open by exception.
 */
export const decideGate = (
  gate: Pick<Gate, 'key' | 'waitsFor' | 'exceptions'>,
  obligation: Obligation | undefined,
  exceptions: readonly GateException[],
  alternatives: Alternatives,
): GateDecision => {
  const own = exceptions.filter((each) => each.gate === gate.key && gate.exceptions.includes(each.kind));
  if (obligation && obligation.state !== 'open') {
    const { why, whyForAll = why } = obligation;
    return { open: true, why, whyForAll, offers: [] };
  }
  const by = own.find((each) => each.state === 'approved');
  if (by) {
    const why = `Open by exception: ${exceptionName(by.kind, alternatives)}.`;
    return { open: true, by, why, whyForAll: why, offers: [] };
  }
  const requested = own.find((each) => each.state === 'requested');
  const why = obligation?.why ?? 'It needs an approved exception.';
  return {
    open: false,
    why,
    whyForAll: obligation?.whyForAll ?? why,
    ...(obligation ? { obligation } : {}),
    ...(requested ? { requested } : {}),
    offers: gate.exceptions.filter((kind) =>
      needsApprover(kind) ? requested === undefined : alternatives.get(kind) !== undefined,
    ),
  };
};

/** How a gate of this project stands. */
export const gateNow = (project: ProjectState, gate: Gate): GateDecision => {
  const { obligations, alternatives } = project.catalogue;
  const obligation = gate.waitsFor === undefined ? undefined : obligations.get(gate.waitsFor)?.stands(project);
  return decideGate(gate, obligation, project.overrides, alternatives);
};

/** How all of the project's gates stand, in the playbook's order. */
export const gatesNow = (project: ProjectState): readonly (readonly [gate: Gate, decision: GateDecision])[] =>
  project.playbook.gates.map((gate) => [gate, gateNow(project, gate)] as const);

/** Dates that stand although their gate has shut again, because a payment was reversed or an amount raised. */
export const datesInDoubt = (project: ProjectState): readonly (readonly [date: ProjectDate, gate: Gate])[] =>
  projectDates.flatMap((date) => {
    const gate = project[date] === undefined ? undefined : gateOfDate(project.playbook, date);
    return gate && !gateNow(project, gate).open ? [[date, gate] as const] : [];
  });

export interface GateChanges {
  /** Those that are open now, whether or not they were. */
  readonly open: readonly Gate[];
  readonly opened: readonly Gate[];
  readonly shut: readonly Gate[];
}

/** What became of a project's gates, or of some of them, from one state of the project to another. */
export const gatesBetween = (
  before: ProjectState,
  now: ProjectState,
  isMeant: (gate: Gate) => boolean = () => true,
): GateChanges => {
  const openIn = (state: ProjectState): readonly Gate[] =>
    gatesNow(state)
      .filter(([gate, decision]) => isMeant(gate) && decision.open)
      .map(([gate]) => gate);
  const [was, open] = [openIn(before), openIn(now)];
  return { open, opened: open.filter((gate) => !was.includes(gate)), shut: was.filter((gate) => !open.includes(gate)) };
};

/** `“Schedule go-live” and “Order hardware”`, in mrkdwn. */
export const namesOfGates = (gates: readonly Gate[]): string =>
  gates.map((gate) => `“${escapeMrkdwn(gate.name)}”`).join(' and ');
