import { NotAllowed } from '../../core/errors.ts';
import { lacksRole, type Role } from '../work/roles.ts';
import { system, type Work } from '../work/work.ts';
import type { SlackRequest } from './slice.ts';

/** For what everybody with a desk may do: any role will do, also one that only a playbook knows. ALL-1 */
export const requireAnyRole = (work: Work, doing: string): void => {
  if (work.by.id === system.userId) return;
  if (work.by.roles.size === 0 && !work.by.barred) {
    throw new NotAllowed(`You can't ${doing} yet, because you have no role in Baton. Ask an admin for one.`);
  }
  work.require([...work.by.roles], doing);
};

/** Spares a person a form whose submission would be refused. The use case decides again. ALL-1 */
export const requireEarly = async (request: SlackRequest, roles: readonly Role[], doing: string): Promise<void> => {
  const held = await request.roles();
  if (!roles.some((role) => held.has(role))) throw lacksRole(roles, doing, request.deps.roleName);
};
