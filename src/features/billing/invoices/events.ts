import type { Subject } from '../../../core/subject.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { Invoice } from './invoice.ts';

/** An invoice changed otherwise than by a payment (payments tell those: `paymentRecorded`, `paymentReversed`). */
export const invoiceChanged = eventType<{
  readonly invoiceId: string;
  readonly subject: Subject;
  readonly kind: string;
  readonly customerId: string;
  readonly what:
    | 'sent'
    | 'permission'
    | 'corrected'
    | 'voided'
    | 'filed'
    | 'taken back'
    | 'picked up'
    | 'waiver asked'
    | 'waived'
    | 'doubted'
    | 'kept';
  /** As it was. */
  readonly before: Invoice;
}>('invoice.changed');

/**
 * Comes before an invoice's row is locked. Who owns the subject and will react to what follows locks its own row now, so
 * that the lock order (project, then invoice) holds on this way too.
 */
export const invoiceLocking = eventType<{ readonly subject: Subject; readonly customerId: string }>('invoice.locking');
