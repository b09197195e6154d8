import { Conflict } from '../../core/errors.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Customer, NewCustomer } from './customer.ts';
import { updateCustomer } from './store.ts';

const contactFields = ['contactName', 'email', 'phone'] as const;
type Contact = Pick<NewCustomer, (typeof contactFields)[number]>;

/** Takes the contact data that was not known yet; what is known stays until somebody edits it with a reason. CUS-1 */
export const fillCustomer = async (work: Work, customer: Customer, entries: Contact): Promise<void> => {
  const changed = contactFields.filter((field) => customer[field] === undefined && entries[field]);
  if (changed.length === 0) return;
  const { id, version, address, timeZone } = customer;
  const [contactName, email, phone] = contactFields.map((field) => customer[field] ?? entries[field] ?? null);
  const filled = {
    contactName: contactName ?? null,
    email: email ?? null,
    phone: phone ?? null,
    address: address ?? null,
    timeZone,
  };
  if (!(await updateCustomer(work, id, version, filled))) {
    throw new Conflict('Somebody edited this customer just now. Press the button again.');
  }
  work.audit({
    action: 'customer.edited',
    subject: { type: 'customer', id },
    customerId: id,
    after: { changed },
    reason: 'Entered together with something new; it was not known before.',
  });
};

/** Whether something was entered that differs from what is known, which stays. */
export const hasOtherContact = (customer: Customer, entries: Contact): boolean =>
  contactFields.some((field) => Boolean(entries[field]) && entries[field] !== customer[field]);
