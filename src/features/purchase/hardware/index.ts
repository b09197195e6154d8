import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { playbookContributions } from '../../playbooks/index.ts';
import { hardwareContribution } from './contribution.ts';

export { type HardwareStep, hardwareStep } from './order.ts';
export { orderOf, orderPart } from './order-part.ts';
export { hardwareBuyer, hardwareReviewer, hardwareSlot, requestHardware, showHardware } from './request-hardware.ts';
export {
  deleteHardwareOrder,
  type HardwareOrder,
  insertHardwareOrder,
  markHardwareOrdered,
  markHardwareReviewed,
  unmarkHardwareOrdered,
} from './store.ts';

export const hardwareSlice: Slice = {
  name: 'hardware',
  contributes: [contribute(playbookContributions, hardwareContribution)],
};
