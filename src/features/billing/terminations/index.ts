import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { type PolicyDefinition, policyForesights } from '../../../platform/work/policies.ts';
import { calendarSources, deactivationChecks } from '../../customers/index.ts';
import { carryOverButton } from './actions/carry-over.ts';
import { changeEndButton } from './actions/change-end.ts';
import { creditRestButton } from './actions/credit-rest.ts';
import { detachButton } from './actions/detach-assets.ts';
import { inactiveButton } from './actions/make-inactive.ts';
import { reactivateButton } from './actions/reactivate.ts';
import { startButton } from './actions/start-termination.ts';
import { takeBackButton } from './actions/take-back-termination.ts';
import { waiveButton } from './actions/waive-final-bill.ts';
import { endedInOrder, endsAhead, followReactions, overJob } from './follow.ts';
import { terminationsForesight, terminationsPolicy } from './policy.ts';
import { leavingHome, terminationSections, terminationSlot, terminationWindow } from './termination-window.ts';

export { carryOver } from './actions/carry-over.ts';
export { changeEnd } from './actions/change-end.ts';
export { creditRest } from './actions/credit-rest.ts';
export { detachAssets } from './actions/detach-assets.ts';
export { makeInactive } from './actions/make-inactive.ts';
export { reactivate } from './actions/reactivate.ts';
export { takeBackTermination } from './actions/take-back-termination.ts';
export { waiveFinalBill } from './actions/waive-final-bill.ts';
export { tellOver } from './follow.ts';
export { type TerminationsPolicy, terminationsPolicy } from './policy.ts';
export { type Terminate, terminate } from './terminate.ts';

/** The ordered end of customers, subscriptions and assets. CUS-6 */
export const terminationsSlice: Slice = {
  name: 'terminations',
  interactions: [
    startButton,
    changeEndButton,
    creditRestButton,
    waiveButton,
    inactiveButton,
    detachButton,
    carryOverButton,
    takeBackButton,
    reactivateButton,
  ],
  slots: [terminationSlot],
  windows: [terminationWindow],
  sections: terminationSections,
  home: [leavingHome],
  jobs: [overJob],
  reactions: followReactions,
  policies: [terminationsPolicy as unknown as PolicyDefinition<object>],
  contributes: [
    contribute(policyForesights, terminationsForesight),
    contribute(deactivationChecks, endedInOrder),
    contribute(calendarSources, endsAhead),
  ],
};
