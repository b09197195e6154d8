import { point } from '../../../platform/work/contributions.ts';
import type { Work } from '../../../platform/work/work.ts';

/** Why a customer cannot be made inactive now, with what to do instead; undefined where nothing stands against it. CUS-6 */
export type DeactivationCheck = (work: Work, customerId: string) => Promise<string | undefined>;

export const deactivationChecks = point<DeactivationCheck>('customers.deactivation');
