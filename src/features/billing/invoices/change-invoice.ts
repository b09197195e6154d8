import { Conflict, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  draftsPaid,
  type Invoice,
  type InvoiceChangeKind,
  invoiceChanged,
  invoiceRef,
  invoiceSent,
  isSettled,
  moneyRoles,
  type Presentment,
  stateOf,
} from './invoice.ts';
import { type InvoiceChange, lockInvoice, updateInvoice } from './store.ts';

/** Locks an invoice for one of accounting's decisions; a void one takes none. ALL-1, ALL-3 */
export const lockForAccounting = async (work: Work, invoiceId: string, doing: string): Promise<Invoice> => {
  work.require(moneyRoles, doing);
  const invoice = await lockInvoice(work, invoiceId);
  refuseEnded(invoice);
  return invoice;
};

/** Until accounting has the invoice or anything happened to it, its amount is part of its subject, whose owner has asked who may. */
export const lockToCorrect = async (work: Work, invoiceId: string, doing: string): Promise<Invoice> => {
  const invoice = await lockInvoice(work, invoiceId);
  refuseEnded(invoice);
  const untouched = !invoice.presented && !invoice.sent && invoice.paid.amount === 0n;
  if (!untouched) work.require(moneyRoles, doing);
  return invoice;
};

/** Nothing more is asked of the customer before accounting has said whether the invoice stands. ONB-19 */
export const refuseDoubtful = (invoice: Invoice): void => {
  if (invoice.inDoubt === undefined) return;
  throw new Conflict(
    `Invoice ${invoiceRef(invoice)} is in doubt: ${invoice.inDoubt} Keep it, or void or credit it, first.`,
  );
};

/** One that is void or written off takes no decision, whatever way it is asked for. ALL-1, ALL-3 */
export const refuseEnded = (invoice: Invoice): void => {
  if (invoice.state === 'uncollectible')
    throw new UserError(`Invoice ${invoiceRef(invoice)} is written off. Re-open it first, in its window.`);
  if (!invoice.voided) return;
  const { by, at, reason } = invoice.voided;
  throw new Conflict(`${person(by)} voided invoice ${invoiceRef(invoice)} ${moment(at)}: ${reason}`);
};

/** The invoice's message, once accounting has it, is drawn anew, and its thread tells why. */
export const redraw = (
  work: Work,
  invoice: Invoice,
  told: { readonly text?: string | undefined; readonly key?: string; readonly broadcast?: boolean },
): void => {
  if (!invoice.presented) return;
  const slot = { kind: 'invoice', subjectId: invoice.id };
  work.show(slot, { role: 'accounting' });
  const { text, key, broadcast = false } = told;
  if (text !== undefined) work.post({ to: { thread: slot }, content: { text }, broadcast, ...(key ? { key } : {}) });
};

export interface Told {
  readonly what: InvoiceChangeKind | 'sent';
  readonly before: object;
  readonly after: object;
  readonly reason?: string;
  /** For the invoice's thread; mrkdwn. Nothing where what caused it tells of it there. */
  readonly text?: string | undefined;
  /** It asks accounting to act. */
  readonly broadcast?: boolean;
}

/** An invoice as a change left it, and what to tell of it. */
export interface Changed {
  readonly after: Invoice;
  readonly before: Invoice;
  readonly what: Told['what'];
}

/** Writes a change with its audit, message and thread; `tellChanged` has others react to it. */
export const writeChange = async (work: Work, before: Invoice, change: InvoiceChange, told: Told): Promise<Changed> => {
  const after = await updateInvoice(work, before, change);
  const { what, reason } = told;
  const named = { invoice: before.id, number: invoiceRef(before), label: before.label };
  work.audit({
    action: `invoice.${what.replace(' ', '_')}`,
    subject: before.subject,
    customerId: before.customerId,
    before: { ...named, ...told.before },
    after: { ...named, ...told.after },
    reason,
  });
  redraw(work, after, told);
  return { after, before, what };
};

/** Once for all that were changed. */
export const tellChanged = async (work: Work, changes: readonly Changed[]): Promise<void> => {
  const events = changes.map(({ before, what }) => {
    const { id: invoiceId, subject, kind, customerId } = before;
    return { invoiceId, subject, kind, customerId, before, what };
  });
  const issued = events.filter(({ what }) => what === 'sent');
  const changed = events.flatMap(({ what, ...event }) => (what === 'sent' ? [] : [{ ...event, what }]));
  if (issued.length > 0) await work.emit(invoiceSent, issued);
  if (changed.length > 0) await work.emit(invoiceChanged, changed);
};

/** Writes a change to one invoice, and tells of it. */
export const applyChange = async (
  work: Work,
  invoice: Invoice,
  change: InvoiceChange,
  told: Told,
): Promise<Invoice> => {
  const changed = await writeChange(work, invoice, change, told);
  await tellChanged(work, [changed]);
  return changed.after;
};

