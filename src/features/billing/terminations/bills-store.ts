/** What a termination waits for, as the invoices have it. CUS-6 */

import type { Subject } from '../../../core/subject.ts';
import { type Day, day } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../platform/db/open.ts';

/** Lines `l` of what ends; of a customer all of them. */
const linesOf = ({ type, id }: Subject): Sql => {
  if (type === 'asset') return Prisma.sql`l.asset_id = ${id}::uuid`;
  if (type === 'subscription')
    return Prisma.sql`l.item_id IN (SELECT id FROM subscription_items WHERE subscription_id = ${id}::uuid
      UNION ALL SELECT id FROM unit_counts WHERE subscription_id = ${id}::uuid)`;
  return Prisma.sql`true`;
};

/** Bills of it that are not void, come to something, and are not marked as sent; oldest first. */
export const unsentBills = async (
  tx: Tx,
  customerId: string,
  subject: Subject,
  take: number,
): Promise<readonly { readonly id: string; readonly name: string }[]> => {
  const rows = await tx.$queryRaw<{ id: string; ref: number; number: string | null }[]>`
    SELECT i.id, i.ref, i.number FROM invoices i
    WHERE i.customer_id = ${customerId}::uuid AND i.kind = 'bill' AND i.state <> 'void' AND i.sent_at IS NULL AND i.amount > 0
      AND EXISTS (SELECT 1 FROM invoice_lines l WHERE l.invoice_id = i.id AND ${linesOf(subject)})
    ORDER BY i.id LIMIT ${take}::int`;
  return rows.map(({ id, ref, number }) => ({ id, name: number ?? `I-${ref}` }));
};

/** How much of a line of an issued invoice can still be credited, and what it billed. */
export interface CreditablePart {
  readonly lineId: string;
  readonly invoiceId: string;
  readonly itemId: string;
  readonly assetId: string | undefined;
  readonly first: Day;
  /** Minor units. */
  readonly left: bigint;
}

/** Lines of issued invoices that billed these services, the latest first. */
export const creditableParts = async (tx: Tx, itemIds: readonly string[]): Promise<readonly CreditablePart[]> => {
  const rows = await tx.$queryRaw<
    { id: string; invoice_id: string; item_id: string; asset_id: string | null; first: string; left: bigint }[]
  >`
    SELECT l.id, l.invoice_id, l.item_id, l.asset_id, l.period_first::text AS first, l.net - coalesce((
      SELECT sum(c.net) FROM credit_note_lines c WHERE c.line_id = l.id
        AND NOT EXISTS (SELECT 1 FROM credit_cancellations k WHERE k.credit_note_id = c.credit_note_id)), 0)::bigint AS left
    FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
    WHERE l.item_id = ANY(${[...itemIds]}::uuid[]) AND l.period_first IS NOT NULL AND l.net > 0
      AND i.number IS NOT NULL AND i.state IN ('open', 'paid')
    ORDER BY i.id DESC, l.id`;
  return rows.map((row) => ({
    lineId: row.id,
    invoiceId: row.invoice_id,
    itemId: row.item_id,
    assetId: row.asset_id ?? undefined,
    first: day(row.first),
    left: row.left,
  }));
};
