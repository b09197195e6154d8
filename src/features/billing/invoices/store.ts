import { NotFound } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { type Day, fromDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type Invoice as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { invoicesChanging } from './events.ts';
import { type Charge, type Invoice, type InvoiceState, type PickedUp, taxOn } from './invoice.ts';

const sentFacts = (row: Row): Pick<Invoice, 'sent'> =>
  row.sentAt && row.sentBy && row.sentOn
    ? { sent: { on: fromDbDate(row.sentOn), by: row.sentBy, at: row.sentAt, number: row.externalNumber ?? '' } }
    : {};

const permissionFacts = (row: Row): Pick<Invoice, 'permission'> =>
  row.permissionAt && row.permissionBy && row.permissionOn
    ? {
        permission: {
          on: fromDbDate(row.permissionOn),
          how: row.permissionHow ?? '',
          by: row.permissionBy,
          at: row.permissionAt,
        },
      }
    : {};

const waiverFacts = (row: Row): Pick<Invoice, 'waiver'> =>
  row.waiverBy && row.waiverAt
    ? {
        waiver: {
          by: row.waiverBy,
          at: row.waiverAt,
          reason: row.waiverReason ?? '',
          ...(row.waivedBy && row.waivedAt ? { confirmed: { by: row.waivedBy, at: row.waivedAt } } : {}),
        },
      }
    : {};

const toInvoice = (row: Row): Invoice => {
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
    ...(row.blocks ? { blocks: row.blocks } : {}),
    net: { amount: row.net, currency },
    taxRate: row.taxRate,
    tax: { amount: row.tax, currency },
    amount: { amount: row.amount, currency },
    paid: { amount: row.paid, currency },
    open: { amount: ended ? 0n : row.amount - row.paid, currency },
    state,
    pickedUp: row.pickedUp as PickedUp,
    ...sentFacts(row),
    ...(row.filedAt && row.filedBy ? { filed: { by: row.filedBy, at: row.filedAt } } : {}),
    ...permissionFacts(row),
    ...(row.paidAt ? { paidAt: row.paidAt } : {}),
    ...(row.voidedAt && row.voidedBy
      ? { voided: { by: row.voidedBy, at: row.voidedAt, reason: row.voidReason ?? '' } }
      : {}),
    ...waiverFacts(row),
    ...(row.inDoubt ? { inDoubt: row.inDoubt } : {}),
    presented: row.presentedAt !== null,
  };
};

const invoiceColumns = (table?: string) => columnsOf(Prisma.InvoiceScalarFieldEnum, table);

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
  const { open, ...rest } = page;
  const where = { customerId, ...(open ? { state: { in: ['draft', 'open'] } } : {}) };
  const rows = await tx.invoice.findMany({ where, orderBy: { id: 'desc' }, ...rest });
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
  const rows = await tx.invoice.groupBy({
    by: ['currency'],
    where: { customerId, state: { in: ['draft', 'open'] } },
    _sum: { amount: true, paid: true },
    orderBy: { currency: 'asc' },
  });
  return rows.map((row) => ({ amount: (row._sum.amount ?? 0n) - (row._sum.paid ?? 0n), currency: row.currency }));
};

