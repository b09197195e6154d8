/** What billing adds to playbooks. */
import type { Role } from '../../../platform/work/roles.ts';
import {
  type DeskAction,
  type Fact,
  fact,
  type Obligation,
  obligation,
  type PlaybookContribution,
  type ProjectState,
  projectSubject,
} from '../../playbooks/index.ts';
import { type Invoice, moneyRoles, type NextStep, presentInvoices } from '../invoices/index.ts';
import { type ChargeKind, chargeDue, chargeInvoice, chargeKinds } from './charges/charges.ts';
import { type Charges, chargesPart, invoicesOf } from './charges/charges-part.ts';
import { figureBlocks } from './charges/figures-views.ts';
import { chargesFollow } from './charges/follow-project.ts';
import { isPaidFor, obligationOf } from './charges/obligation.ts';
import { type ChargeStep, howToCollect } from './collecting/how-to-collect.ts';
import { contractsPart, hasContract } from './contracts/contracts-part.ts';
import { chargesIntake } from './intake/charges-intake.ts';
import { noReturn } from './no-return.ts';
import { acknowledgementEffect } from './recurring/acknowledgement.ts';
import { acknowledgementTask } from './recurring/acknowledgement-task.ts';
import { acknowledgementsPart } from './recurring/acknowledgements-part.ts';
import { missingForArming } from './recurring/arming.ts';
import { recurringFollow } from './recurring/follow-project.ts';
import { contactBlock, serviceBlocks } from './recurring/service-views.ts';
import { subscriptionOf, subscriptionPart } from './recurring/subscription-part.ts';
import { confirmWaivers } from './waivers/nothing-due.ts';
import { waiverTask } from './waivers/waiver-task.ts';

/**
 * ONB-8: an up-front charge is done with for billing once its invoice went to the customer, paid or not; so is one that isn't due.
 * A void invoice is neither (ONB-19).
 */
const isInvoiced = (invoice: Invoice | undefined): boolean =>
  invoice === undefined || (invoice.sent !== undefined && invoice.state !== 'void');

const isPaid = (invoice: Invoice | undefined): boolean =>
  invoice === undefined || invoice.amount.amount === 0n || (invoice.state !== 'void' && isPaidFor(invoice));

const ofCharge = (kind: ChargeKind): Readonly<Record<string, Fact>> => ({
  [`${kind}_invoiced`]: fact(chargesPart, ({ invoices }) => isInvoiced(chargeDue(invoices, kind))),
  [`${kind}_paid`]: fact(chargesPart, ({ invoices }) => isPaid(chargeDue(invoices, kind))),
});

const isAcknowledged = (desk: Role): Fact =>
  fact(acknowledgementsPart, (given) => given.some((each) => each.desk === desk));

/** What accounting is at while it collects, to follow its name. */
const collecting: Readonly<Record<NextStep | ChargeStep, string>> = {
  decide: 'has to say whether the invoice stands',
  send: 'has to send the invoice',
  ask_permission: 'has to send the invoice and ask for permission to charge the card',
  await_permission: 'waits for the customer’s permission to charge the card',
  charge: 'has to charge the card',
  record_payment: 'has to record the check',
  await_payment: 'waits for the customer’s payment',
  file: 'has to file the invoice',
  none: 'has nothing to collect',
};

/** ONB-4, ONB-5, ONB-7: how an up-front charge stands for the gates that wait for it. @param isSmallFree a small one keeps nobody waiting */
export const chargeObligation = (
  { invoices, freeBelow }: Charges,
  kind: ChargeKind,
  isSmallFree: boolean,
): Obligation => {
  const invoice = invoices.find((each) => each.kind === kind);
  const limit = isSmallFree && invoice ? freeBelow[invoice.amount.currency] : undefined;
  const below = invoice && limit !== undefined ? { ...invoice.amount, amount: BigInt(limit) } : undefined;
  const stands = obligationOf(invoice, below);
  if (stands.state === 'waived') return { ...stands, whyForAll: 'It needs no payment.' };
  if (!stands.outstanding) return stands;
  const standing = chargeInvoice(invoices, kind);
  return {
    ...stands,
    whyForAll: 'It waits for a payment.',
    ...(standing ? { with: { role: 'accounting', doing: collecting[howToCollect(standing).step] } } : {}),
  };
};

