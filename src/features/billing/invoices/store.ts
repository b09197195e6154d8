import { Conflict, NotFound } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel } from '../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Totals } from '../taxes/index.ts';
import { type Charge, type Invoice, invoicesChanging, taxOn } from './invoice.ts';
import {
  columnsOfChange,
  type InvoiceChange,
  invoiceColumns,
  type InvoiceRow as Row,
  toInvoice,
} from './invoice-row-store.ts';

export type { InvoiceChange } from './invoice-row-store.ts';

/** Of each kind one (a void one only where none replaced it), as they come. */
const standing = (rows: readonly Row[]): readonly Invoice[] => {
  const byKind = new Map<string, Row>();
  for (const row of rows) {
    const known = byKind.get(row.kind);
    if (!known || known.state === 'void') byKind.set(row.kind, row);
  }
  return [...byKind.values()].map(toInvoice);
};

/** The invoices of many subjects of a type, by subject: one for each kind (a void one only where none replaced it), oldest first. */
export const invoicesOfSubjects = async (
  tx: Tx,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Invoice[]>> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${invoiceColumns()} FROM invoices WHERE subject_type = ${type} AND subject_id = ANY(${[...ids]}::uuid[]) ORDER BY id`);
  return new Map([...groupBy(rows, (row) => row.subjectId)].map(([id, own]) => [id, standing(own)]));
};

/** A subject's invoices, as `invoicesOfSubjects` has them. */
export const invoicesFor = async (tx: Tx, { type, id }: Subject): Promise<readonly Invoice[]> =>
  (await invoicesOfSubjects(tx, type, [id])).get(id) ?? [];

/** A customer's invoices, latest first; `open`: those that are neither paid nor void. */
export const invoicesOfCustomer = async (
  tx: Tx,
  customerId: string,
  page: PageOfRows & { readonly open?: true },
): Promise<readonly Invoice[]> => {
  const { open, skip, take } = page;
  const states = open ? Prisma.sql`AND state IN ('draft', 'open')` : Prisma.empty;
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${invoiceColumns()} FROM invoices WHERE customer_id = ${customerId}::uuid ${states}
    ORDER BY id DESC LIMIT ${take} OFFSET ${skip}`);
  return rows.map(toInvoice);
};

const mostNamed = 10;

/** The invoices that are called so: by our number, the accounting system's, or `I-12`; latest first. */
export const invoicesNamed = async (tx: Tx, text: string): Promise<readonly Invoice[]> => {
  const [, digits] = /^(?:I-)?(\d{1,9})$/i.exec(text) ?? [];
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${invoiceColumns()} FROM invoices
    WHERE number = ANY(${[text, text.toUpperCase()]}::text[]) OR external_number = ${text} OR ref = ${digits ? Number(digits) : null}::int
    ORDER BY id DESC LIMIT ${mostNamed}`);
  return rows.map(toInvoice);
};

/** Before accounting, and not paid, not sent or not filed yet: as `howToCollect`, whose step is none for all others. */
const asks = Prisma.sql`presented_at IS NOT NULL AND (state IN ('draft', 'open') OR state = 'paid' AND (sent_at IS NULL OR filed_at IS NULL))`;

/** The presented invoices of a customer that ask for something: their messages show whom to ask. */
export const askingInvoices = async (tx: Tx, customerId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM invoices WHERE customer_id = ${customerId}::uuid AND ${asks} ORDER BY id`;
  return rows.map((row) => row.id);
};

/** What asks accounting for something, the longest before them first. */
export const waitingInvoices = async (tx: Tx, take: number): Promise<readonly Invoice[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${invoiceColumns()} FROM invoices WHERE ${asks}
    ORDER BY presented_at, id LIMIT ${take}`);
  return rows.map(toInvoice);
};

/** What a customer still owes, a total for each currency. ALL-7 */
export const openTotals = async (
  tx: Tx,
  customerId: string,
): Promise<readonly { amount: bigint; currency: string }[]> => {
  return tx.$queryRaw<{ amount: bigint; currency: string }[]>`
    SELECT currency, sum(amount - paid - credited - written_off)::bigint AS amount FROM invoices
    WHERE customer_id = ${customerId}::uuid AND state IN ('draft', 'open')
    GROUP BY currency ORDER BY currency`;
};

export const invoiceById = async (tx: Tx, id: string): Promise<Invoice | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${invoiceColumns()} FROM invoices WHERE id = ${id}::uuid`);
  return row && toInvoice(row);
};

/** In the order of their ids. */
export const invoicesByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly Invoice[]> => {
  const rows = await asModel<Row>(
    tx.$queryRaw`SELECT ${invoiceColumns()} FROM invoices WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id`,
  );
  return rows.map(toInvoice);
};

/** Locks invoices (the owners of their subjects first) and reads them, in the order of their ids. */
export const lockInvoices = async (work: Work, ids: readonly string[]): Promise<readonly Invoice[]> => {
  if (ids.length === 0) return [];
  const subjects = await work.tx.$queryRaw<Subject[]>`
    SELECT DISTINCT subject_type AS type, subject_id AS id FROM invoices WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id`;
  await work.emit(invoicesChanging, subjects);
  const rows = await asModel<Row>(
    work.tx
      .$queryRaw`SELECT ${invoiceColumns()} FROM invoices WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`,
  );
  return rows.map(toInvoice);
};

