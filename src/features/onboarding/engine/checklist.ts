/** A stage's checklist as it stands, and what is missing before the folder may be handed on. */

import {
  type ChecklistItem,
  type Gate,
  type GateDecision,
  gateNow,
  gateOf,
  type ProjectState,
  type Stage,
  stageOf,
  type Tick,
} from '../../playbooks/index.ts';

export interface ItemState {
  readonly item: ChecklistItem;
  readonly done: boolean;
  /** What was written, or the date's day. */
  readonly value: string | undefined;
  /** Who set it last, and when; nobody for facts. */
  readonly last: Tick | undefined;
  /** The gate that it stands behind. */
  readonly gate: { readonly rule: Gate; readonly decision: GateDecision } | undefined;
}

/** The form's field of all ticks; dates and texts have a field of their own, named as the item. */
export const ticksField = 'ticks';

/** Whether it could be set now: a shut gate lets nothing through, though what is set already stays. */
export const isBlocked = (state: ItemState): boolean => state.gate !== undefined && !state.gate.decision.open;

/** Set although its gate has shut again since, because a payment was reversed or an amount raised. */
export const isInDoubt = (state: ItemState): boolean => state.done && isBlocked(state);

const isDone = (project: ProjectState, item: ChecklistItem, last: Tick | undefined): boolean => {
  switch (item.kind) {
    case 'fact':
      return project.catalogue.facts.get(item.fact)?.holds(project) ?? false;
    case 'date':
      return project[item.sets] !== undefined;
    case 'text':
      return last?.ticked === true && Boolean(last.value);
    case 'tick':
      return last?.ticked === true;
  }
};

/** In the playbook's order. Facts set themselves; the others are set by the desk. */
export const checklistOf = (
  project: ProjectState,
  stage: { readonly key: string; readonly items: readonly ChecklistItem[] },
): readonly ItemState[] =>
  stage.items.map((item) => {
    const last = project.ticks.find((each) => each.stage === stage.key && each.item === item.key);
    const rule = item.gate === undefined ? undefined : gateOf(project.playbook, item.gate);
    return {
      item,
      done: isDone(project, item, last),
      value: item.kind === 'date' ? project[item.sets] : last?.value,
      last,
      gate: rule ? { rule, decision: gateNow(project, rule) } : undefined,
    };
  });

/** The gates that the stage's items name, each once. */
export const gatesOf = (items: readonly ItemState[]): readonly (readonly [gate: Gate, decision: GateDecision])[] => {
  const found = new Map<string, readonly [Gate, GateDecision]>();
  for (const { gate } of items) if (gate) found.set(gate.rule.key, [gate.rule, gate.decision]);
  return [...found.values()];
};

/** Shut, and something that has to be done stands undone behind them, each once. */
export const gatesThatBlock = (
  items: readonly ItemState[],
): readonly (readonly [gate: Gate, decision: GateDecision])[] =>
  gatesOf(items.filter((each) => !each.done && !each.item.optional && isBlocked(each)));

/** What of a stage can be blocked at all. */
export const gatedItems = (stage: Stage): readonly ChecklistItem[] =>
  stage.items.filter((item) => item.gate !== undefined && !item.optional);

/**
 * The keys of the gates that keep the desk that has the folder from going on, in its checklist's order. Nothing in it hangs on
 * today's date: facts and obligations are not given one.
 *
 * Example: at planning with the set-up fee unpaid and no ETA → `['schedule-resources']`.
 */
export const blockedBy = (project: ProjectState): readonly string[] => {
  const stage = stageOf(project.playbook, project.stage);
  if (!stage) return [];
  return gatesThatBlock(checklistOf(project, { key: stage.key, items: gatedItems(stage) })).map(([gate]) => gate.key);
};

const missingLine = ({ item, gate }: ItemState): string => {
  if (gate && !gate.decision.open) return `${item.label} (waits: ${gate.decision.why})`;
  return item.kind === 'fact' ? `${item.label} (sets itself)` : item.label;
};

/**
 * What keeps the desk from handing the folder on, one line of plain text each; empty when it is finished.
 * Example: `Go-live date scheduled (waits: First month of $2,000.00 is not paid yet.)`, `Recurring billing armed (sets itself)`.
 */
export const missingFor = (items: readonly ItemState[]): readonly string[] =>
  items.filter((each) => !each.done && !each.item.optional).map(missingLine);

/** Whether the desk has something left to set in the checklist: optional ticks too, since a fact may follow from one. */
export const canSetMore = (items: readonly ItemState[]): boolean =>
  items.some((each) => !each.done && each.item.kind !== 'fact' && !isBlocked(each));
