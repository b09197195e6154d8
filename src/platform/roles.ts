import type { Tx } from './db/open.ts';

/** A role's key. Which roles exist is data: the slices and the playbooks name them. */
export type Role = string;

export interface RoleInfo {
  readonly key: Role;
  readonly name: string;
}

/** The one role the platform itself knows: who may change roles, channels and settings. */
export const adminRole: Role = 'admin';

/** The people who hold one of the roles and may decide. ALL-6 */
export const membersOf = async (tx: Tx, roles: readonly Role[]): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ user_id: string }[]>`
    SELECT DISTINCT m.user_id FROM role_members m LEFT JOIN people p ON p.id = m.user_id
    WHERE m.role = ANY(${[...roles]}) AND NOT coalesce(p.is_deactivated OR p.is_guest OR p.is_stranger, false)
    ORDER BY m.user_id`;
  return rows.map((row) => row.user_id);
};
