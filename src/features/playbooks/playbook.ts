/** What a playbook file may say. A playbook is data: stages, desks, checklists and gates of a project (DOMAIN §1). */
import { z } from 'zod';
import type { Role } from '../../platform/work/roles.ts';
import { formSchema } from './form.ts';

/** The project's own dates, which `date` items set. */
export const projectDates = ['targetGoLiveOn', 'etaOn', 'goLiveOn', 'wentLiveOn'] as const;
export type ProjectDate = (typeof projectDates)[number];

export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'use up to 40 small letters, digits, - and _, beginning with a letter');
export const name = z.string().trim().min(1).max(60);

/** What a slice contributes: `billing.first_month_paid`. Which names there are is checked apart, against the slices. */
const contributed = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,59}$/,
    'name what a slice contributes, such as billing.first_month_paid',
  );

export const itemBase = {
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
  /** Ticks itself when the contributed fact holds. */
  z.strictObject({ kind: z.literal('fact'), fact: contributed, ...itemBase }),
]);

const gateSchema = z.strictObject({
  key,
  name,
  /** The obligation that opens it; a gate that names none opens only by an exception. */
  waitsFor: contributed.optional(),
  /** Why it may be passed before: `expedite`, `other`, or what slices contribute (`purchase_agreement`). */
  exceptions: z.array(key).default([]),
  approvers: z.array(key).default([]),
});

export const stageBase = {
  key,
  name,
  /** The roles whose people may decide; the message goes to the first of them that has a channel. */
  desk: z.array(key).min(1),
  /** Who gets it at first: the project's owner or manager; nobody when absent. */
  assign: z.enum(['owner', 'manager']).optional(),
  /** The next stage's key, or `closed`. */
  next: z.union([key, z.literal('closed')]),
  /** Earlier stages that Return offers first; every earlier one may be chosen. */
  back: z.array(key).default([]),
  /** After so many business days the desk is reminded, once a day. */
  remindAfterBusinessDays: z.int().min(1).max(250),
  /** Reminders wait until so many days after the customer went live. ONB-17 */
  dueDaysAfterGoLive: z.int().min(0).max(3650).optional(),
};

const inBoth = z.strictObject({ en: z.string().trim().min(1).max(600), it: z.string().trim().min(1).max(600) });

/** What the customer's page says while the folder is there, in the customer's words. ONB-21 */
const forCustomerSchema = z.strictObject({
  /** Where it stands; without it the page does not name the stage. */
  says: inBoth.optional(),
  /** What the customer is asked to accept, by their name. */
  accepts: inBoth.optional(),
});

const stageSchema = z.strictObject({
  ...stageBase,
  forCustomer: forCustomerSchema.optional(),
  items: z.array(itemSchema).max(30).default([]),
  /** Effects that happen by themselves when the stage begins, and when it is approved. */
  onOpen: z.array(contributed).default([]),
  onApprove: z.array(contributed).default([]),
  /** Buttons on its message besides the four that every handoff has, by their action ids. */
  actions: z.array(contributed).default([]),
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
  /** What slices show of the project on its messages and in its window. */
  sections: z.array(contributed),
  /** What slices ask for in "New project" and "Correct". */
  intake: z.array(contributed).default([]),
  /** What customers fill in; without it the shipped ones. PUR-14 */
  forms: z.array(formSchema).max(10).optional(),
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

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** The roles whose stage offers this action: who may carry it out. */
export const desksWith = (playbook: Playbook, action: string): readonly Role[] =>
  unique(playbook.stages.filter((stage) => stage.actions.includes(action)).flatMap((stage) => stage.desk));

/** Every role that the folder passes. */
export const desksOf = (playbook: Playbook): readonly Role[] => unique(playbook.stages.flatMap((stage) => stage.desk));

/** The gate that an item setting itself by this fact stands behind; none leaves it free. */
export const gateOfFact = (playbook: Playbook, fact: string): Gate | undefined =>
  gateOfItem(playbook, (item) => item.kind === 'fact' && item.fact === fact);

/** The gate that the item setting this date stands behind; none leaves it free. */
export const gateOfDate = (playbook: Playbook, date: ProjectDate): Gate | undefined =>
  gateOfItem(playbook, (item) => item.kind === 'date' && item.sets === date);

const gateOfItem = (playbook: Playbook, is: (item: ChecklistItem) => boolean) => {
  const item = playbook.stages.flatMap((stage) => stage.items).find((each) => each.gate !== undefined && is(each));
  return item?.gate === undefined ? undefined : gateOf(playbook, item.gate);
};

/**
 * Whether the folder is past the point at which this effect happens: behind the stage that has it on approval, or at or
 * behind the stage that has it on opening. Example: with `billing.request_acknowledgements` on delivery's approval, true from
 * start-billing on; false again once the folder is returned to delivery.
 */
export const isPast = (project: { readonly playbook: Playbook; readonly stage: string }, effect: string): boolean => {
  const { stages } = project.playbook;
  const at = project.stage === closedStage ? stages.length : stages.findIndex((stage) => stage.key === project.stage);
  return stages.some(
    (stage, index) =>
      (stage.onApprove.includes(effect) && index < at) || (stage.onOpen.includes(effect) && index <= at),
  );
};
