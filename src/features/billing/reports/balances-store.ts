import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';

export interface LeftOver {
  readonly customer: string;
  readonly currency: string;
  /** Of the customer in that currency; below zero where the money behind a refund came back. */
  readonly balance: bigint;
  /** What is left of payments and credit notes; the largest balances first. */
  readonly sources: string;
  readonly oldestOn: Day | null;
}

/** What customers have left over now, the largest first. BIL-15 */
export const leftOver = (tx: Tx): Promise<readonly LeftOver[]> => tx.$queryRaw<LeftOver[]>`
  SELECT c.name AS customer, b.currency, b.amount AS balance, coalesce(r.sources, '') AS sources, r.oldest::text AS "oldestOn"
  FROM customer_balances b JOIN customers c ON c.id = b.customer_id
    LEFT JOIN LATERAL (
      SELECT string_agg(name, '; ' ORDER BY on_day, source_id) AS sources, min(on_day) AS oldest FROM source_rests
      WHERE customer_id = b.customer_id AND currency = b.currency AND rest > 0) r ON true
  WHERE b.amount <> 0 ORDER BY b.currency, b.amount DESC, c.name`;
