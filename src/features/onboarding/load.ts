/** Reads a project's state: two round trips for the project's own rows, one for each slice that is asked. */
import { type Day, day } from '../../core/calendar.ts';
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../platform/db/open.ts';
import { activitiesOf } from '../activities/index.ts';
import { customerById } from '../customers/index.ts';
import { invoicesFor } from '../invoicing/index.ts';
import { subscriptionFor } from '../subscriptions/index.ts';
import { type Playbook, playbookSchema, type Stage, stageOf } from './playbook.ts';
import {
  type Acknowledgement,
  type Handoff,
  type HardwareOrder,
  type Override,
  type ProjectRow,
  type ProjectState,
  projectSubject,
  type Tick,
} from './project.ts';

export interface LoadOptions {
  /** Locks the project's row first: for every use case that changes something. */
  readonly lock?: boolean;
  /**
   * `stage`: reads from the other slices only what deciding on the current stage needs. What wasn't read is empty, so
   * only the checklist of the current stage may be asked of the result.
   */
  readonly extent?: 'stage';
}

type Json = Readonly<Record<string, string | number | boolean | null>>;

interface Rows {
  readonly project: Json & { readonly playbook: unknown };
  readonly handoff: Json;
  readonly turns: number;
  readonly ticks: readonly Json[];
  readonly overrides: readonly Json[];
  readonly acknowledgements: readonly Json[];
  readonly hardware: Json | null;
}

const text = (value: unknown): string => String(value);
const optional = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const optionalDay = (value: unknown): Day | undefined => (typeof value === 'string' ? day(value) : undefined);
const optionalInstant = (value: unknown): Date | undefined => (typeof value === 'string' ? new Date(value) : undefined);

const projectOf = (row: Rows['project']): ProjectRow => ({
  id: text(row.id),
  ref: Number(row.ref),
  customerId: text(row.customer_id),
  playbook: playbookSchema.parse(row.playbook),
  state: row.state as ProjectRow['state'],
  stage: text(row.stage),
  ownerId: text(row.owner_id),
  managerId: text(row.manager_id),
  currency: text(row.currency),
  hardwareText: optional(row.hardware_text),
  targetGoLiveOn: optionalDay(row.target_go_live_on),
  etaOn: optionalDay(row.eta_on),
  goLiveOn: optionalDay(row.go_live_on),
  wentLiveOn: optionalDay(row.went_live_on),
  stateReason: optional(row.state_reason),
  createdBy: text(row.created_by),
  createdAt: new Date(text(row.created_at)),
  endedAt: optionalInstant(row.ended_at),
});

