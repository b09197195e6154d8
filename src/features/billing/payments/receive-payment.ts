import { Conflict } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, invoiceRef, settleInvoice } from '../invoices/index.ts';
import { auditFacts, eventOf, paymentReceived, storyOf } from './events.ts';
import { methodTexts, type NewPayment, type Payment } from './payment.ts';
import { recordedText } from './payment-views.ts';
import { checkReceived, paidAfter } from './settlement.ts';
import { insertPayment, paymentByKey, samePayment } from './store.ts';

const refuseSame = async (work: Work, invoice: Invoice, input: NewPayment): Promise<void> => {
  if (!input.reference) return;
  const same = await samePayment(work.tx, invoice.id, input.method, input.reference);
  if (!same) return;
  const what = `${methodTexts[input.method]} ${input.reference}`;
  throw new Conflict(
    `${person(same.recordedBy)} recorded ${what} for invoice ${invoiceRef(invoice)} ${moment(same.recordedAt)}. If it is another one, give its own reference.`,
  );
};

const toPayment = (work: Work, input: NewPayment, invoice: Invoice | undefined): Payment => ({
  id: newId(),
  customerId: input.customerId,
  ...(invoice ? { invoiceId: invoice.id } : {}),
  ...(input.subject ? { subject: input.subject } : {}),
  amount: input.amount,
  method: input.method,
  ...(input.reference ? { reference: input.reference } : {}),
  receivedOn: input.receivedOn,
  ...(input.key ? { key: input.key } : {}),
  isReported: input.isReported ?? false,
  recordedBy: work.by.id,
  recordedAt: work.now,
});

export interface Received {
  readonly payment: Payment;
  /** The invoice that it pays, as it is now. */
  readonly invoice?: Invoice;
  /** It was recorded before: nothing was changed. */
  readonly isKnown?: true;
}

/**
 * Records money received, settles the invoice it pays, if any, and tells everybody who reacts. The caller decides who may,
 * and has locked the invoice. ONB-5, ONB-7, ONB-12
 * @throws FieldErrors (`amount`, `method`, `received_on`), Conflict when it was recorded before or the invoice is void
 */
export const receivePayment = async (work: Work, input: NewPayment, invoice?: Invoice): Promise<Received> => {
  const before = input.key ? await paymentByKey(work.tx, input.key) : undefined;
  if (before) return { payment: before, isKnown: true };
  checkReceived(input, work.today);
  if (invoice) await refuseSame(work, invoice, input);
  const paid = invoice ? paidAfter(invoice, input) : 0n;

  const payment = toPayment(work, input, invoice);
  if (!(await insertPayment(work, payment))) {
    const first = input.key ? await paymentByKey(work.tx, input.key) : undefined;
    if (first) return { payment: first, isKnown: true };
    throw new Conflict('This payment was recorded just now.');
  }
  const settled =
    invoice &&
    (await settleInvoice(work, invoice, paid, (after) => ({
      text: recordedText(person(work.by.id), payment, after),
      key: `payment.recorded:${payment.id}`,
    })));
  work.audit({
    action: 'payment.recorded',
    subject: storyOf(payment, settled),
    customerId: payment.customerId,
    after: auditFacts(payment, settled),
  });
  await work.emit(paymentReceived, [eventOf(payment, settled)]);
  return { payment, ...(settled ? { invoice: settled } : {}) };
};
