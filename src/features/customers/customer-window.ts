import { NotFound } from '../../core/errors.ts';
import type { WindowKind, WindowSection } from '../../platform/slice/slice.ts';
import { plainNames } from '../audit-words.ts';
import { storyBlocks, storyOf } from '../story/index.ts';
import { allContractTypes } from './contract-types/store.ts';
import { customerDoor, customerSubject } from './customer.ts';
import { customerHead } from './customer-views.ts';
import { detailBlocks } from './details/details-views.ts';
import { detailsOf } from './details/store.ts';
import { existingCustomer } from './find-customer.ts';
import { customerById } from './store.ts';
import { termsById } from './terms/store.ts';
import { termsText } from './terms/terms-form.ts';

/** The customer, with what every slice knows about it. WRK-1 */
export const customerWindow: WindowKind = {
  ...customerDoor,
  find: async (tx, id) => ((await customerById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const { prisma } = deps.db;
    const [customer, details] = await Promise.all([existingCustomer(deps, id), detailsOf(prisma, id)]);
    if (!details) throw new NotFound('customer');
    const [terms, types] = await Promise.all([
      details.termsId ? termsById(prisma, details.termsId) : undefined,
      details.contractTypeId ? allContractTypes(prisma) : [],
    ]);
    const contractType = types.find((each) => each.id === details.contractTypeId)?.name;
    return customerHead(customer, detailBlocks(details, { terms: terms && termsText(terms), contractType }));
  },
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
