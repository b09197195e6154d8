/** What a playbook file may say. A playbook is data: stages, desks, checklists and gates of a project (DOMAIN §1). */
import { z } from 'zod';
import { exceptionKinds } from './gates.ts';

/** The amounts that a project collects up front, each by an invoice of its own. ONB-3 */
export const chargeKinds = ['set_up', 'first_month', 'hardware'] as const;
export type ChargeKind = (typeof chargeKinds)[number];

/** The project's own dates, which `date` items set. */
export const projectDates = ['targetGoLiveOn', 'etaOn', 'goLiveOn', 'wentLiveOn'] as const;
export type ProjectDate = (typeof projectDates)[number];

/** What Baton knows by itself; `fact` items tick themselves by these names. `facts.ts` says when each holds. */
export const factNames = [
  'set_up_invoiced',
  'first_month_invoiced',
  'hardware_invoiced',
  'set_up_paid',
  'first_month_paid',
  'hardware_paid',
  'subscription_created',
  'template_created',
  'services_added',
  'coverage_written',
  'invoices_filed',
  'target_go_live_set',
  'eta_set',
  'go_live_scheduled',
  'went_live',
  'transfer_meeting',
  'hardware_ordered',
  'sales_acknowledged',
  'service_acknowledged',
  'recurring_armed',
] as const;
export type FactName = (typeof factNames)[number];

/** What happens by itself when a stage begins or is approved. `effects.ts` carries them out. */
export const effectNames = [
  'present_invoices',
  'request_hardware',
  'request_acknowledgements',
  'schedule_follow_up',
] as const;
export type EffectName = (typeof effectNames)[number];

/** Buttons that a stage may put on its message besides the four that every handoff has. */
export const deskActionNames = [
  'gate.override',
  'subscription.set_up',
  'transfer.schedule',
  'recurring.arm',
  'project.correct',
  'document.add',
] as const;
export type DeskActionName = (typeof deskActionNames)[number];

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'use up to 40 small letters, digits, - and _, beginning with a letter');
const name = z.string().trim().min(1).max(60);

const itemBase = {
  key,
  label: z.string().trim().min(1).max(150),
  /** Cannot be set while this gate is shut. */
  gate: key.optional(),
  /** Doesn't hold the folder up. */
  optional: z.boolean().default(false),
};

const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tick'), ...itemBase }),
  z.strictObject({ kind: z.literal('text'), ...itemBase }),
  z.strictObject({ kind: z.literal('date'), sets: z.enum(projectDates), ...itemBase }),
  z.strictObject({ kind: z.literal('fact'), fact: z.enum(factNames), ...itemBase }),
]);

const gateSchema = z.strictObject({
  key,
  name,
  paid: z.enum(chargeKinds).optional(),
  exceptions: z.array(z.enum(exceptionKinds)).default([]),
  approvers: z.array(key).default([]),
});

const stageSchema = z.strictObject({
  key,
  name,
  /** The roles whose people may decide; the message goes to the first of them that has a channel. */
  desk: z.array(key).min(1),
  /** Who gets it at first: the project's owner or manager; nobody when absent. */
  assign: z.enum(['owner', 'manager']).optional(),
  items: z.array(itemSchema).max(30).default([]),
  /** The next stage's key, or `closed`. */
  next: z.union([key, z.literal('closed')]),
  /** Earlier stages that Return offers first; every earlier one may be chosen. */
  back: z.array(key).default([]),
  /** After so many business days the desk is reminded, once a day. */
  remindAfterBusinessDays: z.int().min(1).max(250),
  /** Reminders wait until so many days after the customer went live. ONB-17 */
  dueDaysAfterGoLive: z.int().min(0).max(3650).optional(),
  onOpen: z.array(z.enum(effectNames)).default([]),
  onApprove: z.array(z.enum(effectNames)).default([]),
  actions: z.array(z.enum(deskActionNames)).default([]),
});

export const playbookSchema = z.strictObject({
  key,
  name,
  description: z.string().max(500).default(''),
  /** Desks that exist because of this playbook. */
  roles: z.array(z.strictObject({ key, name })).default([]),
  gates: z.array(gateSchema).max(20).default([]),
  /** In the order of a folder that is never returned; the first is where projects begin. */
  stages: z.array(stageSchema).min(1).max(40),
});

export type Playbook = z.infer<typeof playbookSchema>;
export type Stage = Playbook['stages'][number];
export type ChecklistItem = Stage['items'][number];
export type Gate = Playbook['gates'][number];

/** Where a finished project is. */
export const closedStage = 'closed';

export const stageOf = (playbook: Playbook, stage: string): Stage | undefined =>
  playbook.stages.find((each) => each.key === stage);

export const gateOf = (playbook: Playbook, gate: string): Gate | undefined =>
  playbook.gates.find((each) => each.key === gate);

/** The stage's name for people; `Closed` after the last. */
export const stageName = (playbook: Playbook, stage: string): string =>
  stageOf(playbook, stage)?.name ?? (stage === closedStage ? 'Closed' : stage);

/** The stages before this one, nearest first: where a folder may be returned to. ONB-2 */
export const earlierStages = (playbook: Playbook, stage: string): readonly Stage[] => {
  const at = playbook.stages.findIndex((each) => each.key === stage);
  return playbook.stages.slice(0, Math.max(at, 0)).reverse();
};
