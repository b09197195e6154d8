import type { RoleInfo } from '../platform/work/roles.ts';

/** The desks and offices of the five procedures (DOMAIN §0). A playbook may declare further ones. */
export const builtinRoles: readonly RoleInfo[] = [
  { key: 'sales', name: 'Sales' },
  { key: 'reviewer', name: 'Reviewer' },
  { key: 'billing', name: 'Billing' },
  { key: 'accounting', name: 'Accounting' },
  { key: 'purchasing', name: 'Purchasing' },
  { key: 'project_manager', name: 'Project management' },
  { key: 'service', name: 'Service' },
  { key: 'engineer', name: 'Engineering' },
  { key: 'hosting', name: 'Hosting' },
  { key: 'support', name: 'Support' },
  { key: 'investigator', name: 'Investigation' },
  { key: 'management', name: 'Management' },
  { key: 'admin', name: 'Administration' },
];
