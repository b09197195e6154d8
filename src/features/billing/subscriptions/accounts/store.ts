import { day } from '../../../../core/time/calendar.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Billed } from '../../charging/index.ts';
import type { Subscription } from '../agreements/subscription.ts';
import { givenBack } from './given-back-store.ts';

interface Row {
  readonly item_id: string;
  readonly asset_id: string | null;
  readonly period_first: string;
  readonly period_last: string;
  readonly net: bigint;
}

/**
 * Of an invoice line `l`: how much of its item and period counts as billed by it. What a credit note took back of it does, unless
 * that is billed again; of a line that was taken back wholly to be billed again, nothing does. Decision 0034
 */
const countsAsBilled = Prisma.sql`(
  SELECT CASE WHEN sum(c.net) = l.net THEN 0 ELSE coalesce(l.counts_as, l.net) - coalesce(sum(c.net), 0) END::bigint
  FROM credit_note_lines c WHERE c.line_id = l.id AND c.bill_again
    AND NOT EXISTS (SELECT 1 FROM credit_cancellations k WHERE k.credit_note_id = c.credit_note_id))`;

/** How much counts as billed by each line of an invoice, in minor units, by the line's id. */
export const billedByLine = async (tx: Tx, invoiceId: string): Promise<ReadonlyMap<string, bigint>> => {
  const rows = await tx.$queryRaw<{ id: string; net: bigint }[]>`
    SELECT l.id, ${countsAsBilled} AS net FROM invoice_lines l WHERE l.invoice_id = ${invoiceId}::uuid`;
  return new Map(rows.map(({ id, net }) => [id, net]));
};

/**
 * What the lines of invoices, drafts among them, count as for the rows of these subscriptions, their counted units, and the credits
 * of their first months, and what another system billed of services that Baton took over. Decision 0034: what is void is due again;
 * what was credited stays given, also where all of it was and the invoice is void with that, and is due again only where somebody
 * said so. What a change did not credit since it was given back before counts less.
 */
export const billedFor = async (
  tx: Tx,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, readonly Billed[]>> => {
  const owners = new Map(
    subscriptions.flatMap((each) => [
      ...[...each.items, ...each.counts].map(({ id }) => [id, each] as const),
      [each.template.id, each] as const,
    ]),
  );
  if (owners.size === 0) return new Map();
  const rows = await tx.$queryRaw<Row[]>`
    SELECT l.item_id, l.asset_id, l.period_first::text AS period_first, l.period_last::text AS period_last,
      ${countsAsBilled} AS net
    FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
    WHERE l.item_id = ANY(${[...owners.keys()]}::uuid[]) AND l.period_first IS NOT NULL
      AND (i.state <> 'void' OR i.credited > 0) AND ${countsAsBilled} <> 0
    UNION ALL
    SELECT b.item_id, b.asset_id, b.period_first::text, b.period_last::text, -least(b.given, b.counted)
    FROM ${givenBack} b WHERE b.item_id = ANY(${[...owners.keys()]}::uuid[]) AND b.given > 0 AND b.counted > 0
    UNION ALL
    SELECT item_id, asset_id, period_first::text, period_last::text, net FROM billed_elsewhere
    WHERE item_id = ANY(${[...owners.keys()]}::uuid[])`;
  const found = new Map<string, Billed[]>(subscriptions.map(({ id }) => [id, []]));
  for (const row of rows) {
    const owner = owners.get(row.item_id);
    if (!owner) continue;
    found.get(owner.id)?.push({
      itemId: row.item_id,
      assetId: row.asset_id ?? undefined,
      period: { first: day(row.period_first), last: day(row.period_last) },
      net: { amount: row.net, currency: owner.currency },
    });
  }
  return found;
};
