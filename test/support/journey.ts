/** Walks a project of the shipped playbook from desk to desk, as its people would. */

import { money } from '../../src/core/money/money.ts';
import { addDays, type Day, todayIn } from '../../src/core/time/calendar.ts';
import type { Activity } from '../../src/features/activities/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import {
  type Acknowledgement,
  acknowledgementsOf,
  type ChargeKind,
  invoicesOf,
  type ProjectCharge,
  subscriptionOf,
} from '../../src/features/billing/onboarding/index.ts';
import { setUpProjectSubscription } from '../../src/features/billing/onboarding/recurring/actions/set-up-subscription.ts';
import { type Payment, recordPayment } from '../../src/features/billing/payments/index.ts';
import type { Subscription } from '../../src/features/billing/subscriptions/index.ts';
import { addContract, contractsOf } from '../../src/features/customers/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { activitiesOf } from '../../src/features/onboarding/transfer/activities-part.ts';
import { type ProjectState, readerOf } from '../../src/features/playbooks/index.ts';
import { type Playbook, stageOf } from '../../src/features/playbooks/playbook.ts';
import { loadPlaybooks } from '../../src/features/playbooks/playbook-files.ts';
import { orderHardware } from '../../src/features/purchase/hardware/actions/place-order.ts';
import { reviewHardware } from '../../src/features/purchase/hardware/actions/review-order.ts';
import { type HardwareOrder, orderOf } from '../../src/features/purchase/hardware/index.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import type { By, Deps } from '../../src/platform/work/work.ts';
import { createProject } from './entered.ts';

export interface Amounts {
  readonly set_up?: string;
  readonly first_month?: string;
  readonly hardware?: string;
}

/** A project with all that slices know of it. */
export interface WholeProject extends ProjectState {
  readonly invoices: readonly ProjectCharge[];
  readonly subscription: Subscription | undefined;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly hardware: HardwareOrder | undefined;
  readonly activities: readonly Activity[];
}

export const wholeProject = (project: ProjectState): WholeProject => ({
  ...project,
  invoices: invoicesOf(project),
  subscription: subscriptionOf(project),
  acknowledgements: acknowledgementsOf(project),
  hardware: orderOf(project),
  activities: activitiesOf(project),
});

let customers = 0;

/** Who works there, and what they work with. */
export interface Office {
  readonly deps: Deps;
  readonly person: (role: Role) => By;
}

