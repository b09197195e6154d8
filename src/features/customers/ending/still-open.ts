import type { Subject } from '../../../core/subject.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { point } from '../../../platform/work/contributions.ts';

/** Something of a customer that goes on, and that whoever ends the customer should know of. CUS-6 */
export interface StillOpen {
  /** `P-7 is in delivery`; plain text. */
  readonly text: string;
  /** Its window. */
  readonly subject?: Subject | undefined;
}

/** What a slice has open of a customer, some ten at most. */
export type OpenThings = (tx: Tx, customerId: string) => Promise<readonly StillOpen[]>;

export const openThings = point<OpenThings>('customers.open_things');
