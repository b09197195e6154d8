import type { WindowSection } from '../../../platform/slice/slice.ts';
import { customerProjects } from './list-views.ts';
import { projectsOfCustomers } from './store.ts';

/** A customer's projects, in the customer's window. */
export const projectsSection: WindowSection = {
  subject: 'customer',
  order: 10,
  title: 'Projects',
  rows: async ({ deps }, customerId, { skip, take }) =>
    customerProjects(await projectsOfCustomers(deps.db.prisma, [customerId], take, skip)),
};
