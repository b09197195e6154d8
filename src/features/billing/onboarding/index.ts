/** What billing knows of projects and adds to their playbooks. */
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { playbookContributions } from '../../playbooks/index.ts';
import { confirmNothingDueButton, waiverSlotKind } from './actions/confirm-nothing-due.ts';
import { billingContribution } from './contribution.ts';
import { policyReaction } from './follow-policy.ts';
import { moneyReactions } from './tell-of-money.ts';

export { acknowledgementsOf, acknowledgementsPart } from './acknowledgements/acknowledgements-part.ts';
export {
  type Acknowledgement,
  deleteAcknowledgement,
  deleteAcknowledgements,
  insertAcknowledgement,
} from './acknowledgements/acknowledgements-store.ts';
export {
  type Amounts,
  type ChargeKind,
  chargeDue,
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  chargesOf,
  chargesText,
  obligationsOf,
  type PickedUpByCharge,
  parseTaxRate,
  pickedUpFor,
  pickedUpOf,
  pickUpField,
  pickUpKinds,
  readAmounts,
  taxRateProblem,
  taxRateText,
  voidedCharge,
} from './charges.ts';
export { type Charges, chargesPart, invoicesOf, prepaidFor } from './charges-part.ts';
export { invoiceLine, serviceLines } from './figures-views.ts';
export { confirmOne, reviewer, showWaivers, waitsForReviewer, waiverSlot } from './nothing-due.ts';
export { subscriptionOf, subscriptionPart } from './subscription-part.ts';

export const billingOnboardingSlice: Slice = {
  name: 'billing.onboarding',
  contributes: [contribute(playbookContributions, billingContribution)],
  interactions: [confirmNothingDueButton],
  slots: [waiverSlotKind],
  reactions: [...moneyReactions, policyReaction],
};
export { type AmountRange, unpaidWithin } from './unpaid-store.ts';
