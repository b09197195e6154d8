export { deliveryClient } from './client.ts';
export type { MessageContent, SlotContent } from './content.ts';
export { type Delivery, type DeliveryOptions, startDelivery } from './deliverer.ts';
export { findSlotByMessage } from './find-slot.ts';
export { drop, sendAgain } from './parked.ts';
export { type Problems, problems } from './problems.ts';
export { releaseHold, releaseLane } from './release.ts';
export { deliverySlice } from './slice.ts';
export { freeLanes } from './store.ts';
