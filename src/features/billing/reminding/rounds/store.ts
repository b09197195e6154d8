/** Who owes what, and what they were reminded of. BIL-18 */
import { type Money, money } from '../../../../core/money/money.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { Channel, OwedBill, Reminding } from '../ladder/index.ts';

/** A step, and the last due date of invoices for which it may have come. */
export interface Cutoff {
  readonly days: number;
  readonly dueUntil: Day;
}

/**
 * Customers with an invoice for which a step may have come that was not taken, in the order of their ids: what was due so long ago that
 * every step is taken is passed by, and so is what is not due yet.
 */
export const customersToLookAt = async (
  tx: Tx,
  cutoffs: readonly Cutoff[],
  { after, take, today }: { readonly after: string | undefined; readonly take: number; readonly today: Day },
): Promise<readonly string[]> => {
  const steps = JSON.stringify(cutoffs);
  const furthest = cutoffs.reduce(
    (last, { dueUntil }) => (dueUntil > last ? dueUntil : last),
    cutoffs[0]?.dueUntil ?? today,
  );
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT i.customer_id AS id FROM invoices i
    WHERE i.state = 'open' AND i.due_on <= ${furthest}::date AND i.sent_at IS NOT NULL
      AND (${after ?? null}::uuid IS NULL OR i.customer_id > ${after ?? null}::uuid)
      AND EXISTS (
        SELECT 1 FROM jsonb_to_recordset(${steps}::jsonb) AS s(days int, "dueUntil" date)
        WHERE i.due_on <= s."dueUntil" AND (s.days >= 0 OR i.due_on >= ${today}::date - 1)
          AND s.days > coalesce((SELECT max(b.days) FROM reminder_bills b WHERE b.invoice_id = i.id), -100000))
    ORDER BY id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** A bill that its customer has and owes, with the groups that it charges for. */
export interface OwedRow extends Omit<OwedBill, 'stops'> {
  readonly customerId: string;
  readonly groupIds: readonly string[];
  readonly sellerId: string | undefined;
}

/** What did not reach its customer, or is in doubt, nobody is reminded of. */
export const owedBills = async (tx: Tx, customerIds: readonly string[]): Promise<readonly OwedRow[]> => {
  const rows = await tx.$queryRaw<
    {
      id: string;
      customer_id: string;
      number: string;
      due_on: Date;
      open: bigint;
      currency: string;
      reminded: number | null;
      groups: string[];
      seller_id: string | null;
    }[]
  >`
    SELECT i.id, i.customer_id, coalesce(i.number, nullif(i.external_number, ''), 'I-' || i.ref) AS number, i.due_on,
      (i.amount - i.paid - i.credited - i.written_off)::bigint AS open, i.currency,
      (SELECT max(b.days) FROM reminder_bills b WHERE b.invoice_id = i.id)::int AS reminded,
      ARRAY(SELECT DISTINCT l.group_id::text FROM invoice_lines l WHERE l.invoice_id = i.id AND l.group_id IS NOT NULL) AS groups, i.seller_id
    FROM invoices i
    WHERE i.state = 'open' AND i.customer_id = ANY(${[...customerIds]}::uuid[]) AND i.due_on IS NOT NULL
      AND i.sent_at IS NOT NULL AND i.in_doubt IS NULL AND coalesce(i.presentment, '') NOT IN ('bounced', 'rejected')
      AND i.amount > i.paid + i.credited + i.written_off
    ORDER BY i.due_on, i.id`;
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    number: row.number,
    dueOn: fromDbDate(row.due_on),
    open: money(row.open, row.currency),
    reminded: row.reminded ?? undefined,
    groupIds: row.groups,
    sellerId: row.seller_id ?? undefined,
  }));
};

