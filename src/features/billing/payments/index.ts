import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks } from '../../customers/index.ts';
import { anotherPaymentButton } from './actions/another-payment.ts';
import { recordButton } from './actions/record-payment.ts';
import { reverseButton, reverseThisButton } from './actions/reverse-payment.ts';
import { sameMoneyButton } from './actions/same-money.ts';
import { undoHeldButton } from './actions/undo-held.ts';
import { undoPaymentButton } from './actions/undo-payment.ts';
import { heldHome, heldSlot } from './held-message.ts';
import { paymentLines } from './payment-views.ts';
import { billedPayment, paymentsFor, paymentsOfCustomer } from './store.ts';

export { anotherPayment } from './actions/another-payment.ts';
export { type RecordPayment, recordPayment } from './actions/record-payment.ts';
export { opensReversal, reversePayment } from './actions/reverse-payment.ts';
export { sameMoney } from './actions/same-money.ts';
export { undoHeld } from './actions/undo-held.ts';
export { undoPayment } from './actions/undo-payment.ts';
export {
  heldPaymentDecided,
  type PaymentEvent,
  paymentCameBack,
  paymentHeld,
  paymentReceived,
  paymentsChanging,
} from './events.ts';
export {
  type HeldPayment,
  type NewPayment,
  type Payment,
  type PaymentMethod,
  paymentMethods,
  transactionKey,
} from './payment.ts';
export { recordedAnswer } from './payment-views.ts';
export { receivePayment } from './receive-payment.ts';
export { type Relation, type Reported, receiveReported, returnHeld } from './receive-reported.ts';
export { reverse } from './reverse-payment.ts';
export {
  heldByKey,
  livePayments,
  netReceivedFor,
  paymentByKey,
  paymentsByHand,
  paymentsFor,
  paymentsOf,
} from './store.ts';

export const paymentsSlice: Slice = {
  name: 'payments',
  interactions: [
    recordButton,
    reverseButton,
    reverseThisButton,
    undoPaymentButton,
    sameMoneyButton,
    anotherPaymentButton,
    undoHeldButton,
  ],
  slots: [heldSlot],
  home: [heldHome],
  contributes: [contribute(billedChecks, billedPayment)],
  sections: [
    {
      subject: 'customer',
      order: 25,
      title: 'Payments',
      read: async (deps, customerId) => ({
        blocks: paymentLines(await paymentsOfCustomer(deps.db.prisma, customerId, 8)),
      }),
    },
    {
      subject: 'invoice',
      order: 20,
      title: 'Payments',
      read: async (deps, invoiceId) => ({
        blocks: paymentLines(await paymentsFor(deps.db.prisma, { invoiceIds: [invoiceId] })),
      }),
    },
  ],
};
