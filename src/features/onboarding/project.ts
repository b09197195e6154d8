/** A project's state as the use cases and views of this slice see it. */

import type { Subject } from '../../core/subject.ts';
import type { Day } from '../../core/time/calendar.ts';
import type { Door } from '../../platform/slice/door.ts';
import type { Activity } from '../activities/index.ts';
import type { Invoice } from '../billing/invoices/index.ts';
import type { Subscription } from '../billing/subscriptions/index.ts';
import type { Customer } from '../customers/index.ts';
import type { GateException, Playbook } from '../playbooks/index.ts';

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

/** ONB-7: the order of the customer's hardware, once it was asked for. */
export interface HardwareOrder {
  readonly reviewedBy: string | undefined;
  readonly reviewedAt: Date | undefined;
  readonly orderedBy: string | undefined;
  readonly orderedAt: Date | undefined;
  readonly reference: string | undefined;
}

/** ONB-15. `desk` is a role: sales or service. */
export interface Acknowledgement {
  readonly desk: string;
  readonly by: string;
  readonly at: Date;
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
  /** What hardware is wanted, in sales' words. */
  readonly hardwareText: string | undefined;
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

export interface ProjectState extends ProjectRow {
  readonly customer: Pick<Customer, 'id' | 'name' | 'timeZone' | 'contactName' | 'phone' | 'email'>;
  /** The latest turn: open while a desk has the folder. */
  readonly handoff: Handoff;
  /** How many turns there were; undone ones count, so that no number is used twice. */
  readonly turns: number;
  readonly ticks: readonly Tick[];
  readonly overrides: readonly Override[];
  readonly hardware: HardwareOrder | undefined;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly invoices: readonly Invoice[];
  readonly subscription: Subscription | undefined;
  readonly activities: readonly Activity[];
}

/** What other slices call it: the subject of its invoices, documents, activities and audit rows. */
export const projectDoor: Door = { subject: 'project', opens: 'project.show', button: 'Open project' };

export const projectSubject = (id: string) => ({ type: 'project' as const, id });

/** What its documents are filed under: itself and its invoices. ONB-8 */
export const documentSubjects = ({ id, invoices }: Pick<ProjectState, 'id' | 'invoices'>): readonly Subject[] => [
  projectSubject(id),
  ...invoices.map((invoice) => ({ type: 'invoice', id: invoice.id })),
];

/** `P-17`: how people call a project. */
export const projectRef = (project: { readonly ref: number }): string => `P-${project.ref}`;
