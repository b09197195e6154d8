import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { type PolicyDefinition, policyForesights, settingsEditors } from '../../../platform/work/policies.ts';
import { setupParts } from '../setup/index.ts';
import { approveButton } from './actions/approve.ts';
import { declineButton } from './actions/decline.ts';
import { withdrawButton } from './actions/withdraw.ts';
import { approvalSlot, approvalsHome } from './approval-message.ts';
import { rightsForesight, rightsPolicy, rightsReaction } from './policy.ts';
import { rightsPart } from './rights-part.ts';

export { approve } from './actions/approve.ts';
export { decline } from './actions/decline.ts';
export { withdraw } from './actions/withdraw.ts';
export { asDeed, type DeedFacts, type DeedOf, guardedDeeds } from './deed.ts';
export { askedText, doOrAsk, type Outcome } from './do-or-ask.ts';
export { type RightsPolicy, rightsPolicy } from './policy.ts';
export { requireRight, requireRightEarly } from './require-right.ts';
export type { MoneyRight, Right } from './right.ts';

export const rightsSlice: Slice = {
  name: 'rights',
  interactions: [approveButton, declineButton, withdrawButton],
  slots: [approvalSlot],
  home: [approvalsHome],
  reactions: [rightsReaction],
  policies: [rightsPolicy as unknown as PolicyDefinition<object>],
  contributes: [
    contribute(setupParts, rightsPart),
    contribute(policyForesights, rightsForesight),
    contribute(settingsEditors, async (policyOf) => (await policyOf(rightsPolicy)).changePolicy),
  ],
};