/** The days of the last letters. */
export const lastLetters = async (tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, Day>> => {
  const rows = await tx.$queryRaw<{ customer_id: string; on_day: Date }[]>`
    SELECT customer_id, max(reminded_on) AS on_day FROM reminders
    WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND channel = 'mail' GROUP BY customer_id`;
  return new Map(rows.map((row) => [row.customer_id, fromDbDate(row.on_day)]));
};

/** What customers have left over. BIL-15 */
export const leftOvers = async (
  tx: Tx,
  customerIds: readonly string[],
): Promise<readonly (Money & { readonly customerId: string })[]> => {
  return tx.$queryRaw<{ customerId: string; amount: bigint; currency: string }[]>`
    SELECT customer_id AS "customerId", amount, currency FROM customer_balances
    WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND amount > 0`;
};

export interface NewReminder {
  readonly id: string;
  readonly customerId: string;
  readonly channel: Channel;
  readonly letterId: string | undefined;
  readonly on: Day;
  readonly at: Date;
  readonly reminding: Reminding;
}

/** That an invoice is taken to a step twice the database refuses. */
export const insertReminders = async (tx: Tx, reminders: readonly NewReminder[]): Promise<void> => {
  if (reminders.length === 0) return;
  await tx.reminder.createMany({
    data: reminders.map(({ reminding, on, letterId, ...rest }) => ({
      ...rest,
      days: reminding.step.days,
      letterId: letterId ?? null,
      remindedOn: toDbDate(on),
    })),
  });
  await tx.reminderBill.createMany({
    data: reminders.flatMap(({ id, reminding: { bills } }) =>
      bills.map(({ bill, days }) => ({
        reminderId: id,
        invoiceId: bill.id,
        days: days ?? null,
        open: bill.open.amount,
        currency: bill.open.currency,
      })),
    ),
  });
};

export interface ShownReminder {
  readonly id: string;
  readonly channel: Channel;
  readonly days: number;
  readonly at: Date;
  readonly open: readonly Money[];
  readonly invoices: number;
}

const shownColumns = {
  id: true,
  channel: true,
  days: true,
  at: true,
  bills: { select: { open: true, currency: true } },
} as const;

/** Of a customer, or of an invoice, latest first. */
export const remindersOf = async (
  tx: Tx,
  { type, id }: { readonly type: string; readonly id: string },
  page: PageOfRows,
): Promise<readonly ShownReminder[]> => {
  const where = type === 'invoice' ? { bills: { some: { invoiceId: id } } } : { customerId: id };
  const rows = await tx.reminder.findMany({ where, select: shownColumns, orderBy: { id: 'desc' }, ...page });
  return rows.map(({ bills, channel, ...row }) => ({
    ...row,
    // The column is written by this store only, with these values.
    channel: channel as Channel,
    open: bills.map(({ open, currency }) => money(open, currency)),
    invoices: bills.length,
  }));
};

/** What is still open of what a reminder named. */
export const stillOpenOf = async (
  tx: Tx,
  reminderId: string,
): Promise<readonly { readonly id: string; readonly number: string; readonly open: Money }[]> => {
  const rows = await tx.$queryRaw<{ id: string; number: string; open: bigint; currency: string }[]>`
    SELECT i.id, coalesce(i.number, nullif(i.external_number, ''), 'I-' || i.ref) AS number,
      (i.amount - i.paid - i.credited - i.written_off)::bigint AS open, i.currency
    FROM reminder_bills b JOIN invoices i ON i.id = b.invoice_id
    WHERE b.reminder_id = ${reminderId}::uuid AND i.state = 'open' ORDER BY i.due_on, i.id`;
  return rows.map(({ id, number, open, currency }) => ({ id, number, open: money(open, currency) }));
};

/** The reminders of open calls to these customers of which nothing is open any more. */
export const openCallsSettled = async (tx: Tx, customerIds: readonly string[]): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.reminder_id AS id FROM customer_calls c
    WHERE c.customer_id = ANY(${[...customerIds]}::uuid[]) AND c.closed_at IS NULL AND c.reminder_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM reminder_bills b JOIN invoices i ON i.id = b.invoice_id
        WHERE b.reminder_id = c.reminder_id AND i.state = 'open')`;
  return rows.map(({ id }) => id);
};
