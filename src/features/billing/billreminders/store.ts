/** Who is asked to make which bill. BIL-20 */
import { newId } from '../../../core/ids.ts';
import { type Day, day, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { BillReminder, ReminderState } from './reminder.ts';

interface Row {
  readonly id: string;
  readonly subscription_id: string;
  readonly customer_id: string;
  readonly due_on: string;
  readonly first_on: string;
  readonly last_on: string;
  readonly state: string;
  readonly later_on: string | null;
  readonly changed_by: string | null;
  readonly changed_at: Date | null;
  readonly reason: string | null;
}

const columns = Prisma.sql`id, subscription_id, customer_id, due_on::text AS due_on, first_on::text AS first_on, last_on::text AS last_on,
  state, later_on::text AS later_on, changed_by, changed_at, reason`;

const toReminder = (row: Row): BillReminder => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  customerId: row.customer_id,
  dueOn: day(row.due_on),
  period: { first: day(row.first_on), last: day(row.last_on) },
  // Written by this store only.
  state: row.state as ReminderState,
  laterOn: row.later_on === null ? undefined : day(row.later_on),
  changed:
    row.changed_by && row.changed_at
      ? { by: row.changed_by, at: row.changed_at, reason: row.reason ?? undefined }
      : undefined,
});

/** Subscriptions whose bills people make and are reminded of, with one due by a day, after one of them by id. BIL-20 */
export const subscriptionsToRemind = async (
  tx: Tx,
  today: Day,
  { after, take }: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM recurring_templates t JOIN subscriptions s ON s.id = t.subscription_id JOIN customers c ON c.id = s.customer_id
    WHERE t.armed AND t.mode = 'remind' AND t.next_on - t.days_ahead <= ${today}::date AND (t.remaining IS NULL OR t.remaining > 0)
      AND c.active AND c.payment_method <> 'free' AND (${after ?? null}::uuid IS NULL OR s.id > ${after ?? null}::uuid)
    ORDER BY s.id LIMIT ${take}::int`;
  return rows.map(({ id }) => id);
};

/** Asked once for each date; one that had ended asks again. @returns those that ask now and did not before */
export const insertReminders = async (
  work: Work,
  asked: readonly Pick<BillReminder, 'subscriptionId' | 'customerId' | 'dueOn' | 'period'>[],
): Promise<readonly BillReminder[]> => {
  if (asked.length === 0) return [];
  const json = JSON.stringify(
    asked.map(({ subscriptionId, customerId, dueOn, period }) => ({
      id: newId(),
      subscription: subscriptionId,
      customer: customerId,
      due: dueOn,
      ...period,
    })),
  );
  const rows = await work.tx.$queryRaw<Row[]>`
    INSERT INTO bill_reminders AS r (id, subscription_id, customer_id, due_on, first_on, last_on, asked_at)
    SELECT n.id, n.subscription, n.customer, n.due, n.first, n.last, ${work.now}
    FROM jsonb_to_recordset(${json}::jsonb) AS n(id uuid, subscription uuid, customer uuid, due date, first date, last date)
    ON CONFLICT (subscription_id, due_on) DO UPDATE SET state = 'open', later_on = NULL, asked_at = excluded.asked_at
      WHERE r.state = 'ended'
    RETURNING ${columns}`;
  return rows.map(toReminder);
};

export const reminderById = async (tx: Tx, id: string): Promise<BillReminder | undefined> => {
  const [row] = await tx.$queryRaw<Row[]>`SELECT ${columns} FROM bill_reminders WHERE id = ${id}::uuid`;
  return row && toReminder(row);
};

/** Locks the row and reads it. */
export const lockReminder = async (tx: Tx, id: string): Promise<BillReminder | undefined> => {
  await tx.$queryRaw`SELECT id FROM bill_reminders WHERE id = ${id}::uuid FOR UPDATE`;
  return reminderById(tx, id);
};

/** Those of these subscriptions that ask still, locked in one order. */
export const lockOpen = async (work: Work, subscriptionIds: readonly string[]): Promise<readonly BillReminder[]> => {
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM bill_reminders
    WHERE subscription_id = ANY(${[...subscriptionIds]}::uuid[]) AND state = 'open' ORDER BY id FOR UPDATE`;
  return rows.map(toReminder);
};

