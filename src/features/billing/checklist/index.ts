import type { Slice } from '../../../platform/slice/slice.ts';
import { checklistCommand, checklistList, openChecklist } from './actions/open-checklist.ts';
import { checklistHome } from './home.ts';

export { type ChecklistItem, checklistItems, readChecklist } from './checklist.ts';
export { checklistSummary } from './checklist-views.ts';

/** A leaf: who knows whether a line is so contributes it. CUS-8 */
export const checklistSlice: Slice = {
  name: 'billing checklist',
  commands: [checklistCommand],
  interactions: [openChecklist],
  lists: [checklistList],
  home: [checklistHome],
};
