import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { checklistItems } from '../checklist/index.ts';
import { runItem, sentItem } from './checklist-lines.ts';

/** What bill runs and invoices say of the month's bills, for the checklist. CUS-8 */
export const readinessSlice: Slice = {
  name: 'readiness',
  contributes: [contribute(checklistItems, runItem), contribute(checklistItems, sentItem)],
};
