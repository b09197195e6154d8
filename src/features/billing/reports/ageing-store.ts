/** What is open of each invoice, now and as of a day: one pass over what is open, whatever was paid long ago. CUS-8 */
import type { Day } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type Aged, ageEnds } from './ageing.ts';

/** A day, and the zone in which an instant is one. */
export interface AsOf {
  readonly on: Day;
  readonly timeZone: string;
  /** It is the day that it is: what is open now is known without a look at what was settled. */
  readonly isNow: boolean;
  /** Of this customer only. */
  readonly customerId?: string;
}

const openNow = ({ customerId }: AsOf): Prisma.Sql => Prisma.sql`
  SELECT id, customer_id, currency, amount - paid - credited - written_off AS open, coalesce(due_on, sent_on, issued_on) AS due
  FROM invoices WHERE state = 'open' ${customerId ? Prisma.sql`AND customer_id = ${customerId}::uuid` : Prisma.empty}`;

/**
 * Issued by then and not voided; less what had settled it, what was written off with it. Money counts from the day it was received on where that decision
 * used it, else from the day on which it was used.
 */
const openThen = ({ on, timeZone, customerId }: AsOf): Prisma.Sql => {
  const own = customerId ? Prisma.sql`AND i.customer_id = ${customerId}::uuid` : Prisma.empty;
  const ofOwn = customerId
    ? Prisma.sql`AND a.target_id IN (SELECT id FROM invoices WHERE customer_id = ${customerId}::uuid)`
    : Prisma.empty;
  // When that day ended: instants are compared as they are, a million of them without a zone for each.
  const end = Prisma.sql`((${on}::date + 1)::timestamp AT TIME ZONE ${timeZone})`;
  return Prisma.sql`
    SELECT i.id, i.customer_id, i.currency, i.amount - coalesce(s.amount, 0) AS open, coalesce(i.due_on, i.sent_on, i.issued_on) AS due
    FROM invoices i LEFT JOIN (
      SELECT a.target_id, sum(a.amount)::bigint AS amount
      FROM allocations a LEFT JOIN payments p ON p.id = a.source_id AND a.source_kind = 'payment'
      WHERE a.target_kind = 'invoice' ${ofOwn}
        AND CASE WHEN p.id = a.decision THEN coalesce(p.booked_on, p.received_on) <= ${on}::date ELSE a.made_at < ${end} END
        AND (a.ended_at IS NULL OR CASE WHEN p.reversed_at = a.ended_at AND p.reversal_booked_on IS NOT NULL
          THEN p.reversal_booked_on > ${on}::date ELSE a.ended_at >= ${end} END)
      GROUP BY a.target_id) s ON s.target_id = i.id
    WHERE coalesce(i.issued_on, i.sent_on) <= ${on}::date AND (i.voided_at IS NULL OR i.voided_at >= ${end})
      AND i.amount > coalesce(s.amount, 0) ${own}`;
};

const openAsOf = (asOf: AsOf): Prisma.Sql => (asOf.isNow ? openNow(asOf) : openThen(asOf));

/** As `ageOf` has it. */
const age = ({ on }: AsOf): Prisma.Sql => {
  const [notDue, one, two, three] = ageEnds.map((end) => Prisma.sql`due >= ${on}::date - ${end}::int`);
  return Prisma.sql`CASE WHEN ${notDue} THEN 0 WHEN ${one} THEN 1 WHEN ${two} THEN 2 WHEN ${three} THEN 3 ELSE 4 END`;
};

/** What is owed by age, all customers together and those who owe most by themselves, the largest debt first. */
export const agedSums = async (tx: Tx, asOf: AsOf, most = 40): Promise<readonly Aged[]> => {
  const rows = await tx.$queryRaw<
    { customer: string | null; currency: string; age: number; invoices: number; open: bigint }[]
  >`
    WITH aged AS MATERIALIZED (
      SELECT customer_id, currency, ${age(asOf)} AS age, count(*)::int AS invoices, sum(open)::bigint AS open
      FROM (${openAsOf(asOf)}) o GROUP BY 1, 2, 3),
    debtors AS (
      SELECT customer_id, currency, sum(open) AS owed FROM aged GROUP BY 1, 2 ORDER BY owed DESC, customer_id LIMIT ${most}::int)
    SELECT NULL AS customer, currency, age, sum(invoices)::int AS invoices, sum(open)::bigint AS open, 0 AS owed
    FROM aged GROUP BY currency, age
    UNION ALL
    SELECT c.name, a.currency, a.age, a.invoices, a.open, d.owed
    FROM debtors d JOIN aged a ON a.customer_id = d.customer_id AND a.currency = d.currency JOIN customers c ON c.id = d.customer_id
    ORDER BY owed DESC, customer, currency, age`;
  return rows.map(({ customer, ...rest }) => ({ ...rest, customer: customer ?? undefined }));
};

export interface OpenInvoice {
  readonly id: string;
  readonly customer: string;
  readonly number: string;
  readonly label: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly open: bigint;
  readonly issuedOn: Day | null;
  readonly dueOn: Day;
}

const atOnce = 5_000;

/** Each invoice of which something was open, in the order in which they were made. */
export async function* openInvoices(tx: Tx, asOf: AsOf): AsyncGenerator<readonly OpenInvoice[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.$queryRaw<OpenInvoice[]>`
      SELECT o.id, c.name AS customer, coalesce(i.number, i.external_number, 'I-' || i.ref) AS number, i.label, o.currency,
             i.amount, o.open::bigint AS open, coalesce(i.issued_on, i.sent_on)::text AS "issuedOn", o.due::text AS "dueOn"
      FROM (${openAsOf(asOf)}) o JOIN invoices i ON i.id = o.id JOIN customers c ON c.id = o.customer_id
      WHERE o.id > ${after}::uuid ORDER BY o.id LIMIT ${atOnce}`;
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = last.id;
  }
}