/** One project on its way. Methods act as whoever's turn it is. */
export const startProject = async (
  h: Office,
  amounts: Amounts,
  more: { playbook?: Playbook; taxRate?: string; customer?: string } = {},
) => {
  const playbooks = more.playbook ? [more.playbook] : await loadPlaybooks();
  const { id } = await createProject(h.deps, h.person('sales'), playbooks, {
    customer: more.customer ?? `Customer ${++customers}`,
    playbook: more.playbook?.key ?? 'managed-services',
    ownerId: h.person('sales').userId,
    managerId: h.person('project_manager').userId,
    currency: 'USD',
    amounts,
    taxRate: more.taxRate,
    hardwareText: amounts.hardware ? 'A firewall' : undefined,
    pickedUp: { set_up: 'nothing', first_month: 'nothing' },
  });
  const state = async (): Promise<WholeProject> => wholeProject(await loadProject(readerOf(h.deps), id));
  const invoice = async (kind: ChargeKind) => {
    const found = (await state()).invoices.find((each) => each.kind === kind);
    if (!found) throw new Error(`no ${kind} invoice`);
    return found;
  };

  /** Ticks what can be ticked and sets these dates, as the desk that has the folder. */
  const tick = async (dates: Readonly<Record<string, Day>> = {}, skip: readonly string[] = []): Promise<void> => {
    const project = await state();
    const stage = stageOf(project.playbook, project.stage);
    const items = (stage?.items ?? []).filter((item) => item.kind === 'tick' && !skip.includes(item.key));
    const set = Object.fromEntries(
      (stage?.items ?? []).flatMap((item) =>
        item.kind === 'date' ? [[item.key, dates[item.key] ?? project[item.sets]]] : [],
      ),
    );
    await saveChecklist(h.deps, h.person(stage?.desk[0] ?? ''), {
      handoffId: project.handoff.id,
      shownAt: h.deps.clock.now(),
      ticked: items.map((item) => item.key),
      dates: set,
      texts: {},
    });
  };

  const approve = async (as?: Role): Promise<void> => {
    const project = await state();
    const desk = as ?? stageOf(project.playbook, project.stage)?.desk[0] ?? '';
    await approveHandoff(h.deps, h.person(desk), { handoffId: project.handoff.id });
  };

  const today = (): Day => todayIn(h.deps.timeZone, h.deps.clock.now());

  const sendInvoice = async (kind: ChargeKind): Promise<void> => {
    const { id: invoiceId } = await invoice(kind);
    const input = {
      invoiceId,
      number: `QB-${kind.replace('_', '-')}-${id.slice(-6)}`,
      sentOn: today(),
      location: 'Cabinet 1',
    };
    await markSent(h.deps, h.person('accounting'), input);
  };

  const pay = async (kind: ChargeKind, cents?: number, by = h.person('accounting')): Promise<Payment> => {
    const { id: invoiceId, open } = await invoice(kind);
    const amount = cents === undefined ? open : money(cents, 'USD');
    const { payment } = await recordPayment(h.deps, by, { invoiceId, amount, method: 'check', receivedOn: today() });
    return payment;
  };

  const setUp = (monthly = 2000_00) =>
    setUpProjectSubscription(h.deps, h.person('billing'), {
      projectId: id,
      services: [{ description: 'Managed services', quantity: 1, unitAmount: money(monthly, 'USD') }],
      coverage: 'Weekdays 8 to 6',
      sla: 'Four hours',
    });

  /** What was agreed with the customer, for a year from now on; nothing where one is there. */
  const contract = async () => {
    const { customerId } = await state();
    if ((await contractsOf(h.deps.db.prisma, [customerId])).length === 0)
      await addContract(h.deps, h.person('billing'), {
        customerId,
        contract: {
          number: `C-${id.slice(-6)}`,
          parties: null,
          startOn: today(),
          endOn: addDays(today(), 364),
          termMonths: 12,
          renews: true,
          noticeDays: 30,
          signedOn: null,
          owner: h.person('billing').userId,
        },
      });
  };

  const desks: Readonly<Record<string, () => Promise<void>>> = {
    intake: () => tick(),
    review: () => tick(),
    billing: async () => {
      for (const each of (await state()).invoices) if (!each.sent) await sendInvoice(each.kind as ChargeKind);
      await contract();
      await setUp();
    },
    'profile-check': () => tick({ target_go_live: today() }),
    planning: async () => {
      if (amounts.set_up) await pay('set_up');
      await tick({ eta: today() });
    },
    delivery: async () => {
      if (amounts.hardware) {
        await pay('hardware');
        await reviewHardware(h.deps, h.person('reviewer'), { projectId: id });
        await orderHardware(h.deps, h.person('purchasing'), { projectId: id, reference: 'PO-1' });
      }
      if (amounts.first_month) await pay('first_month');
      await tick({ go_live_scheduled: today(), went_live: today() });
    },
  };

  /** Does each desk's work and hands the folder on, until it lies at this stage. */
  const walkTo = async (stage: string): Promise<void> => {
    for (let at = (await state()).stage; at !== stage; at = (await state()).stage) {
      const work = desks[at];
      if (!work) throw new Error(`nobody walks from ${at} to ${stage}`);
      await work();
      await approve();
    }
  };

  return { id, state, invoice, tick, approve, sendInvoice, pay, contract, setUp, walkTo, today };
};

export type Journey = Awaited<ReturnType<typeof startProject>>;
