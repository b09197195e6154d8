/** Which desks and gates a playbook means for what. Pure; nothing here names a stage. */
import type { Role } from '../../platform/work/roles.ts';
import {
  closedStage,
  type DeskActionName,
  decideGate,
  type EffectName,
  type FactName,
  type Gate,
  type GateDecision,
  type GatePolicy,
  gateOf,
  type Playbook,
  type ProjectDate,
} from '../playbooks/index.ts';
import { checklistOf } from './checklist.ts';
import type { ProjectFacts } from './facts.ts';
import type { ProjectState } from './project.ts';

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** Who checks figures: before billing (ONB-2), and what is corrected to nothing later (ONB-19). */
export const reviewer: Role = 'reviewer';

/** The roles whose stage offers this action: who may carry it out. */
export const desksWith = (playbook: Playbook, action: DeskActionName): readonly Role[] =>
  unique(playbook.stages.filter((stage) => stage.actions.includes(action)).flatMap((stage) => stage.desk));

/** Every role that the folder passes. */
export const desksOf = (playbook: Playbook): readonly Role[] => unique(playbook.stages.flatMap((stage) => stage.desk));

/** The gate that an item setting itself by this fact stands behind; none leaves it free. */
export const gateOfFact = (playbook: Playbook, fact: FactName): Gate | undefined =>
  gateOfItem(playbook, (item) => item.kind === 'fact' && item.fact === fact);

/** The gate that the item setting this date stands behind; none leaves it free. */
export const gateOfDate = (playbook: Playbook, date: ProjectDate): Gate | undefined =>
  gateOfItem(playbook, (item) => item.kind === 'date' && item.sets === date);

const gateOfItem = (playbook: Playbook, is: (item: Playbook['stages'][number]['items'][number]) => boolean) => {
  const item = playbook.stages.flatMap((stage) => stage.items).find((each) => each.gate !== undefined && is(each));
  return item?.gate === undefined ? undefined : gateOf(playbook, item.gate);
};

/**
 * Whether the folder is past the point at which this effect happens: behind the stage that has it on approval, or at or
 * behind the stage that has it on opening. Example: with `request_acknowledgements` on delivery's approval, true from
 * start-billing on; false again once the folder is returned to delivery.
 */
export const isPast = (project: Pick<ProjectState, 'playbook' | 'stage'>, effect: EffectName): boolean => {
  const { stages } = project.playbook;
  const at = project.stage === closedStage ? stages.length : stages.findIndex((stage) => stage.key === project.stage);
  return stages.some(
    (stage, index) =>
      (stage.onApprove.includes(effect) && index < at) || (stage.onOpen.includes(effect) && index <= at),
  );
};

/**
 * The desks that wait for this charge's money: those of stages with something undone behind a gate that it opens. ONB-12
 *
 * Example: the first month unpaid, nothing scheduled → `['service']`.
 */
export const desksWaitingFor = (
  project: ProjectState,
  facts: ProjectFacts,
  policy: GatePolicy,
  kind: string,
): readonly Role[] =>
  unique(
    project.playbook.stages
      .filter((stage) =>
        checklistOf(project, stage, facts, policy).some(({ done, gate }) => !done && gate?.rule.paid === kind),
      )
      .flatMap((stage) => stage.desk),
  );

/** How the project's gates stand, in the playbook's order. */
export const gatesNow = (
  playbook: Playbook,
  facts: ProjectFacts,
  policy: GatePolicy,
): readonly (readonly [gate: Gate, decision: GateDecision])[] =>
  playbook.gates.map((gate) => [gate, decideGate(gate, facts, policy)] as const);

/** Dates that stand although their gate has shut again, because a payment was reversed or an amount raised. */
export const datesInDoubt = (
  project: Pick<ProjectState, 'playbook' | ProjectDate>,
  facts: ProjectFacts,
  policy: GatePolicy,
): readonly (readonly [date: ProjectDate, gate: Gate])[] =>
  (['targetGoLiveOn', 'etaOn', 'goLiveOn', 'wentLiveOn'] as const).flatMap((date) => {
    const gate = project[date] === undefined ? undefined : gateOfDate(project.playbook, date);
    return gate && !decideGate(gate, facts, policy).open ? [[date, gate] as const] : [];
  });
