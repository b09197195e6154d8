import { NotAllowed } from '../core/errors.ts';
import { system, type Work } from '../platform/work.ts';

/** For what everybody with a desk may do: any role will do, also one that only a playbook knows. ALL-1 */
export function requireAnyRole(work: Work, doing: string): void {
  if (work.by.id === system.userId) return;
  if (work.by.roles.size === 0 && !work.by.barred) {
    throw new NotAllowed(`You can't ${doing} yet, because you have no role in Baton. Ask an admin for one.`);
  }
  work.require([...work.by.roles], doing);
}
