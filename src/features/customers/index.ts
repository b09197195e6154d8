import type { Slice } from '../../platform/slice.ts';
import { actions, commands, options, panels, submissions } from './slack.ts';

export { type Customer, customerProblems, isEmail, type NewCustomer, nameKey } from './customer.ts';
export { type EditCustomer, editCustomer } from './edit-customer.ts';
export { contactErasers, eraseContact } from './erase-contact.ts';
export { contactErased } from './events.ts';
export { fillCustomer, hasOtherContact } from './fill-customer.ts';
export { createCustomer, findOrCreateCustomer } from './find-or-create-customer.ts';
export { askWhichCustomer, type Resolved, resolveCustomer } from './resolve-customer.ts';
export { customerLookup } from './slack.ts';
export {
  customerByGateway,
  customerById,
  customersByIds,
  linkGatewayCustomer,
  searchCustomers,
  unlinkGatewayCustomer,
} from './store.ts';

export const customersSlice: Slice = { name: 'customers', commands, actions, submissions, options, panels };
