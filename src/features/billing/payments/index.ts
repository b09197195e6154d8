import type { Tx } from '../../../platform/db/open.ts';
import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks } from '../../customers/index.ts';
import { restsById, type SourceNames, sourceNames } from '../balance/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { anotherPaymentButton } from './actions/another-payment.ts';
import { recordButton, recordOverButton } from './actions/record-payment.ts';
import { reverseButton, reverseThisButton } from './actions/reverse-payment.ts';
import { sameMoneyButton } from './actions/same-money.ts';
import { undoHeldButton } from './actions/undo-held.ts';
import { undoPaymentButton } from './actions/undo-payment.ts';
import { heldHome, heldSlot } from './held-message.ts';
import { paymentSource } from './payment.ts';
import { paymentRows } from './payment-views.ts';
import { billedPayment, type PaymentsOf, pageOfPayments, paymentsByIds } from './store.ts';

export { anotherPayment } from './actions/another-payment.ts';
export { type RecordPayment, recordPayment } from './actions/record-payment.ts';
export { opensReversal, reversePayment } from './actions/reverse-payment.ts';
export { sameMoney } from './actions/same-money.ts';
export { undoHeld } from './actions/undo-held.ts';
export { undoPayment, undoRecorded } from './actions/undo-payment.ts';
export {
  auditFacts,
  eventOf,
  heldPaymentDecided,
  type PaymentCameBack,
  type PaymentEvent,
  paymentCameBack,
  paymentHeld,
  paymentReceived,
  paymentsChanging,
} from './events.ts';
export { forwardedOf, forwardKey, insertForwarded } from './forwarded/store.ts';
export {
  type HeldPayment,
  methodTexts,
  type NewPayment,
  type Payment,
  type PaymentMethod,
  paymentMethods,
  paymentSource,
  transactionKey,
} from './payment.ts';
export { balanceText, leftOverText, methodChoices, paymentText, recordedAnswer } from './payment-views.ts';
export { type PaymentWays, paymentWays, refuseWay, type Way } from './payment-ways.ts';
export { newPayment, receivePayment, storePayment } from './receive-payment.ts';
export { type Relation, type Reported, receiveReported, returnHeld } from './receive-reported.ts';
export { reverse } from './reverse-payment.ts';
export { checkReceived } from './settlement.ts';
export {
  heldByKey,
  livePayments,
  netReceivedFor,
  paymentByKey,
  paymentsByHand,
  paymentsFor,
  paymentsOf,
  samePaymentOf,
} from './store.ts';

/**
 * The payments in the window of what they pay, or of whose they are. WRK-1
 * @param which finds out whose they are, from the subject's id
 */
export const paymentSection = (
  subject: string,
  order: number,
  which: (tx: Tx, subjectId: string) => Promise<PaymentsOf>,
): WindowSection => ({
  subject,
  order,
  title: 'Payments',
  rows: async ({ deps, roles }, subjectId, page) => {
    const { prisma } = deps.db;
    const held = await roles();
    const mayReverse = moneyRoles.some((role) => held.has(role));
    const payments = await pageOfPayments(prisma, await which(prisma, subjectId), page);
    const rests = await restsById(
      prisma,
      payments.map(({ id }) => id),
    );
    const leftOf = (id: string) => {
      const rest = rests.get(id)?.rest;
      return rest && rest.amount > 0n ? rest : undefined;
    };
    return paymentRows(payments, mayReverse, leftOf);
  },
});

const paymentSources: SourceNames = {
  kind: 'payment',
  read: async (tx, ids) => (await paymentsByIds(tx, ids)).map(paymentSource),
};

export const paymentsSlice: Slice = {
  name: 'payments',
  interactions: [
    recordButton,
    recordOverButton,
    reverseButton,
    reverseThisButton,
    undoPaymentButton,
    sameMoneyButton,
    anotherPaymentButton,
    undoHeldButton,
  ],
  slots: [heldSlot],
  home: [heldHome],
  contributes: [contribute(billedChecks, billedPayment), contribute(sourceNames, paymentSources)],
  sections: [
    paymentSection('customer', 25, async (_tx, customerId) => ({ customerId })),
    paymentSection('invoice', 20, async (_tx, invoiceId) => ({ invoiceId })),
  ],
};
