import type { KnownBlock, ModalView } from '@slack/types';
import { amountText, formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { button, dateInput, modal, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { type Invoice, invoiceRef, mayCharge } from '../invoices/index.ts';
import { type Payment, type PaymentMethod, paymentMethods } from './payment.ts';
import { methodTexts, paymentText } from './payment-text.ts';

const methods: readonly { readonly value: PaymentMethod; readonly text: string }[] = paymentMethods.map((value) => ({
  value,
  text: `${methodTexts[value].charAt(0).toUpperCase()}${methodTexts[value].slice(1)}`,
}));

export const recordModal = (invoice: Invoice, today: Day): ModalView => {
  const title = clip(invoiceTitle(invoice), 300);
  const card = mayCharge(invoice) ? [] : [' A card may be charged only after the customer’s permission is recorded.'];
  return modal({
    callback: 'payment.record',
    title: 'Record a payment',
    submit: 'Record',
    data: invoice.id,
    blocks: [
      section(
        `*${escapeMrkdwn(title)}*, ${formatMoney(invoice.amount)}, of which ${formatMoney(invoice.open)} is open.${card.join('')}`,
      ),
      textInput({
        name: 'amount',
        label: `Amount received, in ${invoice.open.currency}`,
        initial: amountText(invoice.open),
      }),
      selectInput({
        name: 'method',
        label: 'How was it paid?',
        choices: methods,
        ...(invoice.pickedUp === 'check' ? { initial: 'check' } : {}),
      }),
      textInput({
        name: 'reference',
        label: 'Reference',
        hint: 'The check’s number, or the transaction. No card number, please.',
        optional: true,
        max: 100,
      }),
      dateInput({ name: 'received_on', label: 'Received on', initial: today }),
    ],
  });
};

const choiceText = (payment: Payment): string =>
  clip(
    `${formatMoney(payment.amount)}, ${formatDay(payment.receivedOn)}, ${methodTexts[payment.method]} ${payment.reference ?? ''}`.trim(),
    75,
  );

export const invoiceTitle = (invoice: Invoice): string => `${invoiceRef(invoice)} ${invoice.label}`;

/** Which payment, and why. */
export const reverseModal = (title: string, payments: readonly Payment[]): ModalView =>
  modal({
    callback: 'payment.reverse',
    title: 'Reverse a payment',
    submit: 'Reverse',
    blocks: [
      section(`*${escapeMrkdwn(clip(title, 300))}*`),
      selectInput({
        name: 'payment',
        label: 'Payment',
        choices: payments.map((payment) => ({ value: payment.id, text: choiceText(payment) })),
        ...(payments.length === 1 && payments[0] ? { initial: payments[0].id } : {}),
      }),
      textInput({ name: 'reason', label: 'Why is it reversed?', multiline: true, max: 500 }),
    ],
  });

/** The customer's latest payments, each with what takes it back. ALL-10 */
export const paymentsPanel = (payments: readonly Payment[]): readonly KnownBlock[] =>
  payments.map((payment) => {
    const text = escapeMrkdwn(paymentText(payment));
    if (payment.reversed) {
      const { by, at, reason } = payment.reversed;
      return section(`~${text}~\nReversed by ${person(by)}, ${moment(at)}: ${escapeMrkdwn(clip(reason, 200))}`);
    }
    const isLeftOver = !payment.invoiceId && !payment.subject;
    return section(
      `${text} · ${payment.isReported ? 'reported by the gateway' : `recorded by ${person(payment.recordedBy)}`}${isLeftOver ? ' · *pays nothing yet*' : ''}`,
      button({ text: 'Reverse', action: 'payment.reverse_this', value: payment.id }),
    );
  });
