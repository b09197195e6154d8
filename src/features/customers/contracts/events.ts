import { eventType } from '../../../platform/work/events.ts';
import type { Contract } from './contract.ts';

/** A contract was written down, corrected, or ends. CUS-9 @property before none for a new one */
export const contractChanged = eventType<{ readonly before: Contract | undefined; readonly after: Contract }>(
  'customer.contract_changed',
);
