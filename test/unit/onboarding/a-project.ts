/** A project of the shipped playbook, as the rules and views see it; tests say only what matters to them. */

import { money, subtract } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { Activity } from '../../../src/features/activities/index.ts';
import { contractsPart } from '../../../src/features/billing/onboarding/contracts/contracts-part.ts';
import type { ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';
import {
  type Acknowledgement,
  acknowledgementsPart,
  billingOnboardingSlice,
  chargesPart,
  subscriptionPart,
} from '../../../src/features/billing/onboarding/index.ts';
import type { Subscription } from '../../../src/features/billing/subscriptions/index.ts';
import type { Contract } from '../../../src/features/customers/index.ts';
import { onboardingSlice } from '../../../src/features/onboarding/index.ts';
import { activitiesPart } from '../../../src/features/onboarding/transfer/activities-part.ts';
import {
  catalogueOf,
  noParts,
  onboardingPolicy,
  type ProjectState,
  projectSubject,
} from '../../../src/features/playbooks/index.ts';
import type { Playbook } from '../../../src/features/playbooks/playbook.ts';
import { loadPlaybooks } from '../../../src/features/playbooks/playbook-files.ts';
import { type HardwareOrder, hardwarePart, hardwareSlice } from '../../../src/features/purchase/hardware/index.ts';
import { gatherContributions } from '../../../src/platform/work/contributions.ts';
import { aService } from '../../support/services.ts';

export const managedServices = async (): Promise<Playbook> => {
  const found = (await loadPlaybooks()).find((each) => each.key === 'managed-services');
  if (!found) throw new Error('The managed-services playbook is gone.');
  return found;
};

const id = '01890000-0000-7000-8000-000000000001';
const at = new Date('2026-03-02T09:00:00Z');

/** What slices know of it. */
export interface Known {
  readonly invoices?: readonly ProjectCharge[];
  readonly subscription?: Subscription | undefined;
  readonly hardware?: HardwareOrder | undefined;
  readonly hardwareText?: string;
  readonly acknowledgements?: readonly Acknowledgement[];
  readonly activities?: readonly Activity[];
  readonly contracts?: readonly Contract[];
}

export const catalogue = catalogueOf(gatherContributions([billingOnboardingSlice, hardwareSlice, onboardingSlice([])]));

const partsOf = (known: Known) =>
  noParts
    .with(chargesPart, {
      invoices: known.invoices ?? [],
      freeBelow: onboardingPolicy.defaults.hardwareFreeBelow,
    })
    .with(subscriptionPart, known.subscription)
    .with(hardwarePart, { wanted: known.hardwareText, order: known.hardware })
    .with(acknowledgementsPart, known.acknowledgements ?? [])
    .with(activitiesPart, known.activities ?? [])
    .with(contractsPart, known.contracts ?? []);

/** The same project, of which slices know this and nothing else. */
export const knowing = (project: ProjectState, known: Known): ProjectState => ({ ...project, parts: partsOf(known) });

export type More = Partial<ProjectState> & Known;

export const aProject = (
  playbook: Playbook,
  { invoices, subscription, hardware, hardwareText, acknowledgements, activities, contracts, ...more }: More = {},
): ProjectState => ({
  id,
  ref: 17,
  customerId: 'c1',
  playbook,
  state: 'active',
  stage: 'intake',
  ownerId: 'U_SALES',
  managerId: 'U_PROJECT_MANAGER',
  currency: 'USD',
  targetGoLiveOn: undefined,
  etaOn: undefined,
  goLiveOn: undefined,
  wentLiveOn: undefined,
  stateReason: undefined,
  createdBy: 'U_SALES',
  createdAt: at,
  endedAt: undefined,
  turns: 1,
  customer: { id: 'c1', name: 'Acme', timeZone: 'UTC' },
  handoff: {
    id: 'h1',
    turn: 1,
    stage: more.stage ?? 'intake',
    state: 'open',
    cameFrom: undefined,
    cameBy: 'created',
    reason: undefined,
    openedBy: 'U_SALES',
    openedAt: at,
    assigneeId: undefined,
    touchedAt: undefined,
    decidedBy: undefined,
    decidedAt: undefined,
    decisionReason: undefined,
    returnedTo: undefined,
    remindOn: undefined,
    expectedOn: undefined,
    blockedBy: undefined,
  },
  ticks: [],
  overrides: [],
  catalogue,
  parts: partsOf({
    ...(invoices ? { invoices } : {}),
    subscription,
    hardware,
    ...(hardwareText === undefined ? {} : { hardwareText }),
    ...(acknowledgements ? { acknowledgements } : {}),
    ...(activities ? { activities } : {}),
    ...(contracts ? { contracts } : {}),
  }),
  ...more,
});

/** An invoice in cents, without tax. */
export const anInvoice = (
  kind: string,
  cents: number,
  paidCents = 0,
  more: Partial<ProjectCharge> = {},
): ProjectCharge => {
  const [amount, paid] = [money(cents, 'USD'), money(paidCents, 'USD')];
  return {
    id: `i-${kind}`,
    ref: 1,
    customerId: 'c1',
    subject: projectSubject(id),
    kind,
    label: kind,
    net: amount,
    taxRate: 0,
    tax: money(0, 'USD'),
    amount,
    paid,
    open: subtract(amount, paid),
    state: paidCents >= cents ? 'paid' : 'open',
    pickedUp: 'nothing',
    credited: money(0, 'USD'),
    writtenOff: money(0, 'USD'),
    numbering: 'elsewhere',
    presentment: 'not_presented',
    presented: true,
    ...more,
  };
};

export const aSubscription = (armed = false): Subscription => ({
  id: 's1',
  customerId: 'c1',
  currency: 'USD',
  items: [aService('Help desk', 10, 200_00)],
  counts: [],
  template: {
    id: 't1',
    months: 1,
    inArrears: false,
    daysAhead: 0,
    mode: 'automate',
    past: [],
    endsWithGroup: false,
    skipped: [],
    creditTaxRate: 0,
    nextOn: day('2026-05-02'),
    armed,
    ...(armed ? { armedBy: 'U_ACCOUNTING', armedAt: at, credit: money(1000_00, 'USD') } : {}),
  },
});
