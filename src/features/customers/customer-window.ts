import { NotFound } from '../../core/errors.ts';
import type { WindowKind } from '../../platform/slice/slice.ts';
import { customerDoor } from './customer.ts';
import { customerById } from './store.ts';
import { customerHead } from './views.ts';

/** The customer, with what every slice knows about it. WRK-1 */
export const customerWindow: WindowKind = {
  ...customerDoor,
  find: async (tx, id) => ((await customerById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const customer = await customerById(deps.db.prisma, id);
    if (!customer) throw new NotFound('customer');
    return customerHead(customer);
  },
};
