/** What the decisions about a held payment have in common. BIL-15 */
import { Conflict, NotFound } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Answer } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { heldPaymentDecided, paymentsChanging } from '../events.ts';
import type { HeldPayment, Payment } from '../payment.ts';
import { heldById, lockHeld } from '../store.ts';

const words = { same: 'the same money', another: 'another payment', returned: 'taken back by the gateway' } as const;

/** ALL-3: says who was first, and when. */
export const decidedAlready = (held: HeldPayment): Conflict => {
  const said = held.state === 'held' ? 'it is undecided again' : `it is ${words[held.state]}`;
  const who = held.decidedBy && held.decidedAt ? ` (${person(held.decidedBy)}, ${moment(held.decidedAt)})` : '';
  return new Conflict(`This was decided already: ${said}${who}. Nothing was changed.`);
};

/** The decision's audit, message and event. */
export const tellDecided = async (work: Work, held: HeldPayment, action: string, after: object): Promise<void> => {
  work.audit({
    action,
    subject: { type: 'held_payment', id: held.id },
    customerId: held.customerId,
    after: { amount: formatMoney(held.amount), reference: held.reference, for: held.about, ...after },
  });
  work.show({ kind: 'held-payment', subjectId: held.id }, { role: 'accounting' });
  await work.emit(heldPaymentDecided, [held]);
};

/** Locks what it was reported for, then it. */
export const lockedHeld = async (work: Work, heldId: string): Promise<HeldPayment> => {
  const found = await heldById(work.tx, heldId);
  if (!found) throw new NotFound('reported payment');
  await work.emit(paymentsChanging, [found.subject]);
  return lockHeld(work.tx, heldId);
};

/** The reported payment that accounting is asked about, locked. @throws Conflict who was first */
export const lockedWaiting = async (work: Work, heldId: string): Promise<HeldPayment> => {
  work.require(moneyRoles, 'say what a reported payment is');
  const held = await lockedHeld(work, heldId);
  if (held.state !== 'held') throw decidedAlready(held);
  return held;
};

/** With what the payment by hand had before, so that it can be given back. */
export const decidedAs = (work: Work, held: HeldPayment, payment: Payment, state: 'same' | 'another'): HeldPayment => ({
  ...held,
  state,
  decidedBy: work.by.id,
  decidedAt: work.now,
  ...(payment.key === undefined ? {} : { keyBefore: payment.key }),
  ...(payment.reference === undefined ? {} : { referenceBefore: payment.reference }),
});

/** ALL-5 */
export const decidedHeldAnswer = (text: string, held: HeldPayment): Answer => ({
  say: decidedAnswer(text, 'held_payment.undo', held.id, held.state),
});