/** What asks and was not put off until after a day, the longest first. */
export const openReminders = async (tx: Tx, today: Day, take: number): Promise<readonly BillReminder[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM bill_reminders WHERE state = 'open' AND (later_on IS NULL OR later_on <= ${today}::date)
    ORDER BY asked_at, id LIMIT ${take}::int`;
  return rows.map(toReminder);
};

/** Those of these subscriptions that were put off, and wait for their day. */
export const putOffOf = async (tx: Tx, subscriptionIds: readonly string[]): Promise<readonly BillReminder[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM bill_reminders
    WHERE subscription_id = ANY(${[...subscriptionIds]}::uuid[]) AND state = 'open' AND later_on IS NOT NULL
    ORDER BY later_on, id`;
  return rows.map(toReminder);
};

/** Those that were put off until a day; they are put off no more. */
export const takePutOff = async (work: Work, today: Day, take: number): Promise<readonly BillReminder[]> => {
  const rows = await work.tx.$queryRaw<Row[]>`
    UPDATE bill_reminders SET later_on = NULL WHERE id IN (
      SELECT id FROM bill_reminders WHERE state = 'open' AND later_on <= ${today}::date ORDER BY id LIMIT ${take}::int FOR UPDATE SKIP LOCKED)
    RETURNING ${columns}`;
  return rows.map(toReminder);
};

/** Of a locked reminder. */
export const changeReminder = async (
  work: Work,
  id: string,
  change: { readonly state?: ReminderState; readonly laterOn?: Day; readonly reason?: string },
): Promise<void> => {
  await work.tx.billReminder.update({
    where: { id },
    data: {
      ...(change.state ? { state: change.state } : {}),
      laterOn: change.laterOn ? toDbDate(change.laterOn) : null,
      reason: change.reason ?? null,
      changedBy: work.by.id,
      changedAt: work.now,
    },
    select: { id: true },
  });
};

/** Which reminders are behind these bills, whose services stand on them for their days: locked, in one order. */
export const lockBilledBy = async (work: Work, invoiceIds: readonly string[]): Promise<readonly BillReminder[]> => {
  const rows = await work.tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM bill_reminders r
    WHERE r.state = 'billed' AND r.id IN (
      SELECT b.id FROM invoice_lines l JOIN subscription_items s ON s.id = l.item_id JOIN bill_reminders b ON b.subscription_id = s.subscription_id
      WHERE l.invoice_id = ANY(${[...invoiceIds]}::uuid[]) AND l.period_first <= b.last_on AND l.period_last >= b.first_on)
    ORDER BY r.id FOR UPDATE`;
  return rows.map(toReminder);
};

/** They ask anew. */
export const askAnew = async (work: Work, ids: readonly string[]): Promise<void> => {
  await work.tx.$executeRaw`
    UPDATE bill_reminders SET state = 'open', later_on = NULL, asked_at = ${work.now}, changed_by = NULL, changed_at = NULL, reason = NULL
    WHERE id = ANY(${[...ids]}::uuid[])`;
};

/** Those of these whose bill was voided and not made again. */
export const voidedOf = async (work: Work, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await work.tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM bill_reminders r
      JOIN subscription_items s ON s.subscription_id = r.subscription_id
      JOIN invoice_lines l ON l.item_id = s.id AND l.period_first <= r.last_on AND l.period_last >= r.first_on
      JOIN invoices i ON i.id = l.invoice_id
    WHERE r.id = ANY(${[...ids]}::uuid[]) GROUP BY r.id HAVING bool_and(i.state = 'void')`;
  return new Set(rows.map(({ id }) => id));
};
