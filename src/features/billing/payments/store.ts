import { NotFound } from '../../../core/errors.ts';
import { type Money, sum } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { HeldPayment as HeldRow, Payment as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { liveAllocations } from '../balance/index.ts';
import { invoiceById } from '../invoices/index.ts';
import type { HeldPayment, HeldState, Payment, PaymentMethod } from './payment.ts';
import { netOf } from './settlement.ts';

const toPayment = (row: Row): Payment => ({
  id: row.id,
  customerId: row.customerId,
  ...(row.invoiceId ? { invoiceId: row.invoiceId } : {}),
  ...(row.subjectType && row.subjectId ? { subject: { type: row.subjectType, id: row.subjectId } } : {}),
  amount: { amount: row.amount, currency: row.currency },
  // Written by this store only.
  method: row.method as PaymentMethod,
  ...(row.reference ? { reference: row.reference } : {}),
  receivedOn: fromDbDate(row.receivedOn),
  ...(row.bookedOn ? { bookedOn: fromDbDate(row.bookedOn) } : {}),
  ...(row.key === null ? {} : { key: row.key }),
  isReported: row.reported,
  recordedBy: row.recordedBy,
  recordedAt: row.recordedAt,
  ...(row.reversedAt && row.reversedBy
    ? {
        reversed: {
          ...{ by: row.reversedBy, at: row.reversedAt, reason: row.reversalReason ?? '' },
          ...(row.reversalBookedOn ? { bookedOn: fromDbDate(row.reversalBookedOn) } : {}),
        },
      }
    : {}),
});

/** Payments that were recorded for these invoices, or pay a part of them, or of a subject; oldest first, reversed ones included. */
export const paymentsFor = async (
  tx: Tx,
  of: { readonly invoiceIds: readonly string[] } | { readonly subject: Subject },
): Promise<readonly Payment[]> => {
  const paid = 'subject' in of ? [] : await liveAllocations(tx, { targets: of.invoiceIds });
  const where =
    'subject' in of
      ? { subjectType: of.subject.type, subjectId: of.subject.id }
      : { OR: [{ invoiceId: { in: [...of.invoiceIds] } }, { id: { in: paid.map(({ source }) => source.id) } }] };
  const rows = await tx.payment.findMany({ where, orderBy: { id: 'asc' } });
  return rows.map(toPayment);
};

/**
 * What was received, and not reversed, for an invoice before tax: received × net / amount, rounded half up. What was credited or written
 * off is no money that came. BIL-9
 */
export const netReceivedFor = async (tx: Tx, invoiceId: string): Promise<Money> => {
  const invoice = await invoiceById(tx, invoiceId);
  if (!invoice) throw new NotFound('invoice');
  const received = (await liveAllocations(tx, { targets: [invoiceId] })).filter(
    ({ source }) => source.kind === 'payment',
  );
  const paid = sum(
    received.map(({ amount }) => amount),
    invoice.amount.currency,
  );
  return netOf({ ...invoice, paid });
};

export const paymentById = async (tx: Tx, id: string): Promise<Payment | undefined> => {
  const row = await tx.payment.findUnique({ where: { id } });
  return row ? toPayment(row) : undefined;
};

export const paymentByKey = async (tx: Tx, key: string): Promise<Payment | undefined> => {
  const row = await tx.payment.findUnique({ where: { key } });
  return row ? toPayment(row) : undefined;
};

/** The same check, transfer or charge, recorded for the invoice and not reversed. */
export const samePayment = async (
  tx: Tx,
  invoiceId: string,
  method: PaymentMethod,
  reference: string,
): Promise<Payment | undefined> => {
  const row = await tx.payment.findFirst({
    where: { invoiceId, method, reference: { equals: reference, mode: 'insensitive' }, reversedAt: null },
  });
  return row ? toPayment(row) : undefined;
};

/** The same check, transfer or charge of a customer, recorded and not reversed, whatever it pays. */
export const samePaymentOf = async (
  tx: Tx,
  customerId: string,
  method: PaymentMethod,
  reference: string,
): Promise<Payment | undefined> => {
  const row = await tx.payment.findFirst({
    where: { customerId, method, reference: { equals: reference, mode: 'insensitive' }, reversedAt: null },
  });
  return row ? toPayment(row) : undefined;
};

/** @returns false when its key, or the same payment of the invoice, is there already */
export const insertPayment = async (work: Work, payment: Payment): Promise<boolean> => {
  const { amount, subject } = payment;
  const count = await work.tx.$executeRaw`
    INSERT INTO payments (id, key, customer_id, invoice_id, subject_type, subject_id, currency, amount, method, reference, received_on, booked_on, reported, recorded_by, recorded_at)
    VALUES (${payment.id}::uuid, ${payment.key ?? null}, ${payment.customerId}::uuid, ${payment.invoiceId ?? null}::uuid, ${subject?.type ?? null},
            ${subject?.id ?? null}::uuid, ${amount.currency}, ${amount.amount}, ${payment.method}, ${payment.reference ?? null},
            ${payment.receivedOn}::date, ${payment.bookedOn ?? null}::date, ${payment.isReported}, ${payment.recordedBy}, ${payment.recordedAt}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return count === 1;
};

/** The gateway's transaction that a payment is. @returns false when it is reversed */
export const linkTransaction = async (
  tx: Tx,
  id: string,
  to: { readonly key: string | null; readonly reference: string | null },
): Promise<boolean> => {
  const { key, reference } = to;
  const { count } = await tx.payment.updateMany({ where: { id, reversedAt: null }, data: { key, reference } });
  return count === 1;
};

/** Payments of these customers that people recorded and nobody reversed, latest first. */
export const paymentsByHand = async (tx: Tx, customerIds: readonly string[]): Promise<readonly Payment[]> => {
  if (customerIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM payments WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND NOT reported AND reversed_at IS NULL`;
  return paymentsByIds(
    tx,
    rows.map((row) => row.id),
  );
};

/** What of these subjects was paid and not reversed. */
export const livePayments = async (
  tx: Tx,
  type: Subject['type'],
  ids: readonly string[],
): Promise<readonly Payment[]> => {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM payments WHERE subject_type = ${type} AND subject_id = ANY(${[...ids]}::uuid[]) AND reversed_at IS NULL`;
  return paymentsByIds(
    tx,
    rows.map((row) => row.id),
  );
};

// Thousands may be asked for of which few are known: Prisma sees only those that are.
export const paymentsByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly Payment[]> =>
  ids.length === 0
    ? []
    : (await tx.payment.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'desc' } })).map(toPayment);

/** A customer's payments that nobody reversed, latest first. */
export const paymentsOf = async (tx: Tx, customerId: string): Promise<readonly Payment[]> =>
  (await tx.payment.findMany({ where: { customerId, reversedAt: null }, orderBy: { id: 'desc' } })).map(toPayment);

/** Whose payments: a customer's, of an invoice, or of subjects such as cases. */
export type PaymentsOf =
  | { readonly customerId: string }
  | { readonly invoiceId: string }
  | { readonly subjects: readonly Subject[] };

/** Payments, latest first, reversed ones included. */
export const pageOfPayments = async (tx: Tx, of: PaymentsOf, page: PageOfRows): Promise<readonly Payment[]> => {
  const where =
    'subjects' in of ? { OR: of.subjects.map(({ type, id }) => ({ subjectType: type, subjectId: id })) } : of;
  return (await tx.payment.findMany({ where, orderBy: { id: 'desc' }, ...page })).map(toPayment);
};

/** Its transaction's key is free again: who reversed it by mistake can record it anew. @returns false when it is reversed already */
export const markReversed = async (
  work: Work,
  id: string,
  { reason, bookedOn }: { readonly reason: string; readonly bookedOn: Day },
): Promise<boolean> => {
  const { count } = await work.tx.payment.updateMany({
    where: { id, reversedAt: null },
    data: {
      ...{ key: null, reversedBy: work.by.id, reversedAt: work.now, reversalReason: reason },
      reversalBookedOn: bookedOn === work.today ? null : toDbDate(bookedOn),
    },
  });
  return count === 1;
};

const heldOf = (row: HeldRow): HeldPayment => ({
  id: row.id,
  key: row.key,
  reference: row.reference,
  customerId: row.customerId,
  paymentId: row.paymentId,
  subject: { type: row.subjectType, id: row.subjectId },
  about: row.about,
  isLeftOver: row.isLeftOver,
  amount: { amount: row.amount, currency: row.currency },
  receivedOn: fromDbDate(row.receivedOn),
  heldAt: row.heldAt,
  state: row.state as HeldState,
  ...(row.decidedBy === null ? {} : { decidedBy: row.decidedBy }),
  ...(row.decidedAt === null ? {} : { decidedAt: row.decidedAt }),
  ...(row.keyBefore === null ? {} : { keyBefore: row.keyBefore }),
  ...(row.referenceBefore === null ? {} : { referenceBefore: row.referenceBefore }),
  ...(row.madeId === null ? {} : { madeId: row.madeId }),
});

/** @returns false when this transaction is held already */
export const insertHeld = async (tx: Tx, held: HeldPayment): Promise<boolean> => {
  const { subject, amount, receivedOn, ...rest } = held;
  const kept = { subjectType: subject.type, subjectId: subject.id, receivedOn: toDbDate(receivedOn) };
  const { count } = await tx.heldPayment.createMany({ data: { ...rest, ...amount, ...kept }, skipDuplicates: true });
  return count === 1;
};

export const heldById = async (tx: Tx, id: string): Promise<HeldPayment | undefined> => {
  const row = await tx.heldPayment.findUnique({ where: { id } });
  return row ? heldOf(row) : undefined;
};

export const heldByKey = async (tx: Tx, key: string): Promise<HeldPayment | undefined> => {
  const row = await tx.heldPayment.findUnique({ where: { key } });
  return row ? heldOf(row) : undefined;
};

/** @throws NotFound */
export const lockHeld = async (tx: Tx, id: string): Promise<HeldPayment> => {
  await tx.$queryRaw`SELECT 1 FROM held_payments WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await heldById(tx, id);
  if (!found) throw new NotFound('reported payment');
  return found;
};

/** What waits for accounting because of this payment by hand. */
export const heldBecauseOf = async (tx: Tx, paymentId: string): Promise<readonly HeldPayment[]> =>
  (await tx.heldPayment.findMany({ where: { paymentId, state: 'held' }, orderBy: { id: 'asc' } })).map(heldOf);

/** What waits for accounting, oldest first. */
export const waitingHeld = async (tx: Tx, take: number): Promise<readonly HeldPayment[]> =>
  (await tx.heldPayment.findMany({ where: { state: 'held' }, orderBy: [{ heldAt: 'asc' }, { id: 'asc' }], take })).map(
    heldOf,
  );

export const countHeld = (tx: Tx): Promise<number> => tx.heldPayment.count({ where: { state: 'held' } });

/** Writes what was decided about a locked one; what is left out is empty. */
export const setHeld = async (
  tx: Tx,
  id: string,
  to: Pick<HeldPayment, 'state' | 'decidedBy' | 'decidedAt' | 'keyBefore' | 'referenceBefore' | 'madeId'>,
): Promise<void> => {
  await tx.heldPayment.update({
    where: { id },
    data: {
      state: to.state,
      decidedBy: to.decidedBy ?? null,
      decidedAt: to.decidedAt ?? null,
      keyBefore: to.keyBefore ?? null,
      referenceBefore: to.referenceBefore ?? null,
      madeId: to.madeId ?? null,
    },
  });
};

/** ALL-10: what keeps a customer in its currency, if anything of this kind does. */
export const billedPayment = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM payments WHERE customer_id = ${customerId}::uuid) AS found`;
  return row?.found ? 'a payment' : undefined;
};
