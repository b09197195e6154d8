import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { type PolicyDefinition, policyForesights } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { calendarSources } from '../../customers/index.ts';
import { asDeed, guardedDeeds } from '../rights/index.ts';
import { setupParts } from '../setup/index.ts';
import { releaseAllButton, releaseButton } from './actions/release-bills.ts';
import { runButton, runCommand } from './actions/start-run.ts';
import { billRunKind } from './bill-run.ts';
import { draftsAhead, issueDraftsJob } from './issue-drafts.ts';
import { billRunsForesight, billRunsPolicy } from './policy.ts';
import { releaseDeed } from './release.ts';
import { heldSection, madeSection, runsPart } from './run-section.ts';

export { releaseBills } from './actions/release-bills.ts';
export { startBillRun } from './actions/start-run.ts';
export { sortCustomers } from './bill-customers.ts';
export { billRun } from './bill-run.ts';
export { decideBills } from './decide.ts';
export { issueDrafts } from './issue-drafts.ts';
export { type BillRunsPolicy, billRunsPolicy } from './policy.ts';
export { addBill, type RunTotal, type Sums, sumsSchema, totalsOf, totalText } from './totals.ts';

/** Bills everybody at once. BIL-2 @param wakeRuns has queued runs worked through in the background */
export const billRunsSlice = (wakeRuns: (deps: Deps) => void): Slice => ({
  name: 'bill runs',
  commands: [runCommand],
  interactions: [runButton(wakeRuns), releaseButton, releaseAllButton],
  policies: [billRunsPolicy as unknown as PolicyDefinition<object>],
  sections: [madeSection, heldSection],
  jobs: [issueDraftsJob],
  contributes: [
    contribute(runKinds, billRunKind),
    contribute(calendarSources, draftsAhead),
    contribute(guardedDeeds, asDeed(releaseDeed)),
    contribute(setupParts, runsPart),
    contribute(policyForesights, billRunsForesight),
  ],
});
