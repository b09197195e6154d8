import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Range } from '../../reports/index.ts';

/** A desk's turn that was decided in these days. */
export interface Turn {
  readonly project: number;
  readonly customer: string;
  readonly playbook: string;
  /** As the project's playbook names it. */
  readonly stage: string;
  readonly openedOn: Day;
  readonly decidedOn: Day;
  /** Whole days and what is left of one. */
  readonly days: number;
  readonly isReturned: boolean;
  readonly reason: string | null;
  readonly wasLate: boolean;
}

const atOnce = 5_000;

/** The turns that were handed on or returned in these days, in the order in which they began. ONB-20 */
export async function* turnsIn(tx: Tx, { first, last }: Range, timeZone: string): AsyncGenerator<readonly Turn[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.$queryRaw<(Turn & { readonly id: string })[]>`
      SELECT h.id, p.ref AS project, c.name AS customer, coalesce(p.playbook ->> 'name', p.playbook_key) AS playbook,
             coalesce((SELECT s ->> 'name' FROM jsonb_array_elements(p.playbook -> 'stages') s WHERE s ->> 'key' = h.stage), h.stage) AS stage,
             (h.opened_at AT TIME ZONE ${timeZone})::date::text AS "openedOn", (h.decided_at AT TIME ZONE ${timeZone})::date::text AS "decidedOn",
             round((extract(epoch FROM h.decided_at - h.opened_at) / 86400)::numeric, 1)::float8 AS days,
             h.returned_to IS NOT NULL AS "isReturned", h.decision_reason AS reason,
             coalesce((h.decided_at AT TIME ZONE ${timeZone})::date > h.expected_on, false) AS "wasLate"
      FROM handoffs h JOIN projects p ON p.id = h.project_id JOIN customers c ON c.id = p.customer_id
      WHERE h.id > ${after}::uuid AND h.decided_at IS NOT NULL AND h.state IN ('approved', 'returned')
        AND (h.decided_at AT TIME ZONE ${timeZone})::date BETWEEN ${first}::date AND ${last}::date
      ORDER BY h.id LIMIT ${atOnce}`;
    yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < atOnce) return;
    after = end.id;
  }
}
