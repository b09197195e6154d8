import { FieldErrors } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Work } from '../../platform/work/work.ts';
import { usualGateway } from '../gateways.ts';
import { type Customer, customerProblems, type NewCustomer, nameKey, tidyName } from './customer.ts';
import { gatewayCustomersNamed } from './events.ts';
import { customerByGateway, customerById, customerByNameKey, insertCustomer, linkGatewayCustomer } from './store.ts';

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

export interface EnteredCustomer extends NewCustomer {
  /** The customer's number at the payment gateway, by which its failed charges are known. */
  readonly gatewayCustomer?: string | undefined;
}

/** Remembers how the gateway names a customer; failed charges that waited for that name find it. @throws FieldErrors when the name is another's */
export const nameAtGateway = async (work: Work, customer: Customer, reference: string): Promise<void> => {
  const holder = (await customerByGateway(work.tx, usualGateway, [reference])).get(reference);
  if (holder !== undefined && holder !== customer.id) {
    const other = await customerById(work.tx, holder);
    throw new FieldErrors({
      gateway_customer: `${other?.name ?? 'Another customer'} has this number at the gateway already.`,
    });
  }
  const name = { gateway: usualGateway, reference, customerId: customer.id };
  await linkGatewayCustomer(work, name);
  await work.emit(gatewayCustomersNamed, [name]);
};

/** Makes a customer, with its name at the gateway where that is known. CUS-1 */
export const makeCustomer = async (work: Work, { gatewayCustomer, ...input }: EnteredCustomer): Promise<Customer> => {
  const customer = await createCustomer(work, input);
  if (gatewayCustomer) await nameAtGateway(work, customer, gatewayCustomer);
  return customer;
};
