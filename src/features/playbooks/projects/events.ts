/** What slices hear of projects, in the transaction that changes them; a project comes with all that slices know of it. */
import { eventType } from '../../../platform/work/events.ts';
import type { Gate } from '../playbook.ts';
import type { ProjectState } from './project.ts';

/** The project as a whole is another: held, resumed, cancelled, re-opened, returned, undone, corrected. Messages about it are shown again. */
export const projectAltered = eventType<ProjectState>('project.altered');

/** A gate may stand differently: what stands before gates is shown again. */
export const gatesAltered = eventType<ProjectState>('gates.altered');

export interface AtGate {
  readonly project: ProjectState;
  readonly gate: Gate;
}

/** An exception to this gate was asked for, decided or taken back: what the gate waits for says whether somebody waits for it. ONB-7 */
export const exceptionAltered = eventType<AtGate>('exception.altered');

export interface GateOpened extends AtGate {
  /** Who opened it and why: mrkdwn. */
  readonly note: string;
}

/** An exception has opened this gate: who waits before it is asked to go on. ONB-7 */
export const gateOpenedByException = eventType<GateOpened>('gate.opened');
