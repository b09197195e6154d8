import type { Role } from '../../../platform/work/roles.ts';
import { desksWith, type Playbook } from '../../playbooks/index.ts';

/** Who begins projects (ONB-1) and may own them. */
export const projectCreators: readonly Role[] = ['sales'];

/** Who may be a project's manager. */
export const projectManagers: readonly Role[] = ['project_manager'];

/** Who may steer a project as a whole, whichever desk has it. */
export const projectStewards: readonly Role[] = ['sales', 'project_manager', 'management', 'admin'];

/** Who corrects what a customer is to pay up front: sales, who invoices, and every desk to which the playbook gives it. */
export const amountCorrectors = (playbook: Playbook): readonly Role[] => [
  ...new Set(['sales', 'billing', 'accounting', ...desksWith(playbook, 'project.correct')]),
];
