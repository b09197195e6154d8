import type { Slice } from '../../platform/slice/slice.ts';
import { customerWindow } from './customer-window.ts';
import { actions, commands, options, sections, submissions } from './slack.ts';

export { customersCsv } from './csv.ts';
export { type Customer, customerDoor, customerProblems, isEmail, type NewCustomer, nameKey } from './customer.ts';
export { customersDay } from './customers-day.ts';
export { type EditCustomer, editCustomer } from './edit-customer.ts';
export { makeCustomer } from './enter-customer.ts';
export { contactErasers, eraseContact } from './erase-contact.ts';
export { contactChanged, contactErased, gatewayCustomerNamed } from './events.ts';
export { fillCustomer, hasOtherContact } from './fill-customer.ts';
export { createCustomer, findOrCreateCustomer } from './find-or-create-customer.ts';
export { customerOfModal, readCustomer } from './new-customer-form.ts';
export { askWhichCustomer, type Resolved, resolveCustomer } from './resolve-customer.ts';
export { customerLookup } from './slack.ts';
export {
  customerByGateway,
  customerById,
  customerByName,
  customersByIds,
  linkGatewayCustomer,
  searchCustomers,
  unlinkGatewayCustomer,
} from './store.ts';

export const customersSlice: Slice = {
  name: 'customers',
  commands,
  actions,
  submissions,
  options,
  sections,
  windows: [customerWindow],
};
