import type { KnownBlock } from '@slack/types';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Answer } from '../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../platform/slice/undo.ts';
import type { Invoice } from '../invoices/index.ts';
import { methodTexts, type Payment, type PaymentMethod, paymentMethods } from './payment.ts';

/** As somebody chooses one. */
export const methodChoices: readonly { readonly value: PaymentMethod; readonly text: string }[] = paymentMethods.map(
  (value) => ({ value, text: `${methodTexts[value].charAt(0).toUpperCase()}${methodTexts[value].slice(1)}` }),
);

/** Its own day lies in a closed period. BIL-16 */
const bookedText = ({ bookedOn }: Pick<Payment, 'bookedOn'>): string =>
  bookedOn ? `, booked ${formatDay(bookedOn)} since that day is closed` : '';

/** `$500.00 by check 1234, received Jan 15, 2026`; plain text. */
export const paymentText = (
  payment: Pick<Payment, 'amount' | 'method' | 'receivedOn' | 'bookedOn'> & { readonly reference?: string | undefined },
): string => {
  const reference = payment.reference ? ` ${clip(payment.reference, 100)}` : '';
  if (payment.method === 'brought_forward')
    return `${formatMoney(payment.amount)} brought forward${reference}, as of ${formatDay(payment.receivedOn)}`;
  return `${formatMoney(payment.amount)} by ${methodTexts[payment.method]}${reference}, received ${formatDay(payment.receivedOn)}${bookedText(payment)}`;
};

/** What is open now, as a sentence of mrkdwn. */
export const balanceText = (invoice: Pick<Invoice, 'open' | 'paid'>): string => {
  if (invoice.open.amount === 0n) return 'It is paid in full.';
  return `${formatMoney(invoice.open)} is open.`;
};

/** What is left over, as a sentence after others; nothing where nothing is. BIL-15 */
export const leftOverText = (leftOver: Money | undefined): string =>
  leftOver && leftOver.amount > 0n ? ` ${formatMoney(leftOver)} is left over: it is the customer’s balance.` : '';

export const recordedText = (who: string, payment: Payment, invoice: Invoice): string =>
  `${who} recorded ${escapeMrkdwn(paymentText(payment))}. ${balanceText(invoice)}`;

/** The answer to who recorded a payment, with the button that takes it back. ALL-5 */
export const recordedAnswer = (text: string, payment: Payment): Answer => ({
  say: decidedAnswer(text, 'payment.undo', payment.id, 'recorded'),
});

/** Payments in the window of what they pay, or of whose they are, each with what takes it back for those who may. ALL-10 */
export const paymentRows = (
  payments: readonly Payment[],
  mayReverse: boolean,
  leftOf: (paymentId: string) => Money | undefined,
): readonly KnownBlock[] =>
  payments.map((payment) => {
    const text = escapeMrkdwn(paymentText(payment));
    if (payment.reversed) {
      const { by, at, reason } = payment.reversed;
      return section(
        `~${text}~\nReversed by ${person(by)}, ${moment(at)}${bookedText(payment.reversed)}: ${escapeMrkdwn(clip(reason, 200))}`,
      );
    }
    const left = leftOf(payment.id);
    return section(
      `${text} · ${payment.isReported ? 'reported by the gateway' : `recorded by ${person(payment.recordedBy)}`}${left ? ` · *${formatMoney(left)} left over*` : ''}`,
      mayReverse ? button({ text: 'Reverse', action: 'payment.reverse_this', value: payment.id }) : undefined,
    );
  });
