import type { Slice } from '../../../platform/slice/slice.ts';
import { setupCommand, setupHome, setupWindow } from './setup-window.ts';

export { changedMeanwhile, differenceOf } from './meanwhile.ts';
export { ledgerEditors, type SetupPart, type SetupState, setupEditors, setupParts, setupSubject } from './setup.ts';

/** A leaf: what is set up is contributed by the rooms that keep it. CUS-2 */
export const setupSlice: Slice = {
  name: 'billing-setup',
  commands: [setupCommand],
  windows: [setupWindow],
  home: [setupHome],
};
