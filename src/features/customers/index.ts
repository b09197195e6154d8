import type { Slice } from '../../platform/slice/slice.ts';
import { editCustomerButton } from './actions/edit-customer.ts';
import { eraseContactButton } from './actions/erase-contact.ts';
import { newCustomer } from './actions/new-customer.ts';
import { customerCommand, lookUpCustomers, openCustomer } from './actions/open-customer.ts';
import { showHistory, showOlderHistory } from './actions/show-history.ts';
import { customerLookup } from './customer.ts';
import { customerWindow, historySection } from './customer-window.ts';

export { type EditCustomer, editCustomer } from './actions/edit-customer.ts';
export { eraseContact } from './actions/erase-contact.ts';
export { createCustomer, findOrCreateCustomer, makeCustomer } from './create-customer.ts';
export {
  type Customer,
  contactErasers,
  customerDoor,
  customerLookup,
  customerProblems,
  isEmail,
  type NewCustomer,
  nameKey,
} from './customer.ts';
export { customerOfModal, readCustomer } from './customer-form.ts';
export { customersCsv } from './customers-csv.ts';
export { contactChanged, contactErased, gatewayCustomerNamed } from './events.ts';
export { fillCustomer, hasOtherContact } from './fill-customer.ts';
export { askWhichCustomer, type Resolved, resolveCustomer } from './find-customer.ts';
export {
  customerByGateway,
  customerById,
  customerByName,
  customersByIds,
  customersDay,
  linkGatewayCustomer,
  searchCustomers,
  unlinkGatewayCustomer,
} from './store.ts';

export const customersSlice: Slice = {
  name: 'customers',
  commands: [customerCommand],
  interactions: [editCustomerButton, eraseContactButton, newCustomer, openCustomer, showHistory, showOlderHistory],
  options: { [customerLookup]: lookUpCustomers },
  sections: [historySection],
  windows: [customerWindow],
};
