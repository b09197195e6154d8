import { NotFound } from '../../core/errors.ts';
import { type Day, todayIn } from '../../core/time/calendar.ts';
import type { Tx } from '../../platform/db/open.ts';
import { customerById } from './store.ts';

/** Which day it is where the customer is: what is counted in days with a customer is counted in theirs. ALL-4 */
export const customersDay = async (tx: Tx, customerId: string, now: Date): Promise<Day> => {
  const customer = await customerById(tx, customerId);
  if (!customer) throw new NotFound('customer');
  return todayIn(customer.timeZone, now);
};
