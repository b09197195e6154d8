import type { WindowKind, WindowSection } from '../../platform/slice/slice.ts';
import { plainNames } from '../audit-words.ts';
import { storyBlocks, storyOf } from '../story/index.ts';
import { customerDoor, customerSubject } from './customer.ts';
import { customerHead } from './customer-views.ts';
import { existingCustomer } from './find-customer.ts';
import { customerById } from './store.ts';

/** The customer, with what every slice knows about it. WRK-1 */
export const customerWindow: WindowKind = {
  ...customerDoor,
  find: async (tx, id) => ((await customerById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => customerHead(await existingCustomer(deps, id)),
};

const latest = 5;

export const historySection: WindowSection = {
  subject: 'customer',
  order: 99,
  title: 'What happened, newest first',
  read: async (deps, id) => {
    const { entries } = await storyOf(deps.db.prisma, customerSubject(id), { take: latest });
    return { blocks: storyBlocks(entries, plainNames(deps.roleName)) };
  },
};