/** @throws NotFound */
export const lockInvoice = async (work: Work, id: string): Promise<Invoice> => {
  const [locked] = await lockInvoices(work, [id]);
  if (!locked) throw new NotFound('invoice');
  return locked;
};

/** @returns how many were new; a kind that has an invoice already adds none */
export const insertInvoices = async (
  work: Work,
  input: {
    readonly subject: Subject;
    readonly customerId: string;
    readonly charges: readonly Charge[];
    readonly seller?: string | undefined;
  },
): Promise<number> => {
  const data = input.charges.map((charge) => {
    const tax = taxOn(charge.net, charge.taxRate);
    return {
      id: newId(),
      customerId: input.customerId,
      subjectType: input.subject.type,
      subjectId: input.subject.id,
      kind: charge.kind,
      label: charge.label,
      currency: charge.net.currency,
      net: charge.net.amount,
      taxRate: charge.taxRate,
      tax: tax.amount,
      amount: charge.net.amount + tax.amount,
      sellerId: input.seller ?? null,
      createdAt: work.now,
    };
  });
  const { count } = await work.tx.invoice.createMany({ data, skipDuplicates: true });
  return count;
};

/** The header of a draft that has lines. @throws Conflict where one of that subject and kind stands */
export const insertDraft = async (
  work: Work,
  input: {
    readonly id: string;
    readonly customerId: string;
    readonly subject: Subject;
    readonly kind: string;
    readonly label: string;
    readonly dueOn: Day | undefined;
    readonly draft: Totals & { readonly sellerId?: string | undefined; readonly period?: Period | undefined };
  },
): Promise<void> => {
  const { draft, subject, dueOn, ...named } = input;
  const { count } = await work.tx.invoice.createMany({
    data: {
      ...named,
      subjectType: subject.type,
      subjectId: subject.id,
      currency: draft.total.currency,
      net: draft.net.amount,
      tax: draft.tax.amount,
      amount: draft.total.amount,
      sellerId: draft.sellerId ?? null,
      dueOn: dueOn ? toDbDate(dueOn) : null,
      periodFirst: draft.period ? toDbDate(draft.period.first) : null,
      periodLast: draft.period ? toDbDate(draft.period.last) : null,
      createdAt: work.now,
    },
    skipDuplicates: true,
  });
  if (count === 0) throw new Conflict('There is an invoice for this already. Correct that one instead.');
};

/** The tax in the form goes over to the draft that stands for an invoice from now on. */
export const takeOver = async (tx: Tx, from: string, to: string): Promise<void> => {
  await tx.$executeRaw`
    UPDATE invoices SET tax_rate = old.tax_rate FROM invoices old
    WHERE old.id = ${from}::uuid AND invoices.id = ${to}::uuid`;
};

/** Marks as presented what was only planned. */
export const takeUnpresented = async (work: Work, subject: Subject): Promise<readonly Invoice[]> => {
  const rows = await asModel<Row>(work.tx.$queryRaw`
    UPDATE invoices SET presented_at = ${work.now}
    WHERE subject_type = ${subject.type} AND subject_id = ${subject.id}::uuid AND presented_at IS NULL AND state <> 'void'
    RETURNING ${invoiceColumns()}`);
  return rows.map(toInvoice).sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** Writes a change to an invoice that this transaction has locked and read. */
export const updateInvoice = async (work: Work, invoice: Invoice, change: InvoiceChange): Promise<Invoice> => {
  // Amounts as texts: JSON's numbers are not exact.
  const json = JSON.stringify(columnsOfChange(work, change), (_key, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  const [after] = await asModel<Row>(work.tx.$queryRaw`
    UPDATE invoices i SET
      (net, tax, amount, paid, credited, written_off, state, paid_at, sent_on, external_number, sent_by, sent_at, presentment,
       seller_id, number, issued_on, issued_by, issued_at, due_on, frozen, filed_by, filed_at,
       void_reason, voided_by, voided_at, in_doubt) =
      (SELECT n.net, n.tax, n.amount, n.paid, n.credited, n.written_off, n.state, n.paid_at, n.sent_on, n.external_number, n.sent_by, n.sent_at, n.presentment,
              n.seller_id, n.number, n.issued_on, n.issued_by, n.issued_at, n.due_on, n.frozen, n.filed_by, n.filed_at,
              n.void_reason, n.voided_by, n.voided_at, n.in_doubt
       FROM jsonb_populate_record(i, ${json}::jsonb) n)
    WHERE i.id = ${invoice.id}::uuid RETURNING ${invoiceColumns('i')}`);
  if (!after) throw new NotFound('invoice');
  return toInvoice(after);
};

/** ALL-10: what keeps a customer in its currency, if anything of this kind does; one that was issued does even where it is void. */
export const billedInvoice = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM invoices WHERE customer_id = ${customerId}::uuid AND (state <> 'void' OR number IS NOT NULL)) AS found`;
  return row?.found ? 'an invoice' : undefined;
};
