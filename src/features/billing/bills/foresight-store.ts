/** How many there are of what a setting of billing decides. */
import type { Money } from '../../../core/money/money.ts';
import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../platform/db/open.ts';

const count = async (tx: Tx, of: Sql): Promise<number> => {
  const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM ${of}`;
  return row?.n ?? 0;
};

/** Active customers that have no terms of their own. */
export const countWithoutTerms = (tx: Tx): Promise<number> =>
  count(tx, Prisma.sql`customers WHERE terms_id IS NULL AND active`);

/** Drafts before accounting that are due by the standard terms, the oldest first. */
export const draftsByStandardTerms = async (tx: Tx, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM invoices i JOIN customers c ON c.id = i.customer_id
    WHERE i.state = 'draft' AND i.due_on IS NULL AND i.presented_at IS NOT NULL AND c.terms_id IS NULL
    ORDER BY i.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

export interface LeftOverTotal {
  readonly customers: number;
  readonly amount: Money;
}

/** What customers have left over, by currency. ALL-7 */
export const leftOverTotals = async (tx: Tx): Promise<readonly LeftOverTotal[]> => {
  const rows = await tx.$queryRaw<{ n: number; amount: bigint; currency: string }[]>`
    SELECT count(*)::int AS n, sum(amount)::bigint AS amount, currency FROM customer_balances
    WHERE amount > 0 GROUP BY currency ORDER BY currency`;
  return rows.map(({ n, amount, currency }) => ({ customers: n, amount: { amount, currency } }));
};

/** Invoices paid in part that lack no more than so much. @param most minor units */
export const countLacking = (tx: Tx, currency: string, most: bigint): Promise<number> =>
  count(
    tx,
    Prisma.sql`invoices WHERE state IN ('draft', 'open') AND currency = ${currency} AND paid > 0
      AND amount - paid - credited - written_off BETWEEN 1 AND ${most}`,
  );

/** Services that go on and name no tax category of their own. */
export const countUncategorised = (tx: Tx, today: Day): Promise<number> =>
  count(
    tx,
    Prisma.sql`subscription_items WHERE tax_category IS NULL AND plan_id IS NULL AND charge_id IS NULL
      AND NOT withdrawn AND (last_on IS NULL OR last_on >= ${toDbDate(today)}::date)`,
  );

export const countUnarmed = (tx: Tx): Promise<number> => count(tx, Prisma.sql`recurring_templates WHERE NOT armed`);
