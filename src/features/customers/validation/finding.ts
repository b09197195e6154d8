import type { Day } from '../../../core/time/calendar.ts';
import type { ButtonSpec } from '../../../platform/block-kit/blocks.ts';
import { point } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { CustomerDetails } from '../details/details.ts';

/** Something that would stop or spoil a customer's bill, and the button that opens the form which mends it. CUS-5 */
export interface Finding {
  readonly customerId: string;
  /** What kind of finding, such as `no_group`. */
  readonly code: string;
  /** What is wrong, plain text: `It has no billing group.` */
  readonly sentence: string;
  readonly mend: ButtonSpec;
}

export type CheckedCustomer = CustomerDetails & { readonly id: string };

/** Looks at many customers in a few statements, whatever their number. */
export type CustomerCheck = (
  deps: Pick<Deps, 'db' | 'policy'>,
  customers: readonly CheckedCustomer[],
  today: Day,
) => Promise<readonly Finding[]>;

/** Something that is nobody's in particular, and would spoil bills nevertheless. CUS-5 */
export type CommonFinding = Omit<Finding, 'customerId'> & {
  /** Whoever enters a customer is warned of it. CUS-2 */
  readonly isForEntering: boolean;
};

export type CommonCheck = (
  deps: Pick<Deps, 'db' | 'policy' | 'timeZone'>,
  today: Day,
) => Promise<readonly CommonFinding[]>;

/** Where slices contribute what they find wrong in common. CUS-5 */
export const commonChecks = point<CommonCheck>('customers.common_checks');

/** Where slices contribute what they find wrong with customers. CUS-5 */
export const customerChecks = point<CustomerCheck>('customers.checks');
