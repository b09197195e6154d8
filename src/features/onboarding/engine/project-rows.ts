/** Reads what the database answers as JSON into a project's state: days as days, instants as instants. */
import { type Day, day } from '../../../core/time/calendar.ts';
import {
  type Handoff,
  type Override,
  type Playbook,
  type ProjectRow,
  readPlaybook,
  type Tick,
} from '../../playbooks/index.ts';

export type Json = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A project with everything of its own, as one row of JSON. */
export interface Rows {
  readonly project: Json;
  readonly playbook_hash: string;
  /** As text; null where it was known. */
  readonly playbook: string | null;
  readonly handoff: Json;
  readonly turns: number;
  readonly ticks: readonly Json[];
  readonly overrides: readonly Json[];
  /** With the first row, where they were asked for. */
  readonly policies: Readonly<Record<string, unknown>> | null;
}

const text = (value: unknown): string => String(value);
const optional = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const optionalDay = (value: unknown): Day | undefined => (typeof value === 'string' ? day(value) : undefined);
const optionalInstant = (value: unknown): Date | undefined => (typeof value === 'string' ? new Date(value) : undefined);

const projectOf = (row: Json, playbook: Playbook): ProjectRow => ({
  id: text(row.id),
  ref: Number(row.ref),
  customerId: text(row.customer_id),
  playbook,
  state: row.state as ProjectRow['state'],
  stage: text(row.stage),
  ownerId: text(row.owner_id),
  managerId: text(row.manager_id),
  currency: text(row.currency),
  targetGoLiveOn: optionalDay(row.target_go_live_on),
  etaOn: optionalDay(row.eta_on),
  goLiveOn: optionalDay(row.go_live_on),
  wentLiveOn: optionalDay(row.went_live_on),
  stateReason: optional(row.state_reason),
  createdBy: text(row.created_by),
  createdAt: new Date(text(row.created_at)),
  endedAt: optionalInstant(row.ended_at),
});

export type Playbooks = ReadonlyMap<string, Playbook>;

let playbooks: Playbooks = new Map();
const mostPlaybooks = 50;

/** By the hash of their text. A project keeps the playbook it began with, and many have the same: it is read once. */
export const knownPlaybooks = (): Playbooks => playbooks;

const playbookOf = ({ playbook_hash: hash, playbook: text }: Rows, known: Playbooks): Playbook => {
  const read = known.get(hash) ?? playbooks.get(hash);
  if (read) return read;
  if (text === null) throw new Error(`the playbook ${hash} was neither read nor known`);
  const playbook = readPlaybook(JSON.parse(text));
  playbooks = new Map([...playbooks].slice(-mostPlaybooks + 1)).set(hash, playbook);
  return playbook;
};

/** One turn. */
export const handoffOf = (row: Json): Handoff => ({
  id: text(row.id),
  turn: Number(row.turn),
  stage: text(row.stage),
  state: row.state as Handoff['state'],
  cameFrom: optional(row.came_from),
  cameBy: row.came_by as Handoff['cameBy'],
  reason: optional(row.reason),
  openedBy: text(row.opened_by),
  openedAt: new Date(text(row.opened_at)),
  assigneeId: optional(row.assignee_id),
  touchedAt: optionalInstant(row.touched_at),
  decidedBy: optional(row.decided_by),
  decidedAt: optionalInstant(row.decided_at),
  decisionReason: optional(row.decision_reason),
  returnedTo: optional(row.returned_to),
  remindOn: optionalDay(row.remind_on),
  // A turn that was opened before this was kept apart, and has not been reminded of since.
  expectedOn: optionalDay(row.expected_on) ?? optionalDay(row.remind_on),
  blockedBy: Array.isArray(row.blocked_by) ? row.blocked_by.map(String) : undefined,
});

const tickOf = (row: Json): Tick => ({
  stage: text(row.stage),
  item: text(row.item),
  ticked: row.ticked === true,
  value: optional(row.value),
  by: text(row.by),
  at: new Date(text(row.at)),
});

const overrideOf = (row: Json): Override => ({
  id: text(row.id),
  gate: text(row.gate),
  kind: row.kind as Override['kind'],
  reason: text(row.reason),
  state: row.state as Override['state'],
  requestedBy: text(row.requested_by),
  requestedAt: new Date(text(row.requested_at)),
  decidedBy: optional(row.decided_by),
  decidedAt: optionalInstant(row.decided_at),
  decisionReason: optional(row.decision_reason),
});

/** The parts of a project's state that are this slice's own; `known`: what was known when its rows were asked for. */
export const ownState = (rows: Rows, known: Playbooks) => ({
  ...projectOf(rows.project, playbookOf(rows, known)),
  handoff: handoffOf(rows.handoff),
  turns: rows.turns,
  ticks: rows.ticks.map(tickOf),
  overrides: rows.overrides.map(overrideOf),
});
