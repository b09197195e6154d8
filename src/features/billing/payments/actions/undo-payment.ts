import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { requireInTime, requireOwn, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import type { Payment } from '../payment.ts';
import { paymentText } from '../payment-views.ts';
import { alreadyReversed, existingPayment, reverse } from '../reverse-payment.ts';
import { refuseHeld } from './reverse-payment.ts';

/**
 * Whoever recorded a payment by mistake takes it back within 10 minutes, which posts its opposite; later it is reversed with a
 * reason. ALL-5, ALL-10
 */
export const undoRecorded = async (work: Work, paymentId: string): Promise<Payment> => {
  work.require(moneyRoles, 'undo a payment');
  await requireOpenPeriod(work, work.today);
  const payment = await existingPayment(work.tx, paymentId);
  if (payment.reversed) throw alreadyReversed(payment);
  requireOwn(payment.recordedBy, work.by.id);
  requireInTime(payment.recordedAt, work.now, 'Reverse it where it is shown, and say why.');
  await refuseHeld(work, payment.id);
  return reverse(work, payment.id, 'mistake', 'Undone: it was recorded by mistake.');
};

export const undoPayment = (deps: Deps, by: By, paymentId: string): Promise<Payment> =>
  deps.transact(by, (work) => undoRecorded(work, paymentId));

export const undoPaymentButton: Interaction = undoButton('payment.undo', async (deps, by, { subjectId }) => {
  const payment = await undoPayment(deps, by, subjectId);
  return `Undone: ${escapeMrkdwn(paymentText(payment))} is reversed.`;
});
