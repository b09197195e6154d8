import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { HeldPayment } from '../payment.ts';
import { existingPayment } from '../reverse-payment.ts';
import { linkTransaction, setHeld } from '../store.ts';
import { decidedAs, decidedHeldAnswer, lockedWaiting, tellDecided } from './held-decision.ts';

/**
 * The payment by hand is the reported one: it gets the transaction's id. BIL-15
 * @throws Conflict who was first; NotAllowed without the role
 */
export const sameMoney = (deps: Deps, by: By, heldId: string): Promise<HeldPayment> =>
  deps.transact(by, async (work) => {
    const held = await lockedWaiting(work, heldId);
    const payment = await existingPayment(work.tx, held.paymentId);
    if (!(await linkTransaction(work.tx, payment.id, held)))
      throw new Conflict('The payment by hand was reversed since, so this is another payment. Nothing was changed.');
    const after = decidedAs(work, held, payment, 'same');
    await setHeld(work.tx, held.id, after);
    await tellDecided(work, after, 'payment.same_money', { payment: payment.id });
    return after;
  });

export const sameMoneyButton: Interaction = {
  id: 'held_payment.same',
  press: async ({ deps, by, value }) =>
    decidedHeldAnswer('Noted: it is the same money.', await sameMoney(deps, by, value)),
};