export const invoiceById = async (tx: Tx, id: string): Promise<Invoice | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${invoiceColumns()} FROM invoices WHERE id = ${id}::uuid`);
  return row && toInvoice(row);
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
  input: { readonly subject: Subject; readonly customerId: string; readonly charges: readonly Charge[] },
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
      blocks: charge.blocks ?? null,
      currency: charge.net.currency,
      net: charge.net.amount,
      taxRate: charge.taxRate,
      tax: tax.amount,
      amount: charge.net.amount + tax.amount,
      pickedUp: charge.pickedUp,
      createdAt: work.now,
    };
  });
  const { count } = await work.tx.invoice.createMany({ data, skipDuplicates: true });
  return count;
};

/** Marks as presented what was only planned. */
export const takeUnpresented = async (work: Work, subject: Subject): Promise<readonly Invoice[]> => {
  const where = { subjectType: subject.type, subjectId: subject.id, presentedAt: null, state: { not: 'void' } };
  const rows = await work.tx.invoice.findMany({ where, orderBy: { id: 'asc' } });
  if (rows.length > 0) await work.tx.invoice.updateMany({ where, data: { presentedAt: work.now } });
  return rows.map(toInvoice);
};

/** What a change writes; days and amounts in the domain's types. */
export interface InvoiceChange {
  readonly net?: bigint;
  readonly tax?: bigint;
  readonly amount?: bigint;
  readonly paid?: bigint;
  readonly state?: InvoiceState;
  readonly paidAt?: Date | null;
  readonly sent?: { readonly on: Day; readonly number: string } | null;
  readonly filed?: true;
  readonly permission?: { readonly on: Day; readonly how: string } | null;
  readonly voidReason?: string;
  readonly pickedUp?: PickedUp;
  readonly waiver?: { readonly reason: string } | 'confirmed';
  readonly inDoubt?: string | null;
}

/** The columns that a change sets, by name. */
const columns = (work: Work, change: InvoiceChange): Readonly<Record<string, unknown>> => {
  const { sent, filed, permission, voidReason, paidAt, pickedUp, waiver, inDoubt, ...plain } = change;
  const by = work.by.id;
  const at = work.now;
  return {
    ...plain,
    ...(paidAt === undefined ? {} : { paid_at: paidAt }),
    ...(sent ? { sent_on: sent.on, external_number: sent.number, sent_by: by, sent_at: at } : {}),
    ...(sent === null ? { sent_on: null, external_number: null, sent_by: null, sent_at: null } : {}),
    ...(filed ? { filed_by: by, filed_at: at } : {}),
    ...(permission
      ? { permission_on: permission.on, permission_how: permission.how, permission_by: by, permission_at: at }
      : {}),
    ...(permission === null
      ? { permission_on: null, permission_how: null, permission_by: null, permission_at: null }
      : {}),
    ...(voidReason === undefined ? {} : { void_reason: voidReason, voided_by: by, voided_at: at }),
    ...(pickedUp === undefined ? {} : { picked_up: pickedUp }),
    ...(waiver === 'confirmed' ? { waived_by: by, waived_at: at } : {}),
    ...(waiver && waiver !== 'confirmed' ? { waiver_by: by, waiver_at: at, waiver_reason: waiver.reason } : {}),
    ...(inDoubt === undefined ? {} : { in_doubt: inDoubt }),
  };
};

/** Writes a change to an invoice that this transaction has locked and read. */
export const updateInvoice = async (work: Work, invoice: Invoice, change: InvoiceChange): Promise<Invoice> => {
  // Amounts as texts: JSON's numbers are not exact.
  const json = JSON.stringify(columns(work, change), (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  const [after] = await asModel<Row>(work.tx.$queryRaw`
    UPDATE invoices i SET
      (net, tax, amount, paid, state, paid_at, sent_on, external_number, sent_by, sent_at, filed_by, filed_at,
       permission_on, permission_how, permission_by, permission_at, void_reason, voided_by, voided_at,
       picked_up, waiver_by, waiver_at, waiver_reason, waived_by, waived_at, in_doubt) =
      (SELECT n.net, n.tax, n.amount, n.paid, n.state, n.paid_at, n.sent_on, n.external_number, n.sent_by, n.sent_at, n.filed_by, n.filed_at,
              n.permission_on, n.permission_how, n.permission_by, n.permission_at, n.void_reason, n.voided_by, n.voided_at,
              n.picked_up, n.waiver_by, n.waiver_at, n.waiver_reason, n.waived_by, n.waived_at, n.in_doubt
       FROM jsonb_populate_record(i, ${json}::jsonb) n)
    WHERE i.id = ${invoice.id}::uuid RETURNING ${invoiceColumns('i')}`);
  if (!after) throw new NotFound('invoice');
  return toInvoice(after);
};

/** ALL-10: what keeps a customer in its currency, if anything of this kind does. */
export const billedInvoice = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM invoices WHERE customer_id = ${customerId}::uuid AND state <> 'void') AS found`;
  return row?.found ? 'an invoice' : undefined;
};
