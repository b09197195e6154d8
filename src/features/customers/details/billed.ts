import type { Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';

/** Whether something of a customer's money is in its currency already: what it is, such as `an invoice`; undefined for nothing. */
export type BilledCheck = (tx: Tx, customerId: string) => Promise<string | undefined>;

/** Slices that keep amounts of a customer say so here: its currency stays then. ALL-10 */
export const billedChecks = point<BilledCheck>('customers.billed');

/** What is there in the customer's currency, of the first that knows something. */
export const billedWith = async (
  contributions: Contributions,
  tx: Tx,
  customerId: string,
): Promise<string | undefined> => {
  for (const check of contributions.to(billedChecks)) {
    const found = await check(tx, customerId);
    if (found !== undefined) return found;
  }
  return undefined;
};
