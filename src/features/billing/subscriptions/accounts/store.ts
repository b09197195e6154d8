import { day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Billed } from '../../charging/index.ts';
import type { Subscription } from '../agreements/subscription.ts';

interface Row {
  readonly item_id: string;
  readonly asset_id: string | null;
  readonly period_first: string;
  readonly period_last: string;
  readonly net: bigint;
  readonly currency: string;
}

/**
 * What the lines of invoices that stand, drafts among them, say for the rows of these subscriptions, and for the credits of
 * their first months. A line that was credited in full was not billed: it is due again, as that of a void invoice is. One that
 * was credited in part was: what was given back of it stays given (BIL-13).
 */
export const billedFor = async (
  tx: Tx,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, readonly Billed[]>> => {
  const owners = new Map(
    subscriptions.flatMap(({ id, items, template }) => [
      ...items.map((item) => [item.id, id] as const),
      [template.id, id] as const,
    ]),
  );
  if (owners.size === 0) return new Map();
  const rows = await tx.$queryRaw<Row[]>`
    SELECT l.item_id, l.asset_id, l.period_first::text AS period_first, l.period_last::text AS period_last, l.net, i.currency
    FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
    WHERE l.item_id = ANY(${[...owners.keys()]}::uuid[]) AND l.period_first IS NOT NULL AND i.state <> 'void'
      AND l.net <> coalesce((
        SELECT sum(c.net) FROM credit_note_lines c WHERE c.line_id = l.id
          AND NOT EXISTS (SELECT 1 FROM credit_cancellations k WHERE k.credit_note_id = c.credit_note_id)), 0)
    ORDER BY l.id`;
  const found = new Map<string, Billed[]>(subscriptions.map(({ id }) => [id, []]));
  for (const row of rows) {
    found.get(owners.get(row.item_id) ?? '')?.push({
      itemId: row.item_id,
      assetId: row.asset_id ?? undefined,
      period: { first: day(row.period_first), last: day(row.period_last) },
      net: { amount: row.net, currency: row.currency },
    });
  }
  return found;
};
