/** What slices hear of projects, in the transaction that changes them; a project comes with all that slices know of it. */
import { eventType } from '../../../platform/work/events.ts';
import type { Gate } from '../playbook.ts';
import type { ProjectState } from './project.ts';

/** The project as a whole is another: held, resumed, cancelled, re-opened, returned, undone, corrected. Messages about it are shown again. */
export const projectAltered = eventType<ProjectState>('project.altered');

/** Gates may stand differently: what stands before gates is shown again. Each project as it is now. */
export const gatesAltered = eventType<readonly ProjectState[]>('gates.altered');

/**
 * Comes before a slice locks or changes rows that facts or obligations rest on: the projects are locked, in the order of their ids, so
 * that nobody who changes several waits for somebody who waits for him. Once for all of a transaction's projects, or in pages that
 * ascend; loading one project with its lock is the same.
 */
export const factsChanging = eventType<readonly string[]>('facts.changing');

/** What everybody who has to do with the project is told, once for each cause. ONB-12 */
export interface News {
  readonly key: string;
  /** Plain text: kept as the project's note. */
  readonly note: string;
  /** What this was about: the desks that waited for it hear of it. */
  readonly obligations: readonly string[];
  /** Whether those desks and the team are written to, or the desk's thread alone. */
  readonly tells: 'team' | 'thread';
}

/** What changed of what facts and obligations of one project rest on. */
export interface FactsChange {
  readonly before: ProjectState;
  /** As it is now, where that is in hand; else it is read, for all at once. */
  readonly after?: ProjectState;
  /** For the desk's thread, mrkdwn with what people entered escaped; or for everybody. What opened or shut is added to it. */
  readonly told: string | News;
  /** What else follows from it, after that: mrkdwn. */
  readonly addition?: string;
  /** The desk is to hear of it, not only to find it. */
  readonly broadcast?: boolean;
}

/**
 * Comes after it: desks' messages are shown again, what blocks their folders is stored, requests for exceptions that nobody needs any
 * more are taken back, and who is to know is told.
 */
export const factsChanged = eventType<readonly FactsChange[]>('facts.changed');

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