type Offered = ReturnType<DeskAction['offered']>;

const arming = (project: ProjectState): Offered =>
  missingForArming(project, (role) => role).length > 0
    ? undefined
    : { text: 'Arm recurring billing', value: project.id };

/** The way back from armed billing. ALL-5 */
const disarming = (project: ProjectState): Offered =>
  subscriptionOf(project)?.template.armed ? { text: 'Recurring billing', value: project.id } : undefined;

export const billingContribution: PlaybookContribution = {
  slice: 'billing',
  facts: {
    ...Object.assign({}, ...chargeKinds.map(ofCharge)),
    invoices_filed: fact(chargesPart, ({ invoices }) =>
      invoices.every((each) => each.state === 'void' || each.amount.amount === 0n || each.filed !== undefined),
    ),
    contract_created: { reads: [contractsPart], holds: hasContract },
    subscription_created: fact(subscriptionPart, (subscription) => subscription !== undefined),
    template_created: fact(subscriptionPart, (subscription) => subscription !== undefined),
    services_added: fact(
      subscriptionPart,
      (subscription) => subscription?.items.some(({ withdrawn }) => !withdrawn) ?? false,
    ),
    coverage_written: fact(subscriptionPart, (subscription) => Boolean(subscription?.coverage && subscription.sla)),
    recurring_armed: fact(subscriptionPart, (subscription) => subscription?.template.armed ?? false),
    sales_acknowledged: isAcknowledged('sales'),
    service_acknowledged: isAcknowledged('service'),
  },
  obligations: Object.fromEntries(
    chargeKinds.flatMap((kind) => [
      [kind, obligation(chargesPart, (charges) => chargeObligation(charges, kind, false))],
      [`${kind}_unless_small`, obligation(chargesPart, (charges) => chargeObligation(charges, kind, true))],
    ]),
  ),
  effects: {
    /** ONB-3: accounting gets a message for each up-front charge. Undone, they stay: the folder comes back to billing anyway. */
    present_invoices: { reads: [], run: (work, project) => presentInvoices(work, projectSubject(project.id)) },
    /** ONB-19 */
    confirm_nothing_due: { reads: [chargesPart], run: confirmWaivers },
    request_acknowledgements: acknowledgementEffect,
  },
  sections: {
    contact: {
      on: ['message'],
      reads: [chargesPart, subscriptionPart],
      blocks: (project, stage) =>
        moneyRoles.some((role) => stage?.desk.includes(role)) ? [contactBlock(project)] : [],
    },
    figures: {
      on: ['message', 'window'],
      reads: [chargesPart],
      blocks: (project) => figureBlocks(invoicesOf(project)),
    },
    services: {
      on: ['message', 'window'],
      reads: [subscriptionPart],
      blocks: (project) => serviceBlocks(subscriptionOf(project)),
    },
  },
  actions: {
    /** In the customer's room, and of this desk: its button stands there, too. CUS-9 */
    'contract.add': {
      reads: [contractsPart],
      offered: ({ project }) =>
        hasContract(project) ? undefined : { text: 'Add contract', value: project.customerId },
    },
    'subscription.set_up': {
      reads: [subscriptionPart],
      offered: ({ project }) => ({
        text: subscriptionOf(project) ? 'Subscription' : 'Set up subscription',
        value: project.id,
      }),
    },
    'recurring.arm': {
      reads: [subscriptionPart, acknowledgementsPart],
      inWindow: disarming,
      offered: ({ project }) => disarming(project) ?? arming(project),
    },
  },
  intake: { charges: chargesIntake },
  follows: [recurringFollow, chargesFollow],
  tasks: { confirm_nothing_due: waiverTask, acknowledge: acknowledgementTask },
  belongings: {
    reads: [chargesPart],
    subjects: (project) => invoicesOf(project).map(({ id }) => ({ type: 'invoice', id })),
  },
  noReturn,
  alternatives: {
    // ONB-7: billing makes purchase agreements with customers.
    purchase_agreement: {
      name: 'a purchase agreement',
      label: 'Purchase agreement made (billing records it)',
      by: moneyRoles,
    },
  },
};
