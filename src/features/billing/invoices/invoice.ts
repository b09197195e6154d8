import { type Money, multiplyRatio } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import type { Door } from '../../../platform/slice/door.ts';
import { eventType } from '../../../platform/work/events.ts';

export const invoiceDoor: Door = { subject: 'invoice', opens: 'invoice.open', button: 'Open invoice' };

export type InvoiceState = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

/** What became of its sending, beside its money: `bounced` and `rejected` did not reach the customer. BIL-3, PUR-15 */
export type Presentment = 'not_presented' | 'presented' | 'bounced' | 'confirmed' | 'rejected';

/** A charge to invoice. Which kinds there are is the caller's: `set_up`, `first_month`, `hardware`. */
export interface Charge {
  readonly kind: string;
  /** For people: `Set-up fee`. */
  readonly label: string;
  readonly net: Money;
  /** Basis points: 825 is 8.25 %. */
  readonly taxRate: number;
}

/** An invoice's facts; amounts are in the invoice's currency, `amount` = net + tax. */
export interface Invoice {
  readonly id: string;
  /** Shown as `I-12`. */
  readonly ref: number;
  readonly customerId: string;
  readonly subject: Subject;
  readonly kind: string;
  readonly label: string;
  readonly net: Money;
  readonly taxRate: number;
  readonly tax: Money;
  readonly amount: Money;
  /** Received and not reversed. */
  readonly paid: Money;
  /** What credits settle of it. BIL-13 */
  readonly credited: Money;
  /** What of it was written off. BIL-15 */
  readonly writtenOff: Money;
  /** Still to be paid: neither paid, credited nor written off; zero when void. */
  readonly open: Money;
  readonly state: InvoiceState;
  /** The seller's id; none before issuing where nobody named one. */
  readonly sellerId?: string;
  /** Whether Baton numbers it, `own`, or the accounting system does, `elsewhere`. BIL-12 */
  readonly numbering: 'own' | 'elsewhere';
  /** Its number of the seller's series, and when it was issued by whom: it never changes after that. BIL-12 */
  readonly issued?: { readonly number: string; readonly on: Day; readonly by: string; readonly at: Date };
  readonly dueOn?: Day;
  /** The service that it is for. */
  readonly period?: Period;
  /** Its number in the accounting system is blank where it has one of ours and nobody gave another. */
  readonly sent?: { readonly on: Day; readonly by: string; readonly at: Date; readonly number: string };
  readonly presentment: Presentment;
  readonly filed?: { readonly by: string; readonly at: Date };
  readonly paidAt?: Date;
  readonly voided?: { readonly by: string; readonly at: Date; readonly reason: string };
  /** Why accounting is asked whether it stands. ONB-19 */
  readonly inDoubt?: string;
  /** Accounting has its message. */
  readonly presented: boolean;
}

/** Who handles invoices. ALL-1 */
export const moneyRoles = ['billing', 'accounting'] as const;

/**
 * The tax on a net amount, rounded half up once; `rate` in basis points.
 *
 * Example: 8.25 % (825) of $99.99 is $8.25.
 */
export const taxOn = (net: Money, rate: number): Money => multiplyRatio(net, rate, 10_000);

/** What settles an invoice, beside what it comes to; minor units. */
interface Settling {
  readonly amount: bigint;
  readonly paid: bigint;
  readonly credited?: bigint;
  readonly writtenOff?: bigint;
}

export const isSettled = ({ amount, paid, credited = 0n, writtenOff = 0n }: Settling): boolean =>
  paid + credited + writtenOff >= amount;

/**
 * What state the facts put an invoice into: void and uncollectible stay; else settled in full, or issued or sent, or neither. A
 * check in hand may pay an invoice before it is sent (ONB-5); one that comes to nothing is paid once it is issued (BIL-9).
 * Amounts in minor units.
 *
 * Example: of 100, 60 paid and 40 credited is `paid`.
 */
export const stateOf = (
  facts: Settling & {
    readonly sent: boolean;
    readonly issued?: boolean;
    readonly ended?: 'void' | 'uncollectible' | undefined;
  },
): InvoiceState => {
  if (facts.ended) return facts.ended;
  const isOut = facts.sent || facts.issued === true;
  if (isSettled(facts) && (facts.amount > 0n || isOut)) return 'paid';
  return isOut ? 'open' : 'draft';
};

/** What it is of, with a window of its own: nothing for a bill, which is of itself. */
export const belongsTo = ({ id, subject }: Pick<Invoice, 'id' | 'subject'>): readonly Subject[] =>
  subject.id === id ? [] : [subject];

export const invoiceRef = (invoice: Pick<Invoice, 'ref'>): string => `I-${invoice.ref}`;

/** `I-12 Set-up fee`. */
export const invoiceTitle = (invoice: Pick<Invoice, 'ref' | 'label'>): string =>
  `${invoiceRef(invoice)} ${invoice.label}`;

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
  | 'corrected'
  | 'voided'
  | 'credited'
  | 'charged again'
  | 'arrival told'
  | 'filed'
  | 'taken back'
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

/** A draft stands from now on for what an invoice was for, which was credited in whole. BIL-12 */
export const invoiceReplaced = eventType<{ readonly before: Invoice; readonly after: Invoice }>('invoice.replaced');

/** Drafts were paid in full: those that Baton numbers are issued then. ONB-5, BIL-12 */
export const draftsPaid = eventType<readonly string[]>('invoice.drafts_paid');

/** Payments tell of themselves: `paymentReceived`, `paymentCameBack`. */
export const invoiceChanged =
  eventType<readonly (InvoiceEvent & { readonly what: InvoiceChangeKind })[]>('invoice.changed');
