import type { Slice } from '../../../platform/slice/slice.ts';
import { paymentReceived } from './actions/payment-received.ts';
import { choosePayingCustomer, paymentCommand, recordPayment } from './actions/record-payment.ts';
import { reverseCasePayment } from './actions/reverse-payment.ts';
import { paymentReactions } from './reactions.ts';

export { type Charge, receiveCharge, recordedFor } from './reported-charge.ts';

export const paymentPieces = {
  commands: [paymentCommand],
  interactions: [paymentReceived, recordPayment, choosePayingCustomer, reverseCasePayment],
  reactions: paymentReactions,
} satisfies Partial<Slice>;
