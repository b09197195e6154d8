import type { ModalView } from '@slack/types';
import { type Day, formatDay } from '../../core/calendar.ts';
import { amountText, formatMoney } from '../../core/money.ts';
import { clip, escapeMrkdwn } from '../../core/text.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../platform/slack/blocks.ts';
import { type Invoice, invoiceRef, mayCharge } from '../invoicing/index.ts';
import { type Payment, type PaymentMethod, paymentMethods } from './payment.ts';
import { methodTexts } from './tell.ts';

const methods: readonly { readonly value: PaymentMethod; readonly text: string }[] = paymentMethods.map((value) => ({
  value,
  text: `${methodTexts[value].charAt(0).toUpperCase()}${methodTexts[value].slice(1)}`,
}));

export function recordModal(invoice: Invoice, today: Day): ModalView {
  const title = clip(`${invoiceRef(invoice)} ${invoice.label}`, 300);
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
}

const choiceText = (payment: Payment): string =>
  clip(
    `${formatMoney(payment.amount)}, ${formatDay(payment.receivedOn)}, ${methodTexts[payment.method]} ${payment.reference ?? ''}`.trim(),
    75,
  );

/** Which payment of the invoice, and why. */
export function reverseModal(invoice: Invoice, payments: readonly Payment[]): ModalView {
  return modal({
    callback: 'payment.reverse',
    title: 'Reverse a payment',
    submit: 'Reverse',
    data: invoice.id,
    blocks: [
      section(`*${escapeMrkdwn(clip(`${invoiceRef(invoice)} ${invoice.label}`, 300))}*`),
      selectInput({
        name: 'payment',
        label: 'Payment',
        choices: payments.map((payment) => ({ value: payment.id, text: choiceText(payment) })),
        ...(payments.length === 1 && payments[0] ? { initial: payments[0].id } : {}),
      }),
      textInput({ name: 'reason', label: 'Why is it reversed?', multiline: true, max: 500 }),
    ],
  });
}
