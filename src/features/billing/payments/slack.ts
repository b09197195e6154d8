import { NotFound, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { required } from '../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { requireEarly } from '../../any-role.ts';
import { decidedAnswer, undoValue } from '../../undo.ts';
import { invoiceById, invoiceRef, moneyRoles, opensInvoiceForm, readAmount } from '../invoices/index.ts';
import { recordPayment } from './actions/record-payment.ts';
import { type Payment, paymentMethods } from './payment.ts';
import { balanceText, paymentText } from './payment-text.ts';
import { invoiceTitle, paymentsPanel, recordModal, reverseModal } from './payment-views.ts';
import { reversePayment, undoPayment } from './reverse-payment.ts';
import { paymentById, paymentsFor, paymentsOfCustomer } from './store.ts';

export const actions: NonNullable<Slice['actions']> = {
  'payment.record': opensInvoiceForm('record payments', (invoice, today) => {
    if (invoice.open.amount === 0n) throw new UserError(`Invoice ${invoiceRef(invoice)} is paid in full already.`);
    return recordModal(invoice, today);
  }),
  'payment.reverse': async (request) => {
    const { prisma } = request.deps.db;
    const invoice = await invoiceById(prisma, request.value);
    if (!invoice) throw new NotFound('invoice');
    const payments = await paymentsFor(prisma, { invoiceIds: [invoice.id] });
    return openReversal(request, invoiceTitle(invoice), payments);
  },
  'payment.reverse_this': async (request) => {
    const payment = await paymentById(request.deps.db.prisma, request.value);
    if (!payment) throw new NotFound('payment');
    return openReversal(request, paymentText(payment), [payment]);
  },
  'payment.undo': async ({ deps, by, value }) => {
    const payment = await undoPayment(deps, by, undoValue(value).subjectId);
    return { say: { text: `Undone: ${escapeMrkdwn(paymentText(payment))} is reversed.` } };
  },
};

/** The form that reverses one of these payments, for those only who may send it. ALL-1 */
export const openReversal = async (
  request: ActionRequest,
  title: string,
  payments: readonly Payment[],
): Promise<Answer> => {
  await requireEarly(request, moneyRoles, 'reverse payments');
  const live = payments.filter((payment) => !payment.reversed);
  if (live.length === 0) throw new UserError(`${title}: there is no payment to reverse.`);
  return { modal: reverseModal(title, live) };
};

/** The answer to who recorded a payment, with the button that takes it back. ALL-5 */
export const recordedAnswer = (said: string, payment: Payment): Answer => ({
  say: decidedAnswer(said, 'payment.undo', payment.id, 'recorded'),
});

export const customerSection: WindowSection = {
  subject: 'customer',
  order: 25,
  title: 'Payments',
  read: async (deps, customerId) => ({
    blocks: paymentsPanel(await paymentsOfCustomer(deps.db.prisma, customerId, 8)),
  }),
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
      amount: readAmount(request.values, 'amount', invoice.amount.currency),
      method: required(method, 'method', 'Choose how it was paid.'),
      reference: values.text('reference'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Enter the day the money came in.'),
    });
    return recordedAnswer(
      `Recorded ${escapeMrkdwn(paymentText(payment))}. ${after ? balanceText(after) : ''}`,
      payment,
    );
  },
  'payment.reverse': async ({ deps, by, values }) => {
    const paymentId = required(values.option('payment'), 'payment', 'Choose the payment.');
    const reason = required(values.text('reason'), 'reason', 'Say why it is reversed.');
    await reversePayment(deps, by, { paymentId, reason });
    return { say: { text: 'The payment is reversed.' } };
  },
};
