import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { checklistItems } from '../checklist/index.ts';
import { carryOverButton } from './actions/carry-over.ts';
import { carryOverRun, creditsItem } from './carry-over.ts';

export { startCarryOver } from './carry-over.ts';

/** What is left over of all customers pays what they owe. CUS-8 @param wakeRuns has queued runs worked through in the background */
export const carryOverSlice = (wakeRuns: (deps: Deps) => void): Slice => ({
  name: 'carry over',
  interactions: [carryOverButton(wakeRuns)],
  contributes: [contribute(runKinds, carryOverRun), contribute(checklistItems, creditsItem)],
});
