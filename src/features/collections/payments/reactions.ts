import type { Subject } from '../../../core/subject.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type PaymentCameBack,
  type PaymentEvent,
  paymentCameBack,
  paymentReceived,
  paymentsChanging,
} from '../../billing/payments/index.ts';
import { licensePaid, licensePaymentReversed, lockLicense } from '../../licenses/index.ts';
import {
  type CollectionCase,
  caseTitle,
  happenTo,
  lockAdvised,
  lockCase,
  lockCaseAndAdvised,
  reportInHand,
  requestWithdrawn,
  stillUnpaid,
  tellAccounting,
  unpaidOf,
  withLicense,
} from '../cases/index.ts';
import { heldReactions } from './held-reactions.ts';
import { endOf, receivedFor } from './money-received.ts';

const subjectOf = (payment: PaymentEvent): Subject | undefined => payment.subject ?? payment.invoice?.subject;

const cause = (of: CollectionCase | undefined, payment: PaymentEvent): string =>
  `${of ? `${caseTitle(of)}: the` : 'The'} payment of ${formatDay(payment.receivedOn)} arrived. The license expires unless its expiry date is moved.`;

/** COL-6: every payment for a `manual` license asks Support to move the date, and withdraws a request to expire. */
const paidFor = async (work: Work, licenseId: string, payment: PaymentEvent, of?: CollectionCase): Promise<void> => {
  const bulk = reportInHand(work);
  // What a payment of one charge pays for ends where another, unpaid, begins.
  const unpaid = of ? await unpaidOf(work.tx, licenseId, of.id) : [];
  const { move, withdrawn, paidUntil } = await licensePaid(work, {
    licenseId,
    paymentId: payment.paymentId,
    cause: `${cause(of, payment)}${stillUnpaid(unpaid)}`,
    ...(unpaid.length > 0 ? { isOneTerm: true } : {}),
    ...(of ? { caseId: of.id } : {}),
    ...(bulk?.isQuiet ? { quiet: true } : {}),
  });
  if (move && bulk) bulk.moves.push(move.id);
  if (withdrawn) await requestWithdrawn(work, licenseId);
  if (paidUntil && of)
    tellAccounting(
      work,
      of,
      `The expiry date is not moved: this payment pays until ${formatDay(paidUntil)}, which is past.${stillUnpaid(unpaid)}`,
    );
};

const onPaid = async (work: Work, payment: PaymentEvent): Promise<void> => {
  const subject = subjectOf(payment);
  if (subject?.type === 'case') {
    await lockCaseAndAdvised(work.tx, subject.id);
    const received = await receivedFor(work, subject);
    // What an import found counts already: it is in `received`, and not added again.
    const { after } = await happenTo(work, subject.id, {
      type: 'paid',
      received,
      at: endOf(work, payment.receivedOn),
    });
    // A part of it moves no date.
    if (received.amount < after.amount.amount) return;
    const linked = await withLicense(work, after);
    if (linked.licenseId !== undefined) await paidFor(work, linked.licenseId, payment, linked);
  } else if (subject?.type === 'license') {
    await lockAdvised(work.tx, subject.id);
    await paidFor(work, subject.id, payment);
  }
};

/** Cases and licenses are locked before their payments. */
const onChanging = async (work: Work, subject: Subject): Promise<void> => {
  if (subject.type === 'case') await lockCaseAndAdvised(work.tx, subject.id);
  if (subject.type === 'license') {
    await lockAdvised(work.tx, subject.id);
    await lockLicense(work.tx, subject.id);
  }
};

/** BIL-17: a case is open again unless other payments pay it. */
const onReversed = async (work: Work, payment: PaymentCameBack): Promise<void> => {
  const subject = subjectOf(payment);
  const of = subject?.type === 'case' ? await lockCase(work.tx, subject.id) : undefined;
  const move = await licensePaymentReversed(work, payment.paymentId, `The payment was reversed: ${payment.reason}`);
  if (of && subject)
    await happenTo(
      work,
      of.id,
      { type: 'payment_reversed', received: await receivedFor(work, subject), isLicensed: move === 'confirmed' },
      { reason: payment.reason },
    );
};

/** What payments mean for cases and their licenses. */
export const paymentReactions: readonly Reaction[] = [
  onEach(paymentReceived, onPaid),
  onEach(paymentCameBack, onReversed),
  onEach(paymentsChanging, onChanging),
  ...heldReactions,
];
