import { eventType } from '../../../platform/work/events.ts';
import type { Contract } from './contract.ts';

/** A contract was written down, corrected, taken back, or ends. CUS-9 @property before none for a new one @property after none for what was taken back */
export const contractChanged = eventType<{
  readonly before: Contract | undefined;
  readonly after: Contract | undefined;
}>('customer.contract_changed');
