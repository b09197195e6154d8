/** Playbooks, and what slices add to them by name. A leaf that slices and the engine import; neither imports the other. */
export {
  decideGate,
  type ExceptionKind,
  exceptionKinds,
  exceptionName,
  type GateCharge,
  type GateDecision,
  type GateException,
  type GateFacts,
  type GatePolicy,
  needsApprover,
} from './gates.ts';
export { noParts, type Part, type Parts, type ProjectKey, type Reader, readerOf, readParts } from './parts.ts';
export {
  type ChargeKind,
  type ChecklistItem,
  chargeKinds,
  closedStage,
  type DeskActionName,
  type EffectName,
  earlierStages,
  type FactName,
  type Gate,
  gateOf,
  type Playbook,
  type ProjectDate,
  playbookSchema,
  type Stage,
  stageName,
  stageOf,
} from './playbook.ts';
export { loadPlaybooks, rolesOf } from './playbook-files.ts';
export { type OnboardingPolicy, onboardingPolicy } from './policies.ts';
