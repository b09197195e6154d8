import type { Slice } from '../../../platform/slice/slice.ts';
import { actions as heldActions, heldHome, heldSlot } from './reported/held-message.ts';
import { actions, customerSection, submissions } from './slack.ts';

export { type RecordPayment, recordPayment } from './actions/record-payment.ts';
export {
  heldPaymentDecided,
  type PaymentEvent,
  paymentChanging,
  paymentHeld,
  paymentRecorded,
  paymentReversed,
} from './events.ts';
export {
  type NewPayment,
  type Payment,
  type PaymentMethod,
  paymentMethods,
  transactionKey,
} from './payment.ts';
export { receivePayment } from './receive-payment.ts';
export { anotherPayment, sameMoney, undoHeld } from './reported/decide-held.ts';
export type { HeldPayment } from './reported/held-payment.ts';
export { type Relation, type Reported, receiveReported, returnHeld } from './reported/receive-reported.ts';
export { heldByKey } from './reported/store.ts';
export { reverse, reversePayment, undoPayment } from './reverse-payment.ts';
export { openReversal, recordedAnswer } from './slack.ts';
export { livePayments, netReceivedFor, paymentByKey, paymentsByHand, paymentsFor, paymentsOf } from './store.ts';

export const paymentsSlice: Slice = {
  name: 'payments',
  actions: { ...actions, ...heldActions },
  submissions,
  slots: [heldSlot],
  home: [heldHome],
  sections: [customerSection],
};
