import { FieldErrors } from '../../core/errors.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import { usualGateway } from '../gateways.ts';
import type { Customer, NewCustomer } from './customer.ts';
import { customerEditors } from './edit-customer.ts';
import { gatewayCustomerNamed } from './events.ts';
import { createCustomer } from './find-or-create-customer.ts';
import { customerByGateway, customerById, linkGatewayCustomer } from './store.ts';

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
  await linkGatewayCustomer(work, { gateway: usualGateway, reference, customerId: customer.id });
  await work.emit(gatewayCustomerNamed, { gateway: usualGateway, reference, customerId: customer.id });
};

/** Makes a customer, with its name at the gateway where that is known. CUS-1 */
export const makeCustomer = async (work: Work, { gatewayCustomer, ...input }: EnteredCustomer): Promise<Customer> => {
  const customer = await createCustomer(work, input);
  if (gatewayCustomer) await nameAtGateway(work, customer, gatewayCustomer);
  return customer;
};

/** Enters a customer that exists already, without any project. CUS-1 */
export const enterCustomer = (deps: Deps, by: By, input: EnteredCustomer): Promise<Customer> =>
  deps.transact(by, (work) => {
    work.require(customerEditors, 'enter customers');
    return makeCustomer(work, input);
  });
