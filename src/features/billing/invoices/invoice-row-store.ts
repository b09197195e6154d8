/** How an invoice is kept: a row as the domain has it, and the columns that a change sets. */
import { type Day, fromDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type Invoice as Row } from '../../../generated/prisma/client.ts';
import { columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Frozen } from './document/frozen.ts';
import type { Invoice, InvoiceState, Presentment } from './invoice.ts';

/** What the room that an invoice is of keeps of it in the same row. Decision 0034 */
type ChargeColumn =
  | 'blocks'
  | 'pickedUp'
  | 'permissionOn'
  | 'permissionBy'
  | 'permissionAt'
  | 'permissionHow'
  | 'waiverBy'
  | 'waiverAt'
  | 'waiverReason'
  | 'waivedBy'
  | 'waivedAt';

export interface InvoiceRow extends Omit<Row, 'frozen' | ChargeColumn> {
  /** Whether Baton numbers invoices that name no seller. */
  readonly numbering: boolean;
}

const sentFacts = (row: InvoiceRow): Pick<Invoice, 'sent'> =>
  row.sentAt && row.sentBy && row.sentOn
    ? { sent: { on: fromDbDate(row.sentOn), by: row.sentBy, at: row.sentAt, number: row.externalNumber ?? '' } }
    : {};

const issueFacts = (row: InvoiceRow): Pick<Invoice, 'issued'> =>
  row.number && row.issuedOn && row.issuedBy && row.issuedAt
    ? { issued: { number: row.number, on: fromDbDate(row.issuedOn), by: row.issuedBy, at: row.issuedAt } }
    : {};

/** BIL-12: what has a number, or will have one of its seller's: what was sent without has that of the accounting system. */
const isNumberedHere = ({ number, sellerId, numbering, sentAt }: InvoiceRow): boolean =>
  number !== null || ((sellerId !== null || numbering) && sentAt === null);

export const toInvoice = (row: InvoiceRow): Invoice => {
  const { currency } = row;
  // The columns are written by this store only, with these values.
  const state = row.state as InvoiceState;
  const ended = state === 'void' || state === 'uncollectible';
  return {
    id: row.id,
    ref: row.ref,
    customerId: row.customerId,
    subject: { type: row.subjectType, id: row.subjectId },
    kind: row.kind,
    label: row.label,
    net: { amount: row.net, currency },
    taxRate: row.taxRate,
    tax: { amount: row.tax, currency },
    amount: { amount: row.amount, currency },
    paid: { amount: row.paid, currency },
    credited: { amount: row.credited, currency },
    writtenOff: { amount: row.writtenOff, currency },
    open: { amount: ended ? 0n : row.amount - row.paid - row.credited - row.writtenOff, currency },
    state,
    ...(row.sellerId ? { sellerId: row.sellerId } : {}),
    numbering: isNumberedHere(row) ? 'own' : 'elsewhere',
    ...issueFacts(row),
    ...(row.dueOn ? { dueOn: fromDbDate(row.dueOn) } : {}),
    ...(row.periodFirst && row.periodLast
      ? { period: { first: fromDbDate(row.periodFirst), last: fromDbDate(row.periodLast) } }
      : {}),
    ...sentFacts(row),
    // Whoever takes back that it was sent takes back what became of that.
    presentment: row.sentAt === null ? 'not_presented' : ((row.presentment ?? 'presented') as Presentment),
    ...(row.filedAt && row.filedBy ? { filed: { by: row.filedBy, at: row.filedAt } } : {}),
    ...(row.paidAt ? { paidAt: row.paidAt } : {}),
    ...(row.voidedAt && row.voidedBy
      ? { voided: { by: row.voidedBy, at: row.voidedAt, reason: row.voidReason ?? '' } }
      : {}),
    ...(row.inDoubt ? { inDoubt: row.inDoubt } : {}),
    presented: row.presentedAt !== null,
  };
};

/** Baton numbers all that is issued once a default seller exists; before, what names a seller. BIL-12 */
const isNumbering = Prisma.sql`EXISTS (SELECT 1 FROM sellers WHERE is_default)`;

// What the document says is read where it is shown.
const { frozen: _frozen, ...rest } = Prisma.InvoiceScalarFieldEnum;
const {
  blocks: _blocks,
  pickedUp: _pickedUp,
  permissionOn: _on,
  permissionBy: _allowedBy,
  permissionAt: _allowedAt,
  permissionHow: _how,
  waiverBy: _by,
  waiverAt: _at,
  waiverReason: _reason,
  waivedBy: _confirmed,
  waivedAt: _confirmedAt,
  ...fields
} = rest;

/** An invoice's columns, with whether Baton numbers invoices: one statement for either. BIL-12 */
export const invoiceColumns = (table?: string): Prisma.Sql =>
  Prisma.sql`${columnsOf(fields, table)}, ${isNumbering} AS numbering`;

/** What a change writes; days and amounts in the domain's types. */
export interface InvoiceChange {
  readonly net?: bigint;
  readonly tax?: bigint;
  readonly amount?: bigint;
  readonly paid?: bigint;
  readonly credited?: bigint;
  readonly writtenOff?: bigint;
  readonly state?: InvoiceState;
  readonly paidAt?: Date | null;
  /** With its number in the accounting system, if it has one there; by whom, where that is not who changes it. */
  readonly sent?: { readonly on: Day; readonly number?: string | undefined; readonly by?: string | undefined } | null;
  readonly issued?: {
    readonly seller: string;
    readonly number: string;
    readonly on: Day;
    readonly dueOn: Day;
    readonly frozen: Frozen;
  };
  /** What became of its sending. */
  readonly presentment?: Presentment;
  readonly filed?: true;
  readonly voidReason?: string | null;
  readonly inDoubt?: string | null;
}

/** The columns that a change sets, by name. */
export const columnsOfChange = (work: Work, change: InvoiceChange): Readonly<Record<string, unknown>> => {
  const { sent, issued, writtenOff, filed, voidReason, paidAt, inDoubt, ...plain } = change;
  const by = work.by.id;
  const at = work.now;
  return {
    ...plain,
    ...(paidAt === undefined ? {} : { paid_at: paidAt }),
    ...(writtenOff === undefined ? {} : { written_off: writtenOff }),
    ...(issued
      ? {
          seller_id: issued.seller,
          number: issued.number,
          issued_on: issued.on,
          issued_by: by,
          issued_at: at,
          due_on: issued.dueOn,
          frozen: issued.frozen,
        }
      : {}),
    ...(sent ? { sent_on: sent.on, external_number: sent.number ?? null, sent_by: sent.by ?? by, sent_at: at } : {}),
    ...(sent === null ? { sent_on: null, external_number: null, sent_by: null, sent_at: null, presentment: null } : {}),
    ...(filed ? { filed_by: by, filed_at: at } : {}),
    ...(voidReason ? { void_reason: voidReason, voided_by: by, voided_at: at } : {}),
    ...(voidReason === null ? { void_reason: null, voided_by: null, voided_at: null } : {}),
    ...(inDoubt === undefined ? {} : { in_doubt: inDoubt }),
  };
};
