import type { Slice } from '../../platform/slice.ts';
import { actions, submissions } from './slack.ts';

export { type PaymentEvent, paymentRecorded, paymentReversed } from './events.ts';
export { type NewPayment, type Payment, type PaymentMethod, paymentMethods } from './payment.ts';
export { receivePayment } from './receive-payment.ts';
export { type RecordPayment, recordPayment } from './record-payment.ts';
export { reverse, reversePayment } from './reverse-payment.ts';
export { netReceivedFor, paymentByKey, paymentsFor } from './store.ts';

export const paymentsSlice: Slice = { name: 'payments', actions, submissions };
