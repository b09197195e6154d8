import type { Role } from '../../../platform/work/roles.ts';

/** Who begins projects (ONB-1) and may own them. */
export const projectCreators: readonly Role[] = ['sales'];

/** Who may be a project's manager. */
export const projectManagers: readonly Role[] = ['project_manager'];

/** Who may steer a project as a whole, whichever desk has it. */
export const projectStewards: readonly Role[] = ['sales', 'project_manager', 'management', 'admin'];
