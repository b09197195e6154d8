/** Reads a project's state: two round trips for the project's own rows, one for each slice that is asked. */
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../platform/db/open.ts';
import { activitiesOf } from '../activities/index.ts';
import { type Customer, customerById, customersByIds } from '../customers/index.ts';
import { invoicesFor } from '../invoicing/index.ts';
import { subscriptionFor } from '../subscriptions/index.ts';
import { type Playbook, type Stage, stageOf } from './playbook.ts';
import { type Handoff, type ProjectState, projectSubject } from './project.ts';
import { handoffOf, type Json, ownState, type Rows } from './project-rows.ts';

export interface LoadOptions {
  /** Locks the project's row first: for every use case that changes something. */
  readonly lock?: boolean;
  /**
   * Reads from the other slices only what the current stage's checklist needs (`checklist`), or what deciding on it and
   * what follows by itself need (`stage`). What wasn't read is empty.
   */
  readonly extent?: 'stage' | 'checklist';
}

interface Sources {
  readonly invoices: boolean;
  readonly subscription: boolean;
  readonly activities: boolean;
}

const everything: Sources = { invoices: true, subscription: true, activities: true };

/** Which other slices the stage's own checklist asks. */
export const sourcesOf = (stage: Pick<Stage, 'items'>): Sources => {
  const facts = stage.items.flatMap((item) => (item.kind === 'fact' ? [item.fact] : []));
  const subscription = [
    'subscription_created',
    'template_created',
    'services_added',
    'coverage_written',
    'recurring_armed',
  ];
  const isOfInvoices = (fact: string) => /_(invoiced|paid|filed|ordered)$/.test(fact);
  return {
    invoices: facts.some(isOfInvoices) || stage.items.some((item) => item.gate !== undefined),
    subscription: facts.some((fact) => subscription.includes(fact)),
    activities: facts.includes('transfer_meeting'),
  };
};

/** What to read: effects of a decision may ask for anything. */
const extentOf = (playbook: Playbook, current: string, extent: LoadOptions['extent']): Sources => {
  const stage = stageOf(playbook, current);
  if (!stage || extent === undefined) return everything;
  const effects = stage.onApprove.length + (stageOf(playbook, stage.next)?.onOpen.length ?? 0);
  return extent === 'stage' && effects > 0 ? everything : sourcesOf(stage);
};

const readRows = (tx: Tx, ids: readonly string[]): Promise<Rows[]> => tx.$queryRaw<Rows[]>`
  SELECT to_jsonb(p) AS project,
         (SELECT to_jsonb(h) FROM handoffs h WHERE h.project_id = p.id AND h.state <> 'undone'
           ORDER BY h.state = 'open' DESC, h.turn DESC LIMIT 1) AS handoff,
         (SELECT max(h.turn) FROM handoffs h WHERE h.project_id = p.id) AS turns,
         coalesce((SELECT jsonb_agg(t) FROM ticks t WHERE t.project_id = p.id), '[]') AS ticks,
         coalesce((SELECT jsonb_agg(o ORDER BY o.requested_at, o.id) FROM gate_overrides o WHERE o.project_id = p.id), '[]') AS overrides,
         coalesce((SELECT jsonb_agg(a) FROM acknowledgements a WHERE a.project_id = p.id), '[]') AS acknowledgements,
         (SELECT to_jsonb(w) FROM hardware_orders w WHERE w.project_id = p.id) AS hardware
  FROM projects p WHERE p.id = ANY(${[...ids]}::uuid[])`;

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

const complete = async (
  tx: Tx,
  rows: Rows,
  customer: Customer | undefined,
  extent: LoadOptions['extent'],
): Promise<ProjectState> => {
  const own = ownState(rows);
  if (!customer) throw new NotFound('customer');
  const needs = extentOf(own.playbook, own.stage, extent);
  const subject = projectSubject(own.id);
  return {
    ...own,
    customer: { id: customer.id, name: customer.name, timeZone: customer.timeZone },
    invoices: needs.invoices ? await invoicesFor(tx, subject) : [],
    subscription: needs.subscription ? await subscriptionFor(tx, subject) : undefined,
    activities: needs.activities ? await activitiesOf(tx, subject) : [],
  };
};

const customerIdOf = (rows: Rows): string => String(rows.project.customer_id);

const readProject = async (tx: Tx, id: string, extent: LoadOptions['extent']): Promise<ProjectState> => {
  const [rows] = await readRows(tx, [id]);
  if (!rows) throw new NotFound('project');
  return complete(tx, rows, await customerById(tx, customerIdOf(rows)), extent);
};

/** Several at once for lists, in the order of the ids; those that don't exist are left out. */
export const loadProjects = async (
  tx: Tx,
  ids: readonly string[],
  extent: LoadOptions['extent'],
): Promise<readonly ProjectState[]> => {
  if (ids.length === 0) return [];
  const found = await readRows(tx, ids);
  const customers = await customersByIds(tx, found.map(customerIdOf));
  const states = new Map<string, ProjectState>();
  for (const rows of found) {
    const state = await complete(tx, rows, customers.get(customerIdOf(rows)), extent);
    states.set(state.id, state);
  }
  return ids.flatMap((id) => states.get(id) ?? []);
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
