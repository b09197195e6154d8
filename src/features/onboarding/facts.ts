/** What Baton knows about a project by itself: the ticks that are facts, and what the gates are decided upon. */

import type { Invoice } from '../billing/invoices/index.ts';
import type { ChargeKind, FactName, GateCharge, GateFacts } from '../playbooks/index.ts';
import { chargeDue } from './charges.ts';
import type { ProjectState } from './project.ts';

export interface ProjectFacts extends GateFacts {
  /** The facts that hold. */
  readonly holds: ReadonlySet<FactName>;
}

/** The tick by which a project manager says that no knowledge-transfer meeting is needed. ONB-11 */
export const transferNotNeeded = 'transfer_not_needed';
/** The type of the Activity that is the knowledge-transfer meeting. ONB-11 */
export const transferActivity = 'knowledge_transfer';

type FactsOf = Pick<
  ProjectState,
  | 'currency'
  | 'invoices'
  | 'subscription'
  | 'activities'
  | 'ticks'
  | 'hardware'
  | 'acknowledgements'
  | 'overrides'
  | 'targetGoLiveOn'
  | 'etaOn'
  | 'goLiveOn'
  | 'wentLiveOn'
>;

/**
 * ONB-8: an up-front charge is done with for billing once its invoice went to the customer, paid or not; so is one that isn't due.
 * A void invoice is neither (ONB-19).
 */
const isInvoiced = (project: FactsOf, kind: ChargeKind): boolean => {
  const invoice = chargeDue(project, kind);
  return invoice === undefined || (invoice.sent !== undefined && invoice.state !== 'void');
};

const isPaid = (project: FactsOf, kind: ChargeKind): boolean => {
  const invoice = chargeDue(project, kind);
  return invoice === undefined || invoice.paid.amount >= invoice.amount.amount;
};

const isAcknowledged = (project: FactsOf, desk: string) => project.acknowledgements.some((each) => each.desk === desk);

const rules: Readonly<Record<FactName, (project: FactsOf) => boolean>> = {
  set_up_invoiced: (project) => isInvoiced(project, 'set_up'),
  first_month_invoiced: (project) => isInvoiced(project, 'first_month'),
  hardware_invoiced: (project) => isInvoiced(project, 'hardware'),
  set_up_paid: (project) => isPaid(project, 'set_up'),
  first_month_paid: (project) => isPaid(project, 'first_month'),
  hardware_paid: (project) => isPaid(project, 'hardware'),
  subscription_created: (project) => project.subscription !== undefined,
  template_created: (project) => project.subscription !== undefined,
  services_added: (project) => (project.subscription?.items.length ?? 0) > 0,
  coverage_written: (project) => Boolean(project.subscription?.coverage && project.subscription.sla),
  invoices_filed: (project) =>
    project.invoices.every((each) => each.state === 'void' || each.amount.amount === 0n || each.filed !== undefined),
  target_go_live_set: (project) => project.targetGoLiveOn !== undefined,
  eta_set: (project) => project.etaOn !== undefined,
  go_live_scheduled: (project) => project.goLiveOn !== undefined,
  went_live: (project) => project.wentLiveOn !== undefined,
  transfer_meeting: (project) =>
    project.ticks.some((each) => each.item === transferNotNeeded && each.ticked) ||
    project.activities.some((each) => each.type === transferActivity && each.state === 'completed'),
  hardware_ordered: (project) => !chargeDue(project, 'hardware') || project.hardware?.orderedAt !== undefined,
  sales_acknowledged: (project) => isAcknowledged(project, 'sales'),
  service_acknowledged: (project) => isAcknowledged(project, 'service'),
  recurring_armed: (project) => project.subscription?.template.armed ?? false,
};

/** What gates ask of an invoice. */
export const chargeFacts = ({ kind, label, amount, paid, state, waiver }: Invoice): GateCharge => ({
  kind,
  label,
  amount,
  paid,
  state,
  waiver: waiver && (waiver.confirmed ? 'confirmed' : 'asked'),
});

/**
 * Pure; as of the state given. Example: a project without a hardware charge holds `hardware_invoiced`, `hardware_paid` and
 * `hardware_ordered` from its beginning (ONB-3, ONB-7).
 */
export const projectFacts = (project: FactsOf): ProjectFacts => ({
  charges: project.invoices.map(chargeFacts),
  overrides: project.overrides,
  holds: new Set((Object.keys(rules) as FactName[]).filter((name) => rules[name](project))),
});
