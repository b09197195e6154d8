/** A customer's dated documents, each as it changes what is owed: by the days and amounts of the journal. BIL-18 */
import { type Money, money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { DocumentKind, LedgerDocument } from './booking.ts';
import { dated, said } from './document-store.ts';

export interface LedgerEntry extends Pick<LedgerDocument, 'kind' | 'number' | 'on' | 'amount' | 'method'> {
  /** What an invoice is for, and when it is due. */
  readonly label?: string | undefined;
  readonly dueOn?: Day | undefined;
  /** What of a payment paid something that no invoice charges, such as a license that the gateway bills: it is owed and paid at once. BIL-22 */
  readonly unbilled: Money;
}

interface Row {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly on: Day;
  readonly currency: string;
  readonly amount: bigint;
  readonly method: string | null;
  readonly label: string | null;
  readonly dueOn: Day | null;
  readonly unbilled: bigint;
}

/** All of a customer up to a day, in the order of their days; without a day, all. What comes to nothing is left out. */
export const customersLedger = async (
  tx: Tx,
  { customerId, timeZone, last }: { readonly customerId: string; readonly timeZone: string; readonly last?: Day },
): Promise<readonly LedgerEntry[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d.kind, s.number, d.on_day::text AS on, s.currency, s.amount, s.method, i.label, i.due_on::text AS "dueOn",
           CASE WHEN p.subject_type IS NULL THEN 0 ELSE p.amount - coalesce((
             SELECT sum(a.amount) FROM allocations a
             WHERE a.source_kind = 'payment' AND a.source_id = p.id AND a.decision = p.id), 0) END::bigint AS unbilled
    FROM (${dated({ timeZone })}) d JOIN (${said}) s ON s.kind = d.kind AND s.id = d.id
      LEFT JOIN invoices i ON i.id = d.id AND d.kind = 'invoice'
      LEFT JOIN payments p ON p.id = d.id AND d.kind IN ('payment', 'payment came back')
    WHERE d.customer_id = ${customerId}::uuid AND s.customer_id = ${customerId}::uuid
      AND d.on_day <= coalesce(${last ?? null}::date, 'infinity') AND s.amount <> 0
    ORDER BY d.on_day, d.sort, d.id`;
  return rows.map(({ currency, amount, unbilled, method, label, dueOn, ...row }) => ({
    ...row,
    amount: money(amount, currency),
    unbilled: money(unbilled, currency),
    method: method ?? undefined,
    label: label ?? undefined,
    dueOn: dueOn ?? undefined,
  }));
};
