import type { Slice } from '../../../platform/slice/slice.ts';
import { paymentReceived } from './actions/payment-received.ts';
import { choosePayingCustomer, paymentCommand, recordPayment } from './actions/record-payment.ts';
import { reverseCasePayment } from './actions/reverse-payment.ts';
import { chargeReactions } from './charge-reactions.ts';
import { moneySections } from './payment-sections.ts';
import { paymentReactions } from './reactions.ts';

export const paymentPieces = {
  commands: [paymentCommand],
  interactions: [paymentReceived, recordPayment, choosePayingCustomer, reverseCasePayment],
  sections: moneySections,
  reactions: [...paymentReactions, ...chargeReactions],
} satisfies Partial<Slice>;
