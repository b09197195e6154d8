import { FieldErrors } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Customer, customerProblems, type NewCustomer, nameKey, tidyName } from './customer.ts';
import { customerByNameKey, insertCustomer } from './store.ts';

/** Takes the customer of that name, or makes one; two people making the same one at once get the same. CUS-1 */
export const findOrCreateCustomer = async (
  work: Work,
  input: NewCustomer,
): Promise<Customer & { readonly created: boolean }> => {
  const problems = customerProblems(input);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  const key = nameKey(input.name);
  const known = await customerByNameKey(work.tx, key);
  if (known) return { ...known, created: false };

  const entries = { ...input, name: tidyName(input.name), timeZone: input.timeZone ?? work.timeZone };
  const created = await insertCustomer(work, newId(), key, entries);
  const customer = await customerByNameKey(work.tx, key);
  if (!customer) throw new Error(`the customer ${key} is neither there nor could it be made`);
  if (created) {
    work.audit({
      action: 'customer.created',
      subject: { type: 'customer', id: customer.id },
      customerId: customer.id,
      after: { name: customer.name, currency: customer.currency, timeZone: customer.timeZone },
    });
  }
  return { ...customer, created };
};

/** Makes a customer; FieldErrors at `customer` when there is one of that name. */
export const createCustomer = async (work: Work, input: NewCustomer): Promise<Customer> => {
  const { created, ...customer } = await findOrCreateCustomer(work, input);
  if (!created) throw new FieldErrors({ customer: `There is a customer of that name already: ${customer.name}.` });
  return customer;
};
