/** What happens by itself with a stage: the registry that playbooks name (`onOpen`, `onApprove`). */
import { presentInvoices } from '../billing/invoices/index.ts';
import type { EffectName } from '../playbooks/index.ts';
import { moneyEffects, refreshSlots } from './money-effects.ts';
import { projectSubject } from './project.ts';
import type { StageEffect } from './stage-effect.ts';

export { refreshSlots };

export const stageEffects: Readonly<Record<EffectName, StageEffect>> = {
  ...moneyEffects,
  /** ONB-3: accounting gets a message for each up-front charge. Undone, they stay: the folder comes back to billing anyway. */
  present_invoices: { run: (_deps, work, project) => presentInvoices(work, projectSubject(project.id)) },
};
