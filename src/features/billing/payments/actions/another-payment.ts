import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { HeldPayment } from '../payment.ts';
import { receivePayment } from '../receive-payment.ts';
import { receiveLeftOver } from '../receive-reported.ts';
import { existingPayment } from '../reverse-payment.ts';
import { linkTransaction, setHeld } from '../store.ts';
import { decidedAs, decidedHeldAnswer, lockedWaiting, tellDecided } from './held-decision.ts';

const newPaymentOf = ({ key, reference, customerId, amount, receivedOn, subject }: HeldPayment) =>
  ({ key, reference, customerId, amount, receivedOn, subject, method: 'card', isReported: true }) as const;

/**
 * The reported one is money of its own: it pays what it was reported for, or, where that is paid, becomes the customer's
 * balance and is named to accounting. BIL-15
 */
export const anotherPayment = (deps: Deps, by: By, heldId: string): Promise<HeldPayment> =>
  deps.transact(by, async (work) => {
    const held = await lockedWaiting(work, heldId);
    const reported = newPaymentOf(held);
    const payment = await existingPayment(work.tx, held.paymentId);
    // The transaction is this one's, whatever the other was given.
    if (payment.key === held.key)
      await linkTransaction(work.tx, payment.id, { key: null, reference: payment.reference ?? null });
    const made = held.isLeftOver
      ? await receiveLeftOver(work, { ...reported, about: held.about })
      : (await receivePayment(work, reported)).payment;
    const after: HeldPayment = { ...decidedAs(work, held, payment, 'another'), madeId: made.id };
    await setHeld(work.tx, held.id, after);
    await tellDecided(work, after, 'payment.another', { payment: made.id });
    return after;
  });

export const anotherPaymentButton: Interaction = {
  id: 'held_payment.another',
  press: async ({ deps, by, value }) => {
    const held = await anotherPayment(deps, by, value);
    const text = held.isLeftOver ? 'it is the customer’s balance' : 'it pays what it was reported for';
    return decidedHeldAnswer(`Recorded: ${text}.`, held);
  },
};
