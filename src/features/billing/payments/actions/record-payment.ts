import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney, type Money } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  existingInvoice,
  type Invoice,
  invoiceRef,
  invoiceTitle,
  lockInvoice,
  mayCharge,
  moneyRoles,
  opensInvoiceForm,
  readAmount,
} from '../../invoices/index.ts';
import { methodTexts, type PaymentMethod, paymentMethods } from '../payment.ts';
import { balanceText, paymentText, recordedAnswer } from '../payment-views.ts';
import { type Received, receivePayment } from '../receive-payment.ts';

const methods: readonly { readonly value: PaymentMethod; readonly text: string }[] = paymentMethods.map((value) => ({
  value,
  text: `${methodTexts[value].charAt(0).toUpperCase()}${methodTexts[value].slice(1)}`,
}));

/** Record payment. ONB-3, ONB-5, ONB-7 @throws UserError when it is paid */
export const recordForm = (invoice: Invoice, today: Day): ModalView => {
  if (invoice.open.amount === 0n) throw new UserError(`Invoice ${invoiceRef(invoice)} is paid in full already.`);
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
        initial: invoice.pickedUp === 'check' ? 'check' : undefined,
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

export interface RecordPayment {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

/** Accounting records an invoice's payment. ONB-3, ONB-5, ONB-7, ONB-12 */
export const recordPayment = async (deps: Deps, by: By, input: RecordPayment): Promise<Received> => {
  const { invoiceId, ...received } = input;
  return deps.transact(by, async (work) => {
    work.require(moneyRoles, 'record payments');
    const invoice = await lockInvoice(work, invoiceId);
    return receivePayment(work, { ...received, customerId: invoice.customerId }, invoice);
  });
};

export const recordButton: Interaction = {
  id: 'payment.record',
  press: opensInvoiceForm('record payments', recordForm),
  submit: async ({ deps, by, data, values }) => {
    const { amount } = await existingInvoice(deps, data);
    const method = paymentMethods.find((each) => each === values.option('method'));
    const { payment, invoice } = await recordPayment(deps, by, {
      invoiceId: data,
      amount: readAmount(values, 'amount', amount.currency),
      method: required(method, 'method', 'Choose how it was paid.'),
      reference: values.text('reference'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Enter the day the money came in.'),
    });
    return recordedAnswer(
      `Recorded ${escapeMrkdwn(paymentText(payment))}. ${invoice ? balanceText(invoice) : ''}`,
      payment,
    );
  },
};
