/** A project's state. */
import type { Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';
import type { Catalogue } from '../catalogue.ts';
import type { GateException } from '../gates.ts';
import type { Parts } from '../parts.ts';
import type { Playbook } from '../playbook.ts';

export type ProjectStatus = 'active' | 'on_hold' | 'cancelled' | 'closed';
/** `undone`: the decision that opened it was taken back; `cancelled`: the project was. */
export type HandoffStatus = 'open' | 'approved' | 'returned' | 'undone' | 'cancelled';

/** One desk's turn with the folder. */
export interface Handoff {
  readonly id: string;
  readonly turn: number;
  readonly stage: string;
  readonly state: HandoffStatus;
  /** The stage that it came from; none for a new project. */
  readonly cameFrom: string | undefined;
  readonly cameBy: 'created' | 'approved' | 'returned' | 'reopened';
  /** Why it came back. */
  readonly reason: string | undefined;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly assigneeId: string | undefined;
  /** When the desk first did something with it; from then on the decision before it stands. ALL-5 */
  readonly touchedAt: Date | undefined;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Date | undefined;
  readonly decisionReason: string | undefined;
  readonly returnedTo: string | undefined;
  /** Moves on with each reminder. */
  readonly remindOn: Day | undefined;
  /** The day from which on it is late; none while the project is on hold. */
  readonly expectedOn: Day | undefined;
  /** Keys of the shut gates that keep the desk from going on, as they are stored for lists; nothing where nobody has looked yet. */
  readonly blockedBy: readonly string[] | undefined;
}

export interface Tick {
  readonly stage: string;
  readonly item: string;
  readonly ticked: boolean;
  /** What was written, for `text` items; the day, for `date` items. */
  readonly value: string | undefined;
  readonly by: string;
  readonly at: Date;
}

/** An exception to a gate with its story. */
export interface Override extends GateException {
  readonly requestedAt: Date;
  readonly decidedAt?: Date | undefined;
  readonly decisionReason?: string | undefined;
}

export interface ProjectRow {
  readonly id: string;
  readonly ref: number;
  readonly customerId: string;
  /** As it was when the project began. */
  readonly playbook: Playbook;
  readonly state: ProjectStatus;
  /** A stage's key, or `closed`. */
  readonly stage: string;
  readonly ownerId: string;
  readonly managerId: string;
  readonly currency: string;
  readonly targetGoLiveOn: Day | undefined;
  readonly etaOn: Day | undefined;
  readonly goLiveOn: Day | undefined;
  readonly wentLiveOn: Day | undefined;
  /** Why it is on hold or cancelled. */
  readonly stateReason: string | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
}

/** A project as the engine and what slices contribute see it. */
export interface ProjectState extends ProjectRow {
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly language?: string;
    readonly contactName?: string;
    readonly phone?: string;
    readonly email?: string;
  };
  /** The latest turn: open while a desk has the folder. */
  readonly handoff: Handoff;
  /** How many turns there were; undone ones count, so that no number is used twice. */
  readonly turns: number;
  readonly ticks: readonly Tick[];
  readonly overrides: readonly Override[];
  /** What slices know of it, as far as it was read. */
  readonly parts: Parts;
  /** What slices contribute to its playbook. */
  readonly catalogue: Catalogue;
}

/** What other slices call it: the subject of its invoices, documents, activities and audit rows. */
export const projectDoor: Door = { subject: 'project', opens: 'project.show', button: 'Open project' };

export const projectSubject = (id: string) => ({ type: 'project' as const, id });

/** `P-17`: how people call a project. */
export const projectRef = (project: { readonly ref: number }): string => `P-${project.ref}`;
