import { formatMoney } from '../../../core/money/money.ts';
import { onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type HeldPayment, heldPaymentDecided, paymentHeld } from '../../billing/payments/index.ts';
import { caseById, happenTo, inThread } from '../cases/index.ts';
import { endOf, receivedFor } from './money-received.ts';

const onHeld = async (work: Work, held: HeldPayment): Promise<void> => {
  const of = held.subject.type === 'case' ? await caseById(work.tx, held.subject.id) : undefined;
  if (of?.hasMessage)
    inThread(
      work,
      of,
      `The gateway reported ${formatMoney(held.amount)} (${held.reference}). It may be the payment that was recorded by hand: is it the same money? It is held until somebody says so.`,
    );
};

/**
 * A reported payment for this case is a payment by hand for another: the case is not paid by it after all; taken back, it is
 * again. BIL-15
 */
const onHeldDecided = async (work: Work, held: HeldPayment): Promise<void> => {
  const { subject, isLeftOver, state, reference } = held;
  if (subject.type !== 'case' || state === 'returned') return;
  const of = await caseById(work.tx, subject.id);
  if (!of) return;
  if (isLeftOver) {
    if (of.hasMessage) inThread(work, of, heldTexts[state](reference));
  } else if (state === 'same')
    await happenTo(
      work,
      of.id,
      {
        type: 'payment_reversed',
        received: await receivedFor(work, subject),
        isLicensed: false,
        cause: 'The reported payment was for another charge',
      },
      { reason: `Transaction ${reference} pays another charge.` },
    );
  else if (state === 'held')
    await happenTo(work, of.id, { type: 'paid', received: held.amount, at: endOf(work, held.receivedOn) });
};

const heldTexts: Readonly<Record<Exclude<HeldPayment['state'], 'returned'>, (reference: string) => string>> = {
  same: (reference) => `It is the same money: the payment by hand is transaction ${reference}.`,
  another: (reference) => `${reference} is another payment: it is kept as the customer’s money and moves no date.`,
  held: (reference) => `${reference} is held again.`,
};

/** What a held payment means for its case. BIL-15 */
export const heldReactions: readonly Reaction[] = [
  onEach(paymentHeld, onHeld),
  onEach(heldPaymentDecided, onHeldDecided),
];
