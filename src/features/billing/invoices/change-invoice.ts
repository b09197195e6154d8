import { Conflict } from '../../../core/errors.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { invoiceChanged } from './events.ts';
import { type Invoice, invoiceRef, moneyRoles, stateOf } from './invoice.ts';
import { type InvoiceChange, lockInvoice, updateInvoice } from './store.ts';

/** Locks an invoice for one of accounting's decisions; a void one takes none. ALL-1, ALL-3 */
export const lockForAccounting = async (work: Work, invoiceId: string, doing: string): Promise<Invoice> => {
  work.require(moneyRoles, doing);
  const invoice = await lockInvoice(work, invoiceId);
  refuseVoid(invoice);
  return invoice;
};

/** Until accounting has the invoice or anything happened to it, its amount is part of its subject, whose owner has asked who may. */
export const lockToCorrect = async (work: Work, invoiceId: string, doing: string): Promise<Invoice> => {
  const invoice = await lockInvoice(work, invoiceId);
  refuseVoid(invoice);
  const untouched = !invoice.presented && !invoice.sent && invoice.paid.amount === 0n;
  if (!untouched) work.require(moneyRoles, doing);
  return invoice;
};

/** Nothing more is asked of the customer before accounting has said whether the invoice stands. ONB-19 */
export const refuseDoubtful = (invoice: Invoice): void => {
  if (invoice.inDoubt === undefined) return;
  throw new Conflict(`Invoice ${invoiceRef(invoice)} is in doubt: ${invoice.inDoubt} Keep it or void it first.`);
};

export const refuseVoid = (invoice: Invoice): void => {
  if (!invoice.voided) return;
  const { by, at, reason } = invoice.voided;
  throw new Conflict(`${person(by)} voided invoice ${invoiceRef(invoice)} ${moment(at)}: ${reason}`);
};

/** The invoice's message, once accounting has it, is drawn anew, and its thread tells why. */
export const redraw = (
  work: Work,
  invoice: Invoice,
  told: { readonly text: string; readonly key?: string; readonly broadcast?: boolean },
): void => {
  if (!invoice.presented) return;
  const slot = { kind: 'invoice', subjectId: invoice.id };
  work.show(slot, { role: 'accounting' });
  const { text, key, broadcast = false } = told;
  work.post({ to: { thread: slot }, content: { text }, broadcast, ...(key ? { key } : {}) });
};

type What = NonNullable<(typeof invoiceChanged)['payload']>['what'];

export interface Told {
  readonly what: What;
  readonly before: object;
  readonly after: object;
  readonly reason?: string;
  /** For the invoice's thread; mrkdwn. */
  readonly text: string;
  /** It asks accounting to act. */
  readonly broadcast?: boolean;
}

/** Writes a change with its audit, message, thread and event. */
export const applyChange = async (
  work: Work,
  invoice: Invoice,
  change: InvoiceChange,
  told: Told,
): Promise<Invoice> => {
  const after = await updateInvoice(work, invoice, change);
  const { what, reason } = told;
  const named = { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label };
  work.audit({
    action: `invoice.${what.replace(' ', '_')}`,
    subject: invoice.subject,
    customerId: invoice.customerId,
    before: { ...named, ...told.before },
    after: { ...named, ...told.after },
    reason,
  });
  redraw(work, after, told);
  const { id, subject, kind, customerId } = after;
  await work.emit(invoiceChanged, { invoiceId: id, subject, kind, customerId, what, before: invoice });
  return after;
};

/** The state that follows from an invoice's facts when some of them change. */
export const stateAfter = (
  work: Work,
  invoice: Invoice,
  facts: { readonly amount?: bigint; readonly paid?: bigint; readonly sent?: boolean },
): Pick<InvoiceChange, 'state' | 'paidAt'> => {
  const ended = invoice.state === 'void' || invoice.state === 'uncollectible' ? invoice.state : undefined;
  const state = stateOf({
    amount: facts.amount ?? invoice.amount.amount,
    paid: facts.paid ?? invoice.paid.amount,
    sent: facts.sent ?? invoice.sent !== undefined,
    ended,
  });
  return { state, paidAt: state === 'paid' ? (invoice.paidAt ?? work.now) : null };
};

/** Writes what an invoice's payments add up to; `paid` in minor units. For the payments slice only. */
export const settleInvoice = async (
  work: Work,
  invoice: Invoice,
  paid: bigint,
  told: (after: Invoice) => { readonly text: string; readonly key: string },
): Promise<Invoice> => {
  const settled = stateAfter(work, invoice, { paid });
  const doubt = settled.state === 'paid' ? { inDoubt: null } : {};
  const after = await updateInvoice(work, invoice, { paid, ...settled, ...doubt });
  redraw(work, after, told(after));
  return after;
};