const handoffOf = (row: Json): Handoff => ({
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

const hardwareOf = (row: Json): HardwareOrder => ({
  reviewedBy: optional(row.reviewed_by),
  reviewedAt: optionalInstant(row.reviewed_at),
  orderedBy: optional(row.ordered_by),
  orderedAt: optionalInstant(row.ordered_at),
  reference: optional(row.reference),
});

const acknowledgementOf = (row: Json): Acknowledgement => ({
  desk: text(row.desk),
  by: text(row.by),
  at: new Date(text(row.at)),
});

/** Which other slices the stage's own checklist asks, and whether what follows its decision needs everything. */
export const sourcesOf = (playbook: Playbook, stage: Stage | undefined) => {
  const next = stage && stageOf(playbook, stage.next);
  const all = !stage || stage.onApprove.length > 0 || (next?.onOpen.length ?? 0) > 0;
  const facts = (stage?.items ?? []).flatMap((item) => (item.kind === 'fact' ? [item.fact] : []));
  const subscription = [
    'subscription_created',
    'template_created',
    'services_added',
    'coverage_written',
    'recurring_armed',
  ];
  const isOfInvoices = (fact: string) => /_(invoiced|paid|filed|ordered)$/.test(fact);
  return {
    invoices: all || facts.some(isOfInvoices) || stage.items.some((item) => item.gate !== undefined),
    subscription: all || facts.some((fact) => subscription.includes(fact)),
    activities: all || facts.includes('transfer_meeting'),
  };
};

const readRows = async (tx: Tx, id: string): Promise<Rows> => {
  const [rows] = await tx.$queryRaw<Rows[]>`
    SELECT to_jsonb(p) AS project,
           (SELECT to_jsonb(h) FROM handoffs h WHERE h.project_id = p.id AND h.state <> 'undone'
             ORDER BY h.state = 'open' DESC, h.turn DESC LIMIT 1) AS handoff,
           (SELECT max(h.turn) FROM handoffs h WHERE h.project_id = p.id) AS turns,
           coalesce((SELECT jsonb_agg(t) FROM ticks t WHERE t.project_id = p.id), '[]') AS ticks,
           coalesce((SELECT jsonb_agg(o ORDER BY o.requested_at, o.id) FROM gate_overrides o WHERE o.project_id = p.id), '[]') AS overrides,
           coalesce((SELECT jsonb_agg(a) FROM acknowledgements a WHERE a.project_id = p.id), '[]') AS acknowledgements,
           (SELECT to_jsonb(w) FROM hardware_orders w WHERE w.project_id = p.id) AS hardware
    FROM projects p WHERE p.id = ${id}::uuid`;
  if (!rows) throw new NotFound('project');
  return rows;
};

/** Locks the project's row, so that its state read afterwards holds until the commit. Lock order: customer, project, invoice. */
export const lockProject = async (tx: Tx, id: string): Promise<void> => {
  await tx.$queryRaw`SELECT 1 FROM projects WHERE id = ${id}::uuid FOR UPDATE`;
};

/** The project whose turn this is; locked, if asked. @throws NotFound */
const projectOfHandoff = async (tx: Tx, handoffId: string, lock: boolean): Promise<string> => {
  const [row] = lock
    ? await tx.$queryRaw<{ id: string }[]>`
        SELECT id::text AS id FROM projects
        WHERE id = (SELECT project_id FROM handoffs WHERE id = ${handoffId}::uuid) FOR UPDATE`
    : await tx.$queryRaw<{ id: string }[]>`SELECT project_id::text AS id FROM handoffs WHERE id = ${handoffId}::uuid`;
  if (!row) throw new NotFound('handoff');
  return row.id;
};

/** @throws NotFound */
export const loadProject = async (tx: Tx, id: string, options: LoadOptions = {}): Promise<ProjectState> => {
  // The lock is a statement of its own: one that waited for it would go on with the rows as they were before.
  if (options.lock) await lockProject(tx, id);
  return readProject(tx, id, options.extent);
};

const readProject = async (tx: Tx, id: string, extent: LoadOptions['extent']): Promise<ProjectState> => {
  const rows = await readRows(tx, id);
  const project = projectOf(rows.project);
  const needs = sourcesOf(project.playbook, extent === 'stage' ? stageOf(project.playbook, project.stage) : undefined);
  const customer = await customerById(tx, project.customerId);
  if (!customer) throw new NotFound('customer');
  const subject = projectSubject(project.id);
  return {
    ...project,
    customer: { id: customer.id, name: customer.name, timeZone: customer.timeZone },
    handoff: handoffOf(rows.handoff),
    turns: rows.turns,
    ticks: rows.ticks.map(tickOf),
    overrides: rows.overrides.map(overrideOf),
    hardware: rows.hardware ? hardwareOf(rows.hardware) : undefined,
    acknowledgements: rows.acknowledgements.map(acknowledgementOf),
    invoices: needs.invoices ? await invoicesFor(tx, subject) : [],
    subscription: needs.subscription ? await subscriptionFor(tx, subject) : undefined,
    activities: needs.activities ? await activitiesOf(tx, subject) : [],
  };
};

/** A project and one of its turns, which need not be the latest. */
export interface LoadedTurn {
  readonly project: ProjectState;
  readonly turn: Handoff;
}

/** The project whose turn this is, and that turn as it is now. @throws NotFound */
export const loadProjectOfHandoff = async (
  tx: Tx,
  handoffId: string,
  options: LoadOptions = {},
): Promise<LoadedTurn> => {
  const project = await readProject(tx, await projectOfHandoff(tx, handoffId, options.lock ?? false), options.extent);
  if (project.handoff.id === handoffId) return { project, turn: project.handoff };
  const [row] = await tx.$queryRaw<
    { handoff: Json }[]
  >`SELECT to_jsonb(h) AS handoff FROM handoffs h WHERE h.id = ${handoffId}::uuid`;
  if (!row) throw new NotFound('handoff');
  return { project, turn: handoffOf(row.handoff) };
};
