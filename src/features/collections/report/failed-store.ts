import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Range } from '../../reports/index.ts';

export interface FailedCharge {
  readonly ref: number;
  /** As Baton knows them, else as the gateway does. */
  readonly customer: string;
  readonly gateway: string;
  readonly period: string;
  readonly openedOn: Day;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly paid: bigint;
}

const atOnce = 5_000;

/** The failed charges that came up in these days, in the order in which they did. */
export async function* failedIn(
  tx: Tx,
  { first, last }: Range,
  timeZone: string,
): AsyncGenerator<readonly FailedCharge[]> {
  let after = 0;
  for (;;) {
    const rows = await tx.$queryRaw<FailedCharge[]>`
      SELECT k.ref, coalesce(c.name, k.reported_name) AS customer, k.gateway, k.period, (k.opened_at AT TIME ZONE ${timeZone})::date::text AS "openedOn",
             k.state, k.attempts, k.last_reason AS reason, k.currency, k.amount, k.paid
      FROM cases k LEFT JOIN customers c ON c.id = k.customer_id
      WHERE k.ref > ${after}::int AND (k.opened_at AT TIME ZONE ${timeZone})::date BETWEEN ${first}::date AND ${last}::date
      ORDER BY k.ref LIMIT ${atOnce}`;
    yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < atOnce) return;
    after = end.ref;
  }
}

export interface FailedSum {
  readonly state: string;
  readonly currency: string;
  readonly charges: number;
  readonly amount: bigint;
  readonly paid: bigint;
}

/** What became of them, of each currency by itself. ALL-7 */
export const failedSums = (
  tx: Tx,
  { first, last }: Range,
  timeZone: string,
): Promise<readonly FailedSum[]> => tx.$queryRaw<FailedSum[]>`
  SELECT state, currency, count(*)::int AS charges, sum(amount)::bigint AS amount, sum(paid)::bigint AS paid FROM cases
  WHERE (opened_at AT TIME ZONE ${timeZone})::date BETWEEN ${first}::date AND ${last}::date GROUP BY 1, 2 ORDER BY currency, state`;
