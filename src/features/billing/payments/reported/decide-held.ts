import { Conflict, NotAllowed, NotFound, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { isInTime, undoMinutes } from '../../../undo.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { heldPaymentDecided, paymentChanging } from '../events.ts';
import type { Payment } from '../payment.ts';
import { receivePayment } from '../receive-payment.ts';
import { reverse } from '../reverse-payment.ts';
import { linkTransaction, paymentById } from '../store.ts';
import type { HeldPayment } from './held-payment.ts';
import { receiveLeftOver } from './receive-reported.ts';
import { heldById, lockHeld, setHeld } from './store.ts';

const words = { same: 'the same money', another: 'another payment', returned: 'taken back by the gateway' } as const;

/** ALL-3: says who was first, and when. */
const decidedAlready = (held: HeldPayment): Conflict => {
  const said = held.state === 'held' ? 'it is undecided again' : `it is ${words[held.state]}`;
  const who = held.decidedBy && held.decidedAt ? ` (${person(held.decidedBy)}, ${moment(held.decidedAt)})` : '';
  return new Conflict(`This was decided already: ${said}${who}. Nothing was changed.`);
};

const told = async (work: Work, held: HeldPayment, action: string, after: object): Promise<void> => {
  work.audit({
    action,
    subject: { type: 'held_payment', id: held.id },
    customerId: held.customerId,
    after: { amount: formatMoney(held.amount), reference: held.reference, for: held.about, ...after },
  });
  work.show({ kind: 'held-payment', subjectId: held.id }, { role: 'accounting' });
  await work.emit(heldPaymentDecided, { held });
};

/** Locks what it was reported for, then it. */
const locked = async (work: Work, heldId: string): Promise<HeldPayment> => {
  const found = await heldById(work.tx, heldId);
  if (!found) throw new NotFound('reported payment');
  await work.emit(paymentChanging, { subject: found.subject });
  return lockHeld(work.tx, heldId);
};

const waiting = async (work: Work, heldId: string): Promise<HeldPayment> => {
  work.require(moneyRoles, 'say what a reported payment is');
  const held = await locked(work, heldId);
  if (held.state !== 'held') throw decidedAlready(held);
  return held;
};

const byHand = async (work: Work, held: HeldPayment): Promise<Payment> => {
  const payment = await paymentById(work.tx, held.paymentId);
  if (!payment) throw new NotFound('payment');
  return payment;
};

/** With what the payment by hand had before, so that it can be given back. */
const decidedAs = (work: Work, held: HeldPayment, payment: Payment, state: 'same' | 'another'): HeldPayment => ({
  ...held,
  state,
  decidedBy: work.by.id,
  decidedAt: work.now,
  ...(payment.key === undefined ? {} : { keyBefore: payment.key }),
  ...(payment.reference === undefined ? {} : { referenceBefore: payment.reference }),
});

const newPaymentOf = ({ key, reference, customerId, amount, receivedOn, subject }: HeldPayment) =>
  ({ key, reference, customerId, amount, receivedOn, subject, method: 'card', isReported: true }) as const;

/**
 * The payment by hand is the reported one: it gets the transaction's id. BIL-15
 * @throws Conflict who was first; NotAllowed without the role
 */
export const sameMoney = (deps: Deps, by: By, heldId: string): Promise<HeldPayment> =>
  deps.transact(by, async (work) => {
    const held = await waiting(work, heldId);
    const payment = await byHand(work, held);
    if (!(await linkTransaction(work.tx, payment.id, held)))
      throw new Conflict('The payment by hand was reversed since, so this is another payment. Nothing was changed.');
    const after = decidedAs(work, held, payment, 'same');
    await setHeld(work.tx, held.id, after);
    await told(work, after, 'payment.same_money', { payment: payment.id });
    return after;
  });

/**
 * The reported one is money of its own: it pays what it was reported for, or, where that is paid, is kept as the customer's
 * and named to accounting. BIL-15
 */
export const anotherPayment = (deps: Deps, by: By, heldId: string): Promise<HeldPayment> =>
  deps.transact(by, async (work) => {
    const held = await waiting(work, heldId);
    const reported = newPaymentOf(held);
    const payment = await byHand(work, held);
    // The transaction is this one's, whatever the other was given.
    if (payment.key === held.key)
      await linkTransaction(work.tx, payment.id, { key: null, reference: payment.reference ?? null });
    const made = held.isLeftOver
      ? await receiveLeftOver(work, { ...reported, about: held.about })
      : (await receivePayment(work, reported)).payment;
    const after: HeldPayment = { ...decidedAs(work, held, payment, 'another'), madeId: made.id };
    await setHeld(work.tx, held.id, after);
    await told(work, after, 'payment.another', { payment: made.id });
    return after;
  });

/** Whoever decided takes it back within 10 minutes: it waits again. What was posted is undone by its opposite. ALL-5 */
export const undoHeld = (deps: Deps, by: By, heldId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'undo what was said of a reported payment');
    const held = await locked(work, heldId);
    if (held.state === 'returned') throw decidedAlready(held);
    if (held.state === 'held' || !held.decidedBy || !held.decidedAt) throw new Conflict('This was undone already.');
    if (held.decidedBy !== work.by.id)
      throw new NotAllowed(`Only ${person(held.decidedBy)} can undo this: they decided it.`);
    if (!isInTime(held.decidedAt, work.now))
      throw new UserError(
        `A decision can be undone for ${undoMinutes} minutes. Reverse the payment instead, and say why.`,
      );
    if (held.madeId) await reverse(work, held.madeId, 'Undone: it is held again.');
    const before = { key: held.keyBefore ?? null, reference: held.referenceBefore ?? null };
    if (!(await linkTransaction(work.tx, held.paymentId, before)))
      throw new Conflict('This can’t be undone any more: the payment by hand was reversed since.');
    const { decidedBy: _, decidedAt: __, keyBefore: ___, referenceBefore: ____, madeId: _____, ...rest } = held;
    const again: HeldPayment = { ...rest, state: 'held' };
    await setHeld(work.tx, held.id, again);
    await told(work, again, 'payment.held_again', {});
  });
