import type { HomeSection } from '../../../platform/slice/slice.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { readChecklist } from './checklist.ts';
import { checklistHomeBlocks } from './checklist-views.ts';

const keepers: readonly Role[] = ['billing', 'accounting'];

/** How the month stands, for who bills it; what looks at every customer is read once the list is opened. CUS-8 */
export const checklistHome: HomeSection = {
  order: 60,
  title: 'Billing checklist',
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!keepers.some((role) => held.has(role))) return [];
    return checklistHomeBlocks(await readChecklist(deps, 'quick'));
  },
};
