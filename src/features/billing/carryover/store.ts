import type { Tx } from '../../../platform/db/open.ts';

/** Customers who have something left over, and something open in its currency that it may go to, as `mayBeSettled` has it. */
export const customersToCarry = async (
  tx: Tx,
  { after, take }: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT b.customer_id AS id FROM customer_balances b
    WHERE b.amount > 0 AND b.customer_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid AND EXISTS (
      SELECT 1 FROM invoices i WHERE i.customer_id = b.customer_id AND i.currency = b.currency AND i.presented_at IS NOT NULL
        AND i.in_doubt IS NULL AND i.state IN ('draft', 'open') AND i.amount > i.paid + i.credited + i.written_off)
    ORDER BY 1 LIMIT ${take}`;
  return rows.map(({ id }) => id);
};
