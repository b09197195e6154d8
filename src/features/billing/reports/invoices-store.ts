import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Range } from '../../reports/index.ts';

export interface IssuedInvoice {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly contractType: string | null;
  readonly label: string;
  readonly issuedOn: Day;
  readonly dueOn: Day | null;
  readonly periodFirst: Day | null;
  readonly periodLast: Day | null;
  readonly sentOn: Day | null;
  readonly purchaseOrder: string | null;
  readonly currency: string;
  readonly net: bigint;
  readonly tax: bigint;
  readonly amount: bigint;
  readonly paid: bigint;
  readonly credited: bigint;
  readonly writtenOff: bigint;
  readonly state: string;
}

const atOnce = 5_000;

/** The invoices that went out in these days, in the order in which they were made. CUS-8 */
export async function* invoicesOf(tx: Tx, { first, last }: Range): AsyncGenerator<readonly IssuedInvoice[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.$queryRaw<IssuedInvoice[]>`
      SELECT i.id, coalesce(i.number, i.external_number, 'I-' || i.ref) AS number, c.name AS customer, t.name AS "contractType", i.label,
             coalesce(i.issued_on, i.sent_on)::text AS "issuedOn", i.due_on::text AS "dueOn", i.period_first::text AS "periodFirst",
             i.period_last::text AS "periodLast", i.sent_on::text AS "sentOn",
             coalesce(i.frozen -> 'customer' ->> 'purchaseOrder', c.purchase_order) AS "purchaseOrder", i.currency,
             i.net, i.tax, i.amount, i.paid, i.credited, i.written_off AS "writtenOff", i.state
      FROM invoices i JOIN customers c ON c.id = i.customer_id LEFT JOIN contract_types t ON t.id = c.contract_type_id
      WHERE i.id > ${after}::uuid AND coalesce(i.issued_on, i.sent_on) BETWEEN ${first}::date AND ${last}::date
      ORDER BY i.id LIMIT ${atOnce}`;
    yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < atOnce) return;
    after = end.id;
  }
}

export interface InvoicedSum {
  readonly currency: string;
  readonly state: string;
  readonly invoices: number;
  readonly net: bigint;
  readonly tax: bigint;
  readonly amount: bigint;
  readonly open: bigint;
}

/** What these invoices come to, by what they are now. */
export const invoicedSums = (tx: Tx, { first, last }: Range): Promise<readonly InvoicedSum[]> => tx.$queryRaw<
  InvoicedSum[]
>`
  SELECT currency, state, count(*)::int AS invoices, sum(net)::bigint AS net, sum(tax)::bigint AS tax, sum(amount)::bigint AS amount,
         sum(CASE WHEN state = 'open' THEN amount - paid - credited - written_off ELSE 0 END)::bigint AS open
  FROM invoices WHERE coalesce(issued_on, sent_on) BETWEEN ${first}::date AND ${last}::date
  GROUP BY 1, 2 ORDER BY 1, 2`;
