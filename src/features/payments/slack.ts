import { NotFound, UserError } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import { required } from '../../platform/slack/form.ts';
import type { Slice } from '../../platform/slice.ts';
import { requireEarly } from '../any-role.ts';
import { amountOf, invoiceById, invoiceRef, moneyRoles, opens } from '../invoicing/index.ts';
import { recordModal, reverseModal } from './forms.ts';
import { paymentMethods } from './payment.ts';
import { recordPayment } from './record-payment.ts';
import { reversePayment } from './reverse-payment.ts';
import { paymentsFor } from './store.ts';
import { balanceText, paymentText } from './tell.ts';

export const actions: NonNullable<Slice['actions']> = {
  'payment.record': opens('record payments', (invoice, today) => {
    if (invoice.open.amount === 0n) throw new UserError(`Invoice ${invoiceRef(invoice)} is paid in full already.`);
    return recordModal(invoice, today);
  }),
  'payment.reverse': async (request) => {
    await requireEarly(request, moneyRoles, 'reverse payments');
    const { prisma } = request.deps.db;
    const invoice = await invoiceById(prisma, request.value);
    if (!invoice) throw new NotFound('invoice');
    const payments = (await paymentsFor(prisma, { invoiceIds: [invoice.id] })).filter((payment) => !payment.reversed);
    if (payments.length === 0) throw new UserError(`Invoice ${invoiceRef(invoice)} has no payment to reverse.`);
    return { modal: reverseModal(invoice, payments) };
  },
};

export const submissions: NonNullable<Slice['submissions']> = {
  'payment.record': async (request) => {
    const { deps, by, data, values } = request;
    const invoice = await invoiceById(deps.db.prisma, data);
    if (!invoice) throw new NotFound('invoice');
    const chosen = values.option('method');
    const method = paymentMethods.find((each) => each === chosen);
    const { payment, invoice: after } = await recordPayment(deps, by, {
      invoiceId: data,
      amount: amountOf(request, 'amount', invoice.amount.currency),
      method: required(method, 'method', 'Choose how it was paid.'),
      reference: values.text('reference'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Enter the day the money came in.'),
    });
    return { say: { text: `Recorded ${escapeMrkdwn(paymentText(payment))}. ${after ? balanceText(after) : ''}` } };
  },
  'payment.reverse': async ({ deps, by, values }) => {
    const paymentId = required(values.option('payment'), 'payment', 'Choose the payment.');
    const reason = required(values.text('reason'), 'reason', 'Say why it is reversed.');
    await reversePayment(deps, by, { paymentId, reason });
    return { say: { text: 'The payment is reversed. What it had opened is shut again.' } };
  },
};
