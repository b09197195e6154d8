/**
 * How playbooks were spelt before slices contributed to them by name. Projects keep the playbook they began with, and replicas of
 * the version before read what this one stores: both spellings are read, and the former one is stored where it says all. It goes
 * with the next release.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { itemBase, key, name, type Playbook, playbookSchema, projectDates, stageBase } from './playbook.ts';

/** The former name of each fact, by the name of who contributes it. */
const facts = {
  billing: [
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
    'sales_acknowledged',
    'service_acknowledged',
    'recurring_armed',
  ],
  onboarding: ['target_go_live_set', 'eta_set', 'go_live_scheduled', 'went_live', 'transfer_meeting'],
  purchase: ['hardware_ordered'],
} as const;
const effects = {
  billing: ['present_invoices', 'request_acknowledgements'],
  onboarding: ['schedule_follow_up'],
  purchase: ['request_hardware'],
} as const;
const charges = ['set_up', 'first_month', 'hardware'] as const;
const exceptions = ['below_amount', 'purchase_agreement', 'expedite', 'other'] as const;
const actions = [
  'gate.override',
  'subscription.set_up',
  'transfer.schedule',
  'recurring.arm',
  'project.correct',
  'document.add',
] as const;

type Names = Readonly<Record<string, readonly string[]>>;
const namesIn = (names: Names): readonly string[] => Object.values(names).flat();
/** `eta_set` is `onboarding.eta_set`. */
const nameNow = (names: Names, former: string): string =>
  `${Object.keys(names).find((slice) => names[slice]?.includes(former))}.${former}`;
const formerName = (known: string): string => known.slice(known.indexOf('.') + 1);

/** What every folder showed and asked for. */
const shown = {
  sections: ['billing.contact', 'billing.figures', 'purchase.hardware', 'billing.services'],
  intake: ['billing.charges'],
} as const;
/** Approving the review confirmed what had been corrected to nothing. ONB-19 */
const reviewer = 'reviewer';
const confirming = 'billing.confirm_nothing_due';

const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tick'), ...itemBase }),
  z.strictObject({ kind: z.literal('text'), ...itemBase }),
  z.strictObject({ kind: z.literal('date'), sets: z.enum(projectDates), ...itemBase }),
  z.strictObject({ kind: z.literal('fact'), fact: z.enum(namesIn(facts)), ...itemBase }),
]);

export const formerSchema = z.strictObject({
  key,
  name,
  description: z.string().max(500).default(''),
  roles: z.array(z.strictObject({ key, name })).default([]),
  gates: z
    .array(
      z.strictObject({
        key,
        name,
        paid: z.enum(charges).optional(),
        exceptions: z.array(z.enum(exceptions)).default([]),
        approvers: z.array(key).default([]),
      }),
    )
    .max(20)
    .default([]),
  stages: z
    .array(
      z.strictObject({
        ...stageBase,
        items: z.array(itemSchema).max(30).default([]),
        onOpen: z.array(z.enum(namesIn(effects))).default([]),
        onApprove: z.array(z.enum(namesIn(effects))).default([]),
        actions: z.array(z.enum(actions)).default([]),
      }),
    )
    .min(1)
    .max(40),
});
type Former = z.infer<typeof formerSchema>;

/** Only the present spelling names sections. */
export const isFormer = (raw: unknown): boolean => !(typeof raw === 'object' && raw !== null && 'sections' in raw);

const gateNow = ({ paid, ...gate }: Former['gates'][number]): Playbook['gates'][number] => {
  const isSmallFree = paid !== undefined && gate.exceptions.includes('below_amount');
  return {
    ...gate,
    ...(paid === undefined ? {} : { waitsFor: `billing.${paid}${isSmallFree ? '_unless_small' : ''}` }),
    exceptions: isSmallFree ? gate.exceptions.filter((kind) => kind !== 'below_amount') : gate.exceptions,
  };
};

