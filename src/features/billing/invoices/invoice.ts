import { type Money, multiplyRatio } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';

export const invoiceDoor: Door = { subject: 'invoice', opens: 'invoice.open', button: 'Open invoice' };

export type InvoiceState = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

/** What sales picked up for a charge. ONB-4, ONB-5 */
export type PickedUp = 'check' | 'card_authorization' | 'nothing';

/** A charge to invoice. Which kinds there are is the caller's: `set_up`, `first_month`, `hardware`. */
export interface Charge {
  readonly kind: string;
  /** For people: `Set-up fee`. */
  readonly label: string;
  readonly net: Money;
  /** Basis points: 825 is 8.25 %. */
  readonly taxRate: number;
  readonly pickedUp: PickedUp;
  /** What stays shut until it is paid, for people: `Scheduling of resources`. */
  readonly blocks?: string | undefined;
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
  readonly blocks?: string;
  readonly net: Money;
  readonly taxRate: number;
  readonly tax: Money;
  readonly amount: Money;
  /** Received and not reversed. */
  readonly paid: Money;
  /** Still to be paid; zero when void. */
  readonly open: Money;
  readonly state: InvoiceState;
  readonly pickedUp: PickedUp;
  readonly sent?: { readonly on: Day; readonly by: string; readonly at: Date; readonly number: string };
  readonly filed?: { readonly by: string; readonly at: Date };
  /** The customer's permission to charge the card. ONB-5, ONB-7 */
  readonly permission?: { readonly on: Day; readonly how: string; readonly by: string; readonly at: Date };
  readonly paidAt?: Date;
  readonly voided?: { readonly by: string; readonly at: Date; readonly reason: string };
  /** Void because nothing is due at all: by whom that was said, and who confirmed it. Void alone waives nothing. ONB-19 */
  readonly waiver?: Waiver;
  /** Why accounting is asked whether it stands. ONB-19 */
  readonly inDoubt?: string;
  /** Accounting has its message. */
  readonly presented: boolean;
}

export interface Waiver {
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly confirmed?: { readonly by: string; readonly at: Date };
}

/** Who handles invoices. ALL-1 */
export const moneyRoles = ['billing', 'accounting'] as const;

/**
 * The tax on a net amount, rounded half up once; `rate` in basis points.
 *
 * Example: 8.25 % (825) of $99.99 is $8.25.
 */
export const taxOn = (net: Money, rate: number): Money => multiplyRatio(net, rate, 10_000);

/**
 * What state the facts put an invoice into: void and uncollectible stay; else paid in full, or sent, or neither. A check in
 * hand may pay an invoice before it is sent (ONB-5). Amounts in minor units.
 */
export const stateOf = (facts: {
  readonly amount: bigint;
  readonly paid: bigint;
  readonly sent: boolean;
  readonly ended?: 'void' | 'uncollectible' | undefined;
}): InvoiceState => {
  if (facts.ended) return facts.ended;
  if (facts.paid >= facts.amount) return 'paid';
  return facts.sent ? 'open' : 'draft';
};

export const invoiceRef = (invoice: Pick<Invoice, 'ref'>): string => `I-${invoice.ref}`;

/** `I-12 Set-up fee`. */
export const invoiceTitle = (invoice: Pick<Invoice, 'ref' | 'label'>): string =>
  `${invoiceRef(invoice)} ${invoice.label}`;

/** Kinds whose card may be charged because sales picked its authorization up: the customer gave it for just that. ONB-4 */
const allowedByPickUp: ReadonlySet<string> = new Set(['set_up']);

/**
 * Whether the customer's card may be charged for it: the permission is recorded, or it came with what sales picked up.
 *
 * Example: a set-up fee with a card authorization → true (ONB-4); a first month with one → false until the permission (ONB-5).
 */
export const mayCharge = (invoice: Pick<Invoice, 'kind' | 'pickedUp' | 'permission'>): boolean =>
  invoice.permission !== undefined || (allowedByPickUp.has(invoice.kind) && invoice.pickedUp === 'card_authorization');
