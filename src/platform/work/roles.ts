import { NotAllowed } from '../../core/errors.ts';
import type { Tx } from '../db/open.ts';
import { point } from './contributions.ts';

/** A role's key. Which roles exist is data: the slices and the playbooks name them. */
export type Role = string;

export interface RoleInfo {
  readonly key: Role;
  readonly name: string;
}

/** All roles there are: built in, and those of playbooks. */
export const allRoles = point<RoleInfo>('role');

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

/** What Slack says about somebody that keeps them out of everything. */
export interface Standing {
  readonly is_deactivated: boolean | null;
  readonly is_guest: boolean | null;
  readonly is_stranger: boolean | null;
}

/** ALL-6, ALL-8: deactivated people, guests and people of other organisations neither decide nor read. Completes "You can't …:". */
export const barrier = (person: Standing): string | undefined => {
  if (person.is_deactivated) return 'your Slack account is deactivated';
  if (person.is_guest) return 'guests cannot read or decide anything here';
  if (person.is_stranger) return 'people of other organisations cannot read or decide anything here';
  return undefined;
};

/**
 * Those of these people who can be given work, and told of it: not those who may decide nothing (`barrier`), nor bots. Somebody
 * whom Baton does not know yet is taken at the word of Slack's chooser. ALL-6
 */
export const ableToWork = async (tx: Tx, people: readonly string[]): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM people WHERE id = ANY(${[...people]}) AND (is_deactivated OR is_guest OR is_stranger OR is_bot)`;
  const unable = new Set(rows.map((row) => row.id));
  return people.filter((id) => !unable.has(id));
};

/** "Billing, Accounting or Administration". */
const anyOf = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** The one refusal of who lacks the roles, when something is pressed as when it is carried out. ALL-1 */
export const lacksRole = (roles: readonly Role[], doing: string, roleName: (role: Role) => string): NotAllowed =>
  new NotAllowed(`Only ${anyOf(roles.map(roleName))} can ${doing}. Ask one of them, or an admin for the role.`);
