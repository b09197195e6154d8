import type { Tx } from '../../../platform/db/open.ts';

/** The next customers of whom something will be billed, in the order of their ids. BIL-19 */
export const customersAhead = async (
  tx: Tx,
  { after, take }: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM customers c
    WHERE c.active AND c.payment_method <> 'free' AND (${after ?? null}::uuid IS NULL OR c.id > ${after ?? null}::uuid)
      AND EXISTS (SELECT 1 FROM subscriptions s JOIN recurring_templates t ON t.subscription_id = s.id
        WHERE s.customer_id = c.id AND t.armed AND t.mode IN ('automate', 'remind'))
    ORDER BY c.id LIMIT ${take}::int`;
  return rows.map(({ id }) => id);
};
