/** What billing knows of projects and adds to their playbooks. */
import { todayIn } from '../../../core/time/calendar.ts';
import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { policyForesights } from '../../../platform/work/policies.ts';
import { playbookContributions, projectSubject } from '../../playbooks/index.ts';
import { invoiceOwners, invoiceRows, invoicesFor } from '../invoices/index.ts';
import { paymentWays } from '../payments/index.ts';
import { hardwareForesight, policyReaction } from './charges/follow-policy.ts';
import { invoiceReactions, invoiceSection } from './charges/invoice-section.ts';
import { moneyReactions } from './charges/tell-of-money.ts';
import { correctPickedUpButton } from './collecting/actions/correct-picked-up.ts';
import { permissionButton } from './collecting/actions/record-permission.ts';
import { withdrawPermissionButton } from './collecting/actions/withdraw-permission.ts';
import { chargeOwner, chargeWays } from './collecting/charge-owner.ts';
import { permissionReactions } from './collecting/permission.ts';
import { hardwareFollows } from './collecting/picked-up.ts';
import { contractReaction } from './contracts/follow-contracts.ts';
import { billingContribution } from './contribution.ts';
import { acknowledgementReaction } from './recurring/acknowledgement.ts';
import { acknowledgementSlotKind } from './recurring/acknowledgement-message.ts';
import { armRecurringButton } from './recurring/actions/arm-recurring.ts';
import { disarmRecurringForm } from './recurring/actions/disarm-recurring.ts';
import { giveAcknowledgementButton } from './recurring/actions/give-acknowledgement.ts';
import { setUpSubscriptionButton } from './recurring/actions/set-up-subscription.ts';
import { takeBackAcknowledgementButton } from './recurring/actions/take-back-acknowledgement.ts';
import { confirmNothingDueButton, waiverSlotKind } from './waivers/actions/confirm-nothing-due.ts';
import { waiverReaction } from './waivers/nothing-due.ts';

export type { PickedUp, ProjectCharge } from './charges/charge.ts';
export { type ChargeKind, chargeDue, chargeFields, taxRateText } from './charges/charges.ts';
export { chargesPart, invoicesOf } from './charges/charges-part.ts';
export { chargeById } from './charges/charges-store.ts';
export { planCharges } from './charges/plan-charges.ts';
export { correctPickUp } from './collecting/actions/correct-picked-up.ts';
export { recordPermission } from './collecting/actions/record-permission.ts';
export { withdrawPermission } from './collecting/actions/withdraw-permission.ts';
export { howToCollect } from './collecting/how-to-collect.ts';
export { permitWith } from './collecting/permission.ts';
export { taxRateField } from './intake/charge-inputs.ts';
export { acknowledgementsMissing } from './recurring/acknowledgement.ts';
export { acknowledgementsOf, acknowledgementsPart } from './recurring/acknowledgements-part.ts';
export type { Acknowledgement } from './recurring/acknowledgements-store.ts';
export { subscriptionOf, subscriptionPart } from './recurring/subscription-part.ts';
export { reviewer } from './waivers/nothing-due.ts';

/** Its figures stand in the project's window already: this leads on to each. WRK-1 */
const projectInvoices: WindowSection = {
  subject: 'project',
  order: 35,
  title: 'Invoices',
  rows: async ({ deps }, projectId, { skip, take }) =>
    invoiceRows(
      (await invoicesFor(deps.db.prisma, projectSubject(projectId))).slice(skip, skip + take),
      todayIn(deps.timeZone, deps.clock.now()),
    ),
};

export const billingOnboardingSlice: Slice = {
  name: 'billing.onboarding',
  contributes: [
    contribute(playbookContributions, billingContribution),
    contribute(invoiceOwners, chargeOwner),
    contribute(paymentWays, chargeWays),
    contribute(policyForesights, hardwareForesight),
  ],
  interactions: [
    permissionButton,
    withdrawPermissionButton,
    correctPickedUpButton,
    confirmNothingDueButton,
    setUpSubscriptionButton,
    giveAcknowledgementButton,
    takeBackAcknowledgementButton,
    armRecurringButton,
    disarmRecurringForm,
  ],
  slots: [waiverSlotKind, acknowledgementSlotKind],
  sections: [invoiceSection, projectInvoices],
  reactions: [
    ...permissionReactions,
    hardwareFollows,
    ...moneyReactions,
    policyReaction,
    waiverReaction,
    ...invoiceReactions,
    acknowledgementReaction,
    contractReaction,
  ],
};