/** A playbook of the former spelling as it is spelt now. */
export const spelledNow = (former: Former): Playbook => ({
  ...former,
  ...{ sections: [...shown.sections], intake: [...shown.intake] },
  gates: former.gates.map(gateNow),
  stages: former.stages.map((stage) => ({
    ...stage,
    items: stage.items.map((item) => (item.kind === 'fact' ? { ...item, fact: nameNow(facts, item.fact) } : item)),
    onOpen: stage.onOpen.map((effect) => nameNow(effects, effect)),
    onApprove: [
      ...stage.onApprove.map((effect) => nameNow(effects, effect)),
      ...(stage.desk.includes(reviewer) ? [confirming] : []),
    ],
  })),
});

const formerGate = ({ waitsFor, ...gate }: Playbook['gates'][number]) => {
  const [, charge, small] = /^billing\.(\w+?)(_unless_small)?$/.exec(waitsFor ?? '') ?? [];
  return {
    ...gate,
    ...(charge ? { paid: charge } : {}),
    ...(small ? { exceptions: ['below_amount', ...gate.exceptions] } : {}),
  };
};

/**
 * What the shipped playbook asks of billing since then: the version before knows neither, so that they are not stored but put where
 * they belong as that playbook is read, also of projects that began before. ONB-3
 */
const contractItem = {
  key: 'contract_created',
  kind: 'fact',
  fact: 'billing.contract_created',
  label: 'Contract created',
  optional: false,
} as const;
const contractAction = 'contract.add';
const contractAfter = 'hardware_invoiced';
const shippedTicks =
  'set_up_invoiced first_month_invoiced hardware_invoiced subscription_created template_created services_added coverage_written invoices_filed';

type StageOf = Playbook['stages'][number];

const isShippedBilling = ({ items }: StageOf): boolean => items.map((item) => item.key).join(' ') === shippedTicks;

const withContract = (stage: StageOf): StageOf => ({
  ...stage,
  items: stage.items.flatMap((item) => (item.key === contractAfter ? [item, contractItem] : [item])),
  actions: [contractAction, ...stage.actions],
});

const withoutContract = (stage: StageOf): StageOf => ({
  ...stage,
  items: stage.items.filter(({ key }) => key !== contractItem.key),
  actions: stage.actions.filter((action) => action !== contractAction),
});

/** What was stored, as it holds now. */
const upToDate = (playbook: Playbook): Playbook =>
  playbook.key === 'managed-services'
    ? { ...playbook, stages: playbook.stages.map((stage) => (isShippedBilling(stage) ? withContract(stage) : stage)) }
    : playbook;

/** As the version before reads it; the present spelling where that says more than the former one could. */
export const storedSpelling = (playbook: Playbook): object => {
  const { sections: _sections, intake: _intake, ...rest } = playbook;
  const former = formerSchema.safeParse({
    ...rest,
    gates: playbook.gates.map(formerGate),
    stages: playbook.stages.map(withoutContract).map((stage) => ({
      ...stage,
      items: stage.items.map((item) => (item.kind === 'fact' ? { ...item, fact: formerName(item.fact) } : item)),
      onOpen: stage.onOpen.map(formerName),
      onApprove: stage.onApprove.filter((effect) => effect !== confirming).map(formerName),
    })),
  });
  return former.success && isDeepStrictEqual(upToDate(spelledNow(former.data)), playbook) ? former.data : playbook;
};

/** A playbook in either spelling; what is wrong with it is told in the spelling that it has. */
export const parsePlaybook = (raw: unknown) =>
  isFormer(raw) ? formerSchema.transform(spelledNow).safeParse(raw) : playbookSchema.safeParse(raw);

/** A stored playbook, in either spelling. */
export const readPlaybook = (stored: unknown): Playbook =>
  isFormer(stored) ? upToDate(spelledNow(formerSchema.parse(stored))) : playbookSchema.parse(stored);
