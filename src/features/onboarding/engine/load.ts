/** Reads projects: their own rows in one round trip, what the slices know of them in a second. */
import { NotFound } from '../../../core/errors.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { customersByIds } from '../../customers/index.ts';
import {
  type Catalogue,
  type ChecklistItem,
  catalogueOf,
  type Gate,
  gateOf,
  type Handoff,
  noParts,
  type Part,
  type Playbook,
  type ProjectState,
  type Reader,
  readParts,
  type Stage,
  stageOf,
} from '../../playbooks/index.ts';
import { gatedItems } from './checklist.ts';
import { handoffOf, type Json, knownPlaybooks, ownState } from './project-rows.ts';
import { byIds, lockRow, ofHandoff, readRows, type Which } from './project-store.ts';

export interface LoadOptions {
  /** Locks the project's row first: for every use case that changes something. */
  readonly lock?: boolean;
  /**
   * Reads from the other slices only what the current stage's checklist needs (`checklist`), or what deciding on it and
   * what follows by itself need (`stage`), or nothing (`own`). What wasn't read cannot be asked for.
   */
  readonly extent?: 'stage' | 'checklist' | 'own';
}

const partsOfFact = (catalogue: Catalogue, name: string): readonly Part<unknown>[] =>
  catalogue.facts.get(name)?.reads ?? [];

const partsOfGate = (catalogue: Catalogue, gate: Gate | undefined): readonly Part<unknown>[] => {
  const rule = gate?.waitsFor === undefined ? undefined : catalogue.obligations.get(gate.waitsFor);
  return rule ? [rule.part] : [];
};

/** What items of a stage's checklist are made of. */
const partsOfItems = (
  catalogue: Catalogue,
  playbook: Playbook,
  items: readonly ChecklistItem[],
): readonly Part<unknown>[] =>
  items.flatMap((item) => [
    ...(item.kind === 'fact' ? partsOfFact(catalogue, item.fact) : []),
    ...(item.gate === undefined ? [] : partsOfGate(catalogue, gateOf(playbook, item.gate))),
  ]);

/** What a stage's own checklist is made of. */
export const partsOfChecklist = (catalogue: Catalogue, playbook: Playbook, stage: Stage): readonly Part<unknown>[] =>
  partsOfItems(catalogue, playbook, stage.items);

const partsOfEffects = (catalogue: Catalogue, names: readonly string[]): readonly Part<unknown>[] =>
  names.flatMap((name) => catalogue.effects.get(name)?.reads ?? []);

const partsFor = (catalogue: Catalogue, { playbook, stage: current }: Own, extent: LoadOptions['extent']) => {
  if (extent === 'own') return [];
  const stage = stageOf(playbook, current);
  if (!stage || extent === undefined) return catalogue.parts;
  const checklist = partsOfChecklist(catalogue, playbook, stage);
  if (extent === 'checklist') return checklist;
  const next = stageOf(playbook, stage.next);
  const effects = [...stage.onApprove, ...(next?.onOpen ?? [])];
  // Whether the next desk is blocked is stored with its turn.
  const gated = next ? partsOfItems(catalogue, playbook, gatedItems(next)) : [];
  return [...checklist, ...partsOfEffects(catalogue, effects), ...gated];
};

/** Locks the project's row, so that its state read afterwards holds until the commit. Lock order: customer, project, invoice. */
export const lockProject = (tx: Tx, id: string): Promise<void> => lockRow(tx, byIds([id]));

/** In the order of their ids, so that two who lock several never wait for one another. */
export const lockProjects = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await lockRow(tx, byIds(ids));
};

/** @throws NotFound */
export const loadProject = (from: Reader, id: string, options: LoadOptions = {}): Promise<ProjectState> =>
  readProject(from, byIds([id]), options, 'project');

type Own = ReturnType<typeof ownState>;

/** The parts of these projects' state that are their own, in one statement. */
export const readOwn = async (from: Pick<Reader, 'tx' | 'policiesAre'>, which: Which): Promise<Own[]> => {
  const known = knownPlaybooks();
  const rows = await readRows(from.tx, which, [...known.keys()], from.policiesAre !== undefined);
  const policies = rows[0]?.policies;
  if (policies) from.policiesAre?.(policies);
  return rows.map((row) => ownState(row, known));
};

/** What the slices know of these projects, in a second round trip: a statement for each part, and one for the customers. */
const complete = async (
  from: Reader,
  found: readonly Own[],
  extent: LoadOptions['extent'],
): Promise<readonly ProjectState[]> => {
  const catalogue = catalogueOf(from.contributions);
  const [customers, parts] = await Promise.all([
    customersByIds(
      from.tx,
      found.map((own) => own.customerId),
    ),
    readParts(
      from,
      found.flatMap((own) => partsFor(catalogue, own, extent)),
      found,
    ),
  ]);
  return found.map((own) => {
    const customer = customers.get(own.customerId);
    if (!customer) throw new NotFound('customer');
    return { ...own, customer, catalogue, parts: parts.get(own.id) ?? noParts };
  });
};

const readProject = async (
  from: Reader,
  which: Which,
  { lock, extent }: LoadOptions,
  what: string,
): Promise<ProjectState> => {
  // The lock is a statement of its own: one that waited for it would go on with the rows as they were before.
  const [, found] = await Promise.all([lock ? lockRow(from.tx, which) : undefined, readOwn(from, which)]);
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
  const states = await complete(from, await readOwn(from, byIds(ids)), extent);
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