/** What became of an invoice's sending. */
export interface Arrival {
  readonly state: Exclude<Presentment, 'not_presented' | 'presented'>;
  /** What is known of it: `mailbox full (550)`; plain text. */
  readonly how: string;
}

const arrivals: Readonly<Record<Arrival['state'], string>> = {
  bounced: 'It did not reach the customer. Call them, then take back that it was sent and send it again',
  rejected: 'It was rejected. Put right what is wrong, then take back that it was sent and send it again',
  confirmed: 'It is confirmed that the customer has it',
};

/**
 * What whoever carried it tells of an invoice that was sent; its money stays as it is. One that did not arrive asks accounting to act.
 * The caller decides who may. BIL-3, PUR-15
 * @throws UserError where it was not sent
 */
export const recordArrival = (work: Work, invoice: Invoice, { state, how }: Arrival): Promise<Invoice> => {
  if (!invoice.sent) throw new UserError(`Invoice ${invoiceRef(invoice)} is not marked as sent.`);
  return applyChange(
    work,
    invoice,
    { presentment: state },
    {
      what: 'arrival told',
      before: { presentment: invoice.presentment },
      after: { presentment: state },
      reason: how,
      text: `${arrivals[state]}: ${escapeMrkdwn(how)}`,
      broadcast: state !== 'confirmed',
    },
  );
};

/**
 * A carrier took it: it is presented from now on, until it comes back. One that was sent before, and did not arrive, has arrived now.
 * Its money stays as it is. The caller decides who may. BIL-3
 */
export const recordPresented = async (
  work: Work,
  invoice: Invoice,
  { by, how }: { readonly by: string; readonly how: string },
): Promise<Invoice> => {
  const told = { what: 'sent' as const, before: { state: invoice.state }, text: escapeMrkdwn(how) };
  if (!invoice.sent) {
    const change = { sent: { on: work.today, by }, ...stateAfter(work, invoice, { sent: true }) };
    return applyChange(work, invoice, change, { ...told, after: { sentOn: work.today, how: 'mail' } });
  }
  if (invoice.presentment !== 'bounced' && invoice.presentment !== 'rejected') return invoice;
  return applyChange(
    work,
    invoice,
    { presentment: 'presented' },
    {
      ...told,
      what: 'arrival told',
      before: { presentment: invoice.presentment },
      after: { presentment: 'presented' },
    },
  );
};

/** The state that follows from an invoice's facts when some of them change. */
export const stateAfter = (
  work: Work,
  invoice: Invoice,
  facts: {
    readonly amount?: bigint;
    readonly paid?: bigint;
    readonly credited?: bigint;
    readonly writtenOff?: bigint;
    readonly sent?: boolean;
    readonly issued?: boolean;
  },
): Pick<InvoiceChange, 'state' | 'paidAt'> => {
  const before = {
    amount: invoice.amount.amount,
    paid: invoice.paid.amount,
    credited: invoice.credited.amount,
    writtenOff: invoice.writtenOff.amount,
  };
  const settledBy = {
    amount: facts.amount ?? before.amount,
    paid: facts.paid ?? before.paid,
    credited: facts.credited ?? before.credited,
    writtenOff: facts.writtenOff ?? before.writtenOff,
  };
  // What had paid it came back: nobody gave that up, so it is asked for.
  const isOpenAgain = invoice.state === 'uncollectible' && isSettled(before) && !isSettled(settledBy);
  const ended =
    invoice.state === 'void' || (invoice.state === 'uncollectible' && !isOpenAgain) ? invoice.state : undefined;
  const state = stateOf({
    ...settledBy,
    sent: facts.sent ?? invoice.sent !== undefined,
    issued: facts.issued ?? invoice.issued !== undefined,
    ended,
  });
  return { state, paidAt: state === 'paid' ? (invoice.paidAt ?? work.now) : null };
};

/** What settles an invoice, by what it is: minor units. */
export interface SettledBy {
  readonly paid: bigint;
  readonly credited: bigint;
  readonly writtenOff: bigint;
}

/** Writes what an invoice is settled by, all told; settled in full, a draft is issued. For the room that keeps what settles what only. */
export const settleInvoice = async (
  work: Work,
  invoice: Invoice,
  by: SettledBy,
  told: (after: Invoice) => { readonly text: string; readonly key: string },
): Promise<Invoice> => {
  const settled = stateAfter(work, invoice, by);
  const doubt = settled.state === 'paid' ? { inDoubt: null } : {};
  const after = await updateInvoice(work, invoice, { ...by, ...settled, ...doubt });
  redraw(work, after, told(after));
  const isToBeIssued = after.state === 'paid' && after.numbering === 'own' && !after.issued;
  if (!isToBeIssued) return after;
  await work.emit(draftsPaid, [after.id]);
  return lockInvoice(work, after.id);
};
