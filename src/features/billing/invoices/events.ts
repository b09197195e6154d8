import type { Subject } from '../../../core/subject.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { Invoice } from './invoice.ts';

/** An invoice that something happened to. */
export interface InvoiceEvent {
  readonly invoiceId: string;
  readonly subject: Subject;
  readonly kind: string;
  readonly customerId: string;
  /** As it was; what it is now is read by whoever needs it. */
  readonly before: Invoice;
}

/** How an invoice may change otherwise than by being sent or paid. */
export type InvoiceChangeKind =
  | 'issued'
  | 'permission'
  | 'corrected'
  | 'voided'
  | 'credited'
  | 'charged again'
  | 'arrival told'
  | 'filed'
  | 'taken back'
  | 'picked up'
  | 'waiver asked'
  | 'waived'
  | 'doubted'
  | 'kept'
  | 'written off'
  | 'opened again';

/**
 * Comes before invoices' rows are locked. Who owns the subjects and will react to what follows locks its own rows now, in the
 * order of their ids, so that the lock order (project, then invoice) holds on this way too.
 */
export const invoicesChanging = eventType<readonly Subject[]>('invoices.changing');

/** Invoices went out to their customers. */
export const invoiceSent = eventType<readonly InvoiceEvent[]>('invoice.sent');

/** Drafts were paid in full: those that Baton numbers are issued then. ONB-5, BIL-12 */
export const draftsPaid = eventType<readonly string[]>('invoice.drafts_paid');

/** Payments tell of themselves: `paymentReceived`, `paymentCameBack`. */
export const invoiceChanged =
  eventType<readonly (InvoiceEvent & { readonly what: InvoiceChangeKind })[]>('invoice.changed');
