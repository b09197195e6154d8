/** Reads a project's state: two round trips for the project's own rows, one for each slice that is asked. */
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../platform/db/open.ts';
import { activitiesOf } from '../activities/index.ts';
import { invoicesFor } from '../billing/invoices/index.ts';
import { subscriptionFor } from '../billing/subscriptions/index.ts';
import { type Customer, customerById, customersByIds } from '../customers/index.ts';
import { reviewer } from './desks.ts';
import { type Playbook, type Stage, stageOf } from './playbook.ts';
import { type Handoff, type ProjectState, projectSubject } from './project.ts';
import { handoffOf, type Json, knownPlaybooks, ownState } from './project-rows.ts';
import { byIds, lockRow, ofHandoff, readRows, type Which } from './project-store.ts';

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
export const sourcesOf = (stage: Pick<Stage, 'items' | 'desk'>): Sources => {
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
    // The reviewer confirms what was corrected to nothing. ONB-19
    invoices:
      facts.some(isOfInvoices) || stage.items.some((item) => item.gate !== undefined) || stage.desk.includes(reviewer),
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

/** Locks the project's row, so that its state read afterwards holds until the commit. Lock order: customer, project, invoice. */
export const lockProject = (tx: Tx, id: string): Promise<void> => lockRow(tx, byIds([id]));

/** @throws NotFound */
export const loadProject = (tx: Tx, id: string, options: LoadOptions = {}): Promise<ProjectState> =>
  readProject(tx, byIds([id]), options, 'project');

type Own = ReturnType<typeof ownState>;

/** The parts of these projects' state that are their own, in one statement. */
export const readOwn = async (tx: Tx, which: Which): Promise<Own[]> => {
  const known = knownPlaybooks();
  const rows = await readRows(tx, which, [...known.keys()]);
  return rows.map((row) => ownState(row, known));
};

const complete = async (tx: Tx, own: Own, extent: LoadOptions['extent'], known?: Customer): Promise<ProjectState> => {
  const needs = extentOf(own.playbook, own.stage, extent);
  const subject = projectSubject(own.id);
  const [customer, invoices, subscription, activities] = await Promise.all([
    known ?? customerById(tx, own.customerId),
    needs.invoices ? invoicesFor(tx, subject) : [],
    needs.subscription ? subscriptionFor(tx, subject) : undefined,
    needs.activities ? activitiesOf(tx, subject) : [],
  ]);
  if (!customer) throw new NotFound('customer');
  return { ...own, customer, invoices, subscription, activities };
};

const readProject = async (
  tx: Tx,
  which: Which,
  { lock, extent }: LoadOptions,
  what: string,
): Promise<ProjectState> => {
  // The lock is a statement of its own: one that waited for it would go on with the rows as they were before.
  const [, [own]] = await Promise.all([lock ? lockRow(tx, which) : undefined, readOwn(tx, which)]);
  if (!own) throw new NotFound(what);
  return complete(tx, own, extent);
};

/** Several at once for lists, in the order of the ids; those that don't exist are left out. */
export const loadProjects = async (
  tx: Tx,
  ids: readonly string[],
  extent: LoadOptions['extent'],
): Promise<readonly ProjectState[]> => {
  if (ids.length === 0) return [];
  const found = await readOwn(tx, byIds(ids));
  const customers = await customersByIds(
    tx,
    found.map((own) => own.customerId),
  );
  const states = new Map<string, ProjectState>();
  for (const own of found) {
    const state = await complete(tx, own, extent, customers.get(own.customerId));
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
  const project = await readProject(tx, ofHandoff(handoffId), options, 'handoff');
  if (project.handoff.id === handoffId) return { project, turn: project.handoff };
  const [row] = await tx.$queryRaw<
    { handoff: Json }[]
  >`SELECT to_jsonb(h) AS handoff FROM handoffs h WHERE h.id = ${handoffId}::uuid`;
  if (!row) throw new NotFound('handoff');
  return { project, turn: handoffOf(row.handoff) };
};
