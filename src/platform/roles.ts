/** A role's key. Which roles exist is data: the slices and the playbooks name them. */
export type Role = string;

export interface RoleInfo {
  readonly key: Role;
  readonly name: string;
}

/** The one role the platform itself knows: who may change roles, channels and settings. */
export const adminRole: Role = 'admin';
