/** What a run made. BIL-2 */
import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { RunTotal } from './totals.ts';

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

/** Of a draft that is issued, or cannot be by itself. */
export const stopWaiting = async (tx: Tx, invoiceId: string): Promise<void> => {
  await tx.$executeRaw`UPDATE invoices SET issue_from = NULL WHERE id = ${invoiceId}::uuid`;
};
