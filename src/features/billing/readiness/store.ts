import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { billRun } from '../billruns/index.ts';

export interface RunsSince {
  /** The last that is done. */
  readonly done: string | undefined;
  /** One that is under way, or waits to be confirmed. */
  readonly waiting: string | undefined;
  /** Whom the last one left aside, or holds. */
  readonly left: number;
}

export const runsSince = async (tx: Tx, since: Day, timeZone: string): Promise<RunsSince> => {
  const [row] = await tx.$queryRaw<{ done: string | null; waiting: string | null; left: number }[]>`
    WITH mine AS (
      SELECT id, state, ended_at FROM runs
      WHERE kind = ${billRun} AND (started_at AT TIME ZONE ${timeZone})::date >= ${since}::date),
    last AS (SELECT id FROM mine WHERE state = 'done' ORDER BY ended_at DESC, id DESC LIMIT 1)
    SELECT (SELECT id FROM last)::text AS done,
           (SELECT id FROM mine WHERE state IN ('queued', 'running', 'previewed') ORDER BY id LIMIT 1)::text AS waiting,
           ((SELECT count(*) FROM run_parked_items WHERE run_id = (SELECT id FROM last))
            + (SELECT count(*) FROM held_bills WHERE run_id = (SELECT id FROM last) AND ended_at IS NULL))::int AS left`;
  return { done: row?.done ?? undefined, waiting: row?.waiting ?? undefined, left: row?.left ?? 0 };
};

/** Issued with a number and not sent, the oldest first. */
export const unsentBills = (
  tx: Tx,
  take: number,
): Promise<readonly { readonly id: string; readonly number: string; readonly byMail: boolean }[]> => tx.$queryRaw<
  { id: string; number: string; byMail: boolean }[]
>`
  SELECT i.id, i.number, (SELECT c.presentation = 'mail' FROM customers c WHERE c.id = i.customer_id) AS "byMail" FROM invoices i
  WHERE i.presented_at IS NOT NULL
    AND (i.state IN ('draft', 'open') OR i.state = 'paid' AND (i.sent_at IS NULL OR i.filed_at IS NULL))
    AND i.number IS NOT NULL AND i.sent_at IS NULL
  ORDER BY i.presented_at, i.id LIMIT ${take}`;
