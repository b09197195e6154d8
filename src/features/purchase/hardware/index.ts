import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { playbookContributions } from '../../playbooks/index.ts';
import { placeOrderButton } from './actions/place-order.ts';
import { reviewOrderButton } from './actions/review-order.ts';
import { takeBackOrderButton } from './actions/take-back-order.ts';
import { hardwareContribution } from './contribution.ts';
import { orderReactions, orderSlotKind } from './order-slot.ts';

export { hardwarePart, orderOf } from './hardware-part.ts';
export { hardwareStep } from './order.ts';
export { hardwareBuyer, hardwareReviewer } from './request-hardware.ts';
export type { Hardware, HardwareOrder } from './store.ts';

/** Hardware for customers, from its invoice to its order. ONB-7 */
export const hardwareSlice: Slice = {
  name: 'hardware',
  contributes: [contribute(playbookContributions, hardwareContribution)],
  interactions: [reviewOrderButton, placeOrderButton, takeBackOrderButton],
  slots: [orderSlotKind],
  reactions: orderReactions,
};
