/** A project of the shipped playbook, as the rules and views see it; tests say only what matters to them. */

import { money, subtract } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { Invoice } from '../../../src/features/billing/invoices/index.ts';
import type { Subscription } from '../../../src/features/billing/subscriptions/index.ts';
import { type ProjectState, projectSubject } from '../../../src/features/onboarding/project.ts';
import type { Playbook } from '../../../src/features/playbooks/playbook.ts';
import { loadPlaybooks } from '../../../src/features/playbooks/playbook-files.ts';

export const managedServices = async (): Promise<Playbook> => {
  const found = (await loadPlaybooks()).find((each) => each.key === 'managed-services');
  if (!found) throw new Error('The managed-services playbook is gone.');
  return found;
};

const id = '01890000-0000-7000-8000-000000000001';
const at = new Date('2026-03-02T09:00:00Z');

export const aProject = (playbook: Playbook, more: Partial<ProjectState> = {}): ProjectState => ({
  id,
  ref: 17,
  customerId: 'c1',
  playbook,
  state: 'active',
  stage: 'intake',
  ownerId: 'U_SALES',
  managerId: 'U_PROJECT_MANAGER',
  currency: 'USD',
  hardwareText: undefined,
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
  },
  ticks: [],
  overrides: [],
  hardware: undefined,
  acknowledgements: [],
  invoices: [],
  subscription: undefined,
  activities: [],
  ...more,
});

/** An invoice in cents, without tax. */
export const anInvoice = (kind: string, cents: number, paidCents = 0, more: Partial<Invoice> = {}): Invoice => {
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
    presented: true,
    ...more,
  };
};

export const aSubscription = (armed = false): Subscription => ({
  id: 's1',
  customerId: 'c1',
  currency: 'USD',
  items: [{ id: 'x', description: 'Help desk', quantity: 10, unitAmount: money(200_00, 'USD') }],
  template: {
    id: 't1',
    amount: money(2000_00, 'USD'),
    nextOn: day('2026-05-02'),
    armed,
    ...(armed ? { armedBy: 'U_ACCOUNTING', armedAt: at, credit: money(1000_00, 'USD') } : {}),
  },
});
