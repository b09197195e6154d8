export { type Delivery, type DeliveryOptions, startDelivery } from './deliverer.ts';
export { channelOfRoleChanged } from './outbox/channel-of-role.ts';
export { eraseFromMessages } from './outbox/erase.ts';
export { freeLanes } from './outbox/lanes.ts';
export { deliverySlice } from './parked/slice.ts';
export { findSlotByMessage } from './slots/stale-slots.ts';
export { mailTransport } from './transports/mail/transport.ts';
export { deliveryClient } from './transports/slack/client.ts';
export { slackTransport } from './transports/slack/transport.ts';
