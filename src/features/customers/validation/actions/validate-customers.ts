import type { Answer, Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { type SetupPart, setupSubject } from '../../../billing/setup/index.ts';
import { existingCustomer } from '../../find-customer.ts';
import { checkAll, checkOne } from '../check-customers.ts';
import { findingsModal } from '../validation-views.ts';

export const showFindings = async (deps: Deps, customerId: string): Promise<Answer> => {
  const { id } = await existingCustomer(deps, customerId);
  return { modal: findingsModal(await checkOne(deps, id), 'one') };
};

export const showAllFindings = async (deps: Deps): Promise<Answer> => ({
  modal: findingsModal(await checkAll(deps), 'all'),
});

/** Validate, in the customer's window: what would stop or spoil its bill. CUS-5 */
export const validateCustomer: Interaction = {
  id: 'customer.validate',
  press: ({ deps, value }) => showFindings(deps, value),
};

/** Validate customers, where billing is set up: all of them. CUS-5 */
export const validateCustomers: Interaction = {
  id: 'customer.validate_all',
  press: ({ deps }) => showAllFindings(deps),
};

export const moreFindings: Interaction = {
  id: 'customer.findings_more',
  press: async ({ deps, value }) => ({ replace: findingsModal(await checkAll(deps, value), 'all') }),
};

export const customersPart: SetupPart = {
  order: 95,
  title: 'Customers',
  read: async () => ({
    missing: [],
    blocks: [],
    buttons: [{ text: 'Validate customers', action: 'customer.validate_all', value: setupSubject.id }],
  }),
};
