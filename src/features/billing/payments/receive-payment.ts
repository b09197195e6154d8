import { Conflict } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { compare, formatMoney, type Money } from '../../../core/money/money.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  carryOut,
  mayBeSettled,
  type SettledInvoice,
  settleOldestFirst,
  settlingPolicy,
  sourceOf,
  targetOf,
  tolerancesOf,
} from '../balance/index.ts';
import { openDay, requireOpenPeriod } from '../closing/index.ts';
import { type Invoice, invoiceRef, invoicesFor, lockInvoice } from '../invoices/index.ts';
import { auditFacts, eventOf, paymentReceived, storyOf } from './events.ts';
import { methodTexts, type NewPayment, type Payment, paymentSource } from './payment.ts';
import { leftOverText, recordedText } from './payment-views.ts';
import { refuseWay } from './payment-ways.ts';
import { checkReceived, leftOverOf, paidAfter } from './settlement.ts';
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

/** What it will be; the invoice only where it was recorded for that one. */
export const newPayment = (
  work: Pick<Work, 'by' | 'now'>,
  input: NewPayment,
  invoice: Pick<Invoice, 'id'> | undefined,
): Payment => ({
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

/** What it is once it is stored; what was stored before with its key comes back instead. */
export const storePayment = async (work: Work, payment: Payment): Promise<Received> => {
  if (await insertPayment(work, payment)) return { payment };
  const first = payment.key ? await paymentByKey(work.tx, payment.key) : undefined;
  if (first) return { payment: first, isKnown: true };
  throw new Conflict('This payment was recorded just now.');
};

/** Its money pays the invoice; what is left over, where it belongs to nothing else, becomes the balance. BIL-15 */
const settleBy = async (
  work: Work,
  payment: Payment,
  invoice: Invoice | undefined,
): Promise<SettledInvoice | undefined> => {
  // An approval covers its charge or license, and never becomes balance by itself. BIL-22
  if (!invoice && payment.subject) return undefined;
  const { customerId, amount } = payment;
  const source = paymentSource(payment);
  const taken = invoice && payment.subject ? lesserOf(amount, invoice.open) : amount;
  const fresh = [{ source, rest: taken }];
  const tolerances = tolerancesOf(await work.policy(settlingPolicy));
  const targets = invoice ? [targetOf(invoice, work.today)] : [];
  const settlement = settleOldestFirst({ sources: fresh.map(sourceOf), targets }, tolerances);
  const leftOver = invoice && leftOverOf(invoice, taken);
  const [settled] = await carryOut(work, {
    customerId,
    decision: payment.id,
    currency: amount.currency,
    fresh,
    invoices: invoice ? [invoice] : [],
    settlement,
    tells: (after) => ({
      text: `${recordedText(person(work.by.id), payment, after)}${leftOverText(leftOver)}`,
      key: `payment.recorded:${payment.id}`,
    }),
  });
  return settled;
};

/** What was billed for the very charge or license that somebody records a payment for: the one invoice of it that is open. BIL-15, BIL-22 */
const invoiceOfCharge = async (
  work: Work,
  { subject, amount, isReported }: NewPayment,
): Promise<Invoice | undefined> => {
  if (!subject || isReported) return undefined;
  const [found, ...others] = (await invoicesFor(work.tx, subject)).filter(
    (each) => mayBeSettled(each) && each.open.currency === amount.currency,
  );
  if (!found || others.length > 0) return undefined;
  const locked = await lockInvoice(work, found.id);
  return mayBeSettled(locked) ? locked : undefined;
};

/** What a person records is dated into no closed period; what a gateway reports is booked on the first open day, its own kept. BIL-16 */
const dayOfBooking = async (work: Work, { isReported, receivedOn }: NewPayment): Promise<Pick<Payment, 'bookedOn'>> => {
  if (!isReported) {
    await requireOpenPeriod(work, receivedOn);
    return {};
  }
  const bookedOn = await openDay(work, receivedOn);
  if (bookedOn === receivedOn) return {};
  // A report of many says it once.
  work.post({
    to: { role: 'accounting' },
    content: {
      text: `The gateway reported payments of days that are closed: they are booked ${formatDay(bookedOn)}, the first open day. Each keeps its own day, and says so where it is shown.`,
    },
    key: `payment.booked_later:${work.today}:${bookedOn}`,
    priority: 1,
  });
  return { bookedOn };
};

/**
 * Records money received, settles the invoice it pays, if any, and tells everybody who reacts. The caller decides who may,
 * and has locked the invoice. ONB-5, ONB-7, ONB-12
 * @throws FieldErrors (`amount`, `method`, `received_on`), UserError for a day of a closed period, Conflict when it was recorded before or the invoice is void
 */
export const receivePayment = async (work: Work, input: NewPayment, invoice?: Invoice): Promise<Received> => {
  const before = input.key ? await paymentByKey(work.tx, input.key) : undefined;
  if (before) return { payment: before, isKnown: true };
  checkReceived(input, work.today);
  const bookedOn = await dayOfBooking(work, input);
  if (invoice) {
    await refuseSame(work, invoice, input);
    paidAfter(invoice, input);
    await refuseWay(work, work.tx, [invoice], input.method);
  }
  const owed = invoice ?? (await invoiceOfCharge(work, input));
  const stored = await storePayment(work, { ...newPayment(work, input, owed), ...bookedOn });
  if (stored.isKnown) return stored;
  const { payment } = stored;
  const settled = await settleBy(work, payment, owed);
  const after = settled && { invoice: settled.after, amount: settled.amount };
  work.audit({
    action: 'payment.recorded',
    subject: storyOf(payment, settled?.after),
    customerId: payment.customerId,
    after: { ...auditFacts(payment, settled?.after), ...leftOverFacts(payment, settled) },
  });
  await work.emit(paymentReceived, [eventOf(payment, after)]);
  return { payment, ...(settled ? { invoice: settled.after } : {}) };
};

/** What the log keeps of money that settles nothing yet. */
const leftOverFacts = (payment: Payment, settled: SettledInvoice | undefined): object => {
  if (!settled) return {};
  const leftOver = leftOverOf(settled.before, payment.amount);
  return leftOver.amount > 0n ? { leftOver: formatMoney(leftOver) } : {};
};

const lesserOf = (a: Money, b: Money): Money => (compare(a, b) < 0 ? a : b);
