import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { setupParts } from '../setup/index.ts';
import { setClosingButton } from './actions/set-closing.ts';
import { closingPart } from './closing-part.ts';

export { setClosing } from './actions/set-closing.ts';
export { closedProblem, periodOpened } from './closing.ts';
export { closedPeriods, openDay, requireOpenPeriod } from './require-open-period.ts';
export { readClosing } from './store.ts';

export const closingSlice: Slice = {
  name: 'closing',
  interactions: [setClosingButton],
  contributes: [contribute(setupParts, closingPart)],
};
