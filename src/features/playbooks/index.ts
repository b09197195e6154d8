/** Playbooks, and what slices add to them by name. A leaf that slices and the engine import; neither imports the other. */
export { type Catalogue, catalogueOf, intakeOf } from './catalogue.ts';
export {
  type Alternative,
  type Belongings,
  type DeskAction,
  type DeskView,
  type Effect,
  type Fact,
  fact,
  type Obligation,
  type ObligationRule,
  obligation,
  type PlaybookContribution,
  type PointOfNoReturn,
  playbookContributions,
  type Section,
} from './contribution.ts';
export { type FieldType, type FormDefinition, type FormField, fieldsOf, formSchema, formsOf } from './form.ts';
export { readPlaybook, storedSpelling } from './former-spelling.ts';
export {
  datesInDoubt,
  decideGate,
  exceptionLabel,
  exceptionName,
  type GateChanges,
  type GateDecision,
  type GateException,
  gateNow,
  gatesBetween,
  gatesNow,
  namesOfGates,
  needsApprover,
  ownExceptionKinds,
} from './gates.ts';
export type { Amendment, BegunProject, Corrected, Correcting, Entered, Intake, Problems } from './intake.ts';
export { noParts, type Part, type Parts, type ProjectKey, type Reader, readerOf, readParts } from './parts.ts';
export {
  type ChecklistItem,
  closedStage,
  desksOf,
  desksWith,
  earlierStages,
  type Gate,
  gateOf,
  gateOfDate,
  gateOfFact,
  isPast,
  type Playbook,
  type ProjectDate,
  playbookSchema,
  projectDates,
  type Stage,
  stageName,
  stageOf,
} from './playbook.ts';
export { checkPlaybook, requireNames } from './playbook-checks.ts';
export { loadPlaybooks, rolesOf } from './playbook-files.ts';
export { newProjectForms, type Prefill, projectBegun } from './projects/beginning.ts';
export {
  type AtGate,
  exceptionAltered,
  type FactsChange,
  factsChanged,
  factsChanging,
  type GateOpened,
  gateOpenedByException,
  gatesAltered,
  type News,
  projectAltered,
} from './projects/events.ts';
export { type Follow, inPlace, type Line } from './projects/follow.ts';
export { desksFor, requireActive, requireReason, requireStageWith } from './projects/guards.ts';
export { type OnboardingPolicy, onboardingPolicy } from './projects/policies.ts';
export {
  type Handoff,
  type HandoffStatus,
  type Override,
  type ProjectRow,
  type ProjectState,
  type ProjectStatus,
  projectDoor,
  projectRef,
  projectSubject,
  type Tick,
} from './projects/project.ts';
export { folderName, projectNote, statusNames } from './projects/project-views.ts';
export { type Projects, projectPort, projectsOf } from './projects/projects.ts';
export type { Asking, ProjectTask, TaskReader, TaskRow } from './tasks.ts';
