/** What happens by itself with a stage: the registry that playbooks name (`onOpen`, `onApprove`). */
import { presentInvoices } from '../billing/invoices/index.ts';
import { projectSubject } from '../playbooks/index.ts';
import { moneyEffects, refreshSlots } from './money-effects.ts';
import type { StageEffect } from './stage-effect.ts';
import { confirmWaivers } from './waivers.ts';

export { refreshSlots };

export const stageEffects: Readonly<Record<string, StageEffect>> = {
  ...moneyEffects,
  /** ONB-19 */
  'billing.confirm_nothing_due': { run: (_deps, work, project) => confirmWaivers(work, project) },
  /** ONB-3: accounting gets a message for each up-front charge. Undone, they stay: the folder comes back to billing anyway. */
  'billing.present_invoices': { run: (_deps, work, project) => presentInvoices(work, projectSubject(project.id)) },
};
