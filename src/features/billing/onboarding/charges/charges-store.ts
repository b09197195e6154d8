import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';

/** Amounts from `low` up to, but not with, `high`; minor units. */
export interface AmountRange {
  readonly currency: string;
  readonly low: bigint;
  readonly high: bigint;
}

/** The projects that an unpaid invoice in one of the ranges is about, in the order of their ids. */
export const unpaidWithin = async (
  tx: Tx,
  ranges: readonly AmountRange[],
  page: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const json = JSON.stringify(ranges.map(({ currency, low, high }) => ({ currency, low: `${low}`, high: `${high}` })));
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT i.subject_id AS id FROM invoices i
    JOIN jsonb_to_recordset(${json}::jsonb) AS r(currency text, low bigint, high bigint)
      ON r.currency = i.currency AND i.amount >= r.low AND i.amount < r.high
    WHERE i.subject_type = 'project' AND i.state IN ('draft', 'open', 'uncollectible')
      AND i.subject_id > coalesce(${page.after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT ${page.take}::int`;
  return rows.map((row) => row.id);
};

/** Of a project `p`: whether a charge that accounting has seen was corrected to nothing, and nobody has confirmed it. ONB-19 */
export const awaitsWaiver: Sql = Prisma.sql`p.id IN (
  SELECT subject_id FROM invoices WHERE waiver_at IS NOT NULL AND waived_at IS NULL
    AND subject_type = 'project' AND presented_at IS NOT NULL)`;
