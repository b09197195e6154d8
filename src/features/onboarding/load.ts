/** Reads projects: their own rows in one round trip, what the slices know of them in a second. */
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../platform/db/open.ts';
import { invoicesPart, subscriptionPart } from '../billing/onboarding/index.ts';
import { customersByIds } from '../customers/index.ts';
import { type Part, type Playbook, type Reader, readParts, type Stage, stageOf } from '../playbooks/index.ts';
import { activitiesPart } from './activities-part.ts';
import { reviewer } from './desks.ts';
import type { Handoff, ProjectState } from './project.ts';
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
export const loadProject = (from: Reader, id: string, options: LoadOptions = {}): Promise<ProjectState> =>
  readProject(from, byIds([id]), options, 'project');

type Own = ReturnType<typeof ownState>;

/** The parts of these projects' state that are their own, in one statement. */
export const readOwn = async (tx: Tx, which: Which): Promise<Own[]> => {
  const known = knownPlaybooks();
  const rows = await readRows(tx, which, [...known.keys()]);
  return rows.map((row) => ownState(row, known));
};

const partsOf = (needs: Sources): readonly Part<unknown>[] => [
  ...(needs.invoices ? [invoicesPart] : []),
  ...(needs.subscription ? [subscriptionPart] : []),
  ...(needs.activities ? [activitiesPart] : []),
];

/** What the slices know of these projects, in a second round trip: a statement for each slice, and one for the customers. */
const complete = async (
  from: Reader,
  found: readonly Own[],
  extent: LoadOptions['extent'],
): Promise<readonly ProjectState[]> => {
  const needed = found.flatMap((own) => partsOf(extentOf(own.playbook, own.stage, extent)));
  const [customers, parts] = await Promise.all([
    customersByIds(
      from.tx,
      found.map((own) => own.customerId),
    ),
    readParts(from, needed, found),
  ]);
  return found.map((own) => {
    const customer = customers.get(own.customerId);
    const read = parts.get(own.id);
    if (!customer || !read) throw new NotFound('customer');
    const of = <S>(part: Part<S>): S => (read.has(part) ? read.of(part) : part.none);
    return {
      ...own,
      customer,
      invoices: of(invoicesPart),
      subscription: of(subscriptionPart),
      activities: of(activitiesPart),
    };
  });
};

const readProject = async (
  from: Reader,
  which: Which,
  { lock, extent }: LoadOptions,
  what: string,
): Promise<ProjectState> => {
  // The lock is a statement of its own: one that waited for it would go on with the rows as they were before.
  const [, found] = await Promise.all([lock ? lockRow(from.tx, which) : undefined, readOwn(from.tx, which)]);
  const [project] = await complete(from, found, extent);
  if (!project) throw new NotFound(what);
  return project;
};

/** Several at once for lists, in the order of the ids; those that don't exist are left out. */
export const loadProjects = async (
  from: Reader,
  ids: readonly string[],
  extent: LoadOptions['extent'],
): Promise<readonly ProjectState[]> => {
  if (ids.length === 0) return [];
  const states = await complete(from, await readOwn(from.tx, byIds(ids)), extent);
  const byId = new Map(states.map((each) => [each.id, each]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

/** A project and one of its turns, which need not be the latest. */
export interface LoadedTurn {
  readonly project: ProjectState;
  readonly turn: Handoff;
}

/** The project whose turn this is, and that turn as it is now. @throws NotFound */
export const loadProjectOfHandoff = async (
  from: Reader,
  handoffId: string,
  options: LoadOptions = {},
): Promise<LoadedTurn> => {
  const project = await readProject(from, ofHandoff(handoffId), options, 'handoff');
  if (project.handoff.id === handoffId) return { project, turn: project.handoff };
  const [row] = await from.tx.$queryRaw<
    { handoff: Json }[]
  >`SELECT to_jsonb(h) AS handoff FROM handoffs h WHERE h.id = ${handoffId}::uuid`;
  if (!row) throw new NotFound('handoff');
  return { project, turn: handoffOf(row.handoff) };
};
