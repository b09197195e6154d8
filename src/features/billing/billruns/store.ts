/** Whom a run bills, and what it made. BIL-2 */
import { type Day, day, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Scope } from './scope.ts';
import type { RunTotal } from './totals.ts';

/** The next customers of a run in the order of their ids: who has an armed schedule that runs bill (BIL-20), and is not free (BIL-8). */
export const customersIn = async (
  tx: Tx,
  { asOf, customers, contractTypeId, currency, withInactive }: Scope,
  { after, take }: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const only = [
    ...(after === undefined ? [] : [Prisma.sql`c.id > ${after}::uuid`]),
    ...(customers === undefined ? [] : [Prisma.sql`c.id = ANY(${customers}::uuid[])`]),
    ...(contractTypeId === undefined ? [] : [Prisma.sql`c.contract_type_id = ${contractTypeId}::uuid`]),
    ...(currency === undefined ? [] : [Prisma.sql`c.currency = ${currency}`]),
    ...(withInactive ? [] : [Prisma.sql`c.active AND (c.start_on IS NULL OR c.start_on <= ${asOf}::date)`]),
  ];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM customers c
    WHERE c.payment_method <> 'free' AND ${only.length > 0 ? Prisma.join(only, ' AND ') : Prisma.sql`true`}
      AND EXISTS (SELECT 1 FROM subscriptions s JOIN recurring_templates t ON t.subscription_id = s.id
        WHERE s.customer_id = c.id AND t.armed AND t.mode = 'automate')
    ORDER BY c.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** What stands of a run's bills, a total for each currency. ALL-7 */
export const totalsOfRun = async (tx: Tx, runId: string): Promise<readonly RunTotal[]> => {
  const rows = await tx.$queryRaw<{ currency: string; bills: number; net: bigint; tax: bigint; total: bigint }[]>`
    SELECT currency, count(*)::int AS bills, sum(net)::bigint AS net, sum(tax)::bigint AS tax, sum(amount)::bigint AS total
    FROM invoices WHERE run_id = ${runId}::uuid GROUP BY currency ORDER BY currency`;
  return rows.map(({ currency, bills, net, tax, total }) => ({
    bills,
    net: { amount: net, currency },
    tax: { amount: tax, currency },
    total: { amount: total, currency },
  }));
};

/** Drafts of runs whose days of waiting are over. */
export const draftsToIssue = async (tx: Tx, today: Day, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM invoices WHERE state = 'draft' AND issue_from IS NOT NULL AND issue_from <= ${toDbDate(today)}::date
    ORDER BY issue_from, id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** From which day on a customer's drafts issue by themselves, by their ids. BIL-2 */
export const draftsWaiting = async (tx: Tx, customerId: string): Promise<ReadonlyMap<string, Day>> => {
  const rows = await tx.$queryRaw<{ id: string; issue_from: string }[]>`
    SELECT id, issue_from::text AS issue_from FROM invoices
    WHERE customer_id = ${customerId}::uuid AND state = 'draft' AND issue_from IS NOT NULL`;
  return new Map(rows.map(({ id, issue_from }) => [id, day(issue_from)]));
};

/** Of a draft that is issued, or cannot be by itself. */
export const stopWaiting = async (tx: Tx, invoiceId: string): Promise<void> => {
  await tx.$executeRaw`UPDATE invoices SET issue_from = NULL WHERE id = ${invoiceId}::uuid`;
};
