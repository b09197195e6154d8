import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Range } from '../../reports/index.ts';
import type { Earned } from './revenue.ts';

/** Lines of invoices; of one without, its header. What another system invoiced is in its books. BIL-21 */
const lines = Prisma.sql`
  SELECT l.id, l.invoice_id, l.item_id, l.net FROM invoice_lines l
  UNION ALL SELECT i.id, i.id, NULL, i.net FROM invoices i
    WHERE NOT EXISTS (SELECT 1 FROM invoice_lines l WHERE l.invoice_id = i.id)`;

/** What counts no more had its day, and its opposite has another: a month that is over does not change. */
const entries = ({ first, last }: Range, timeZone: string): Prisma.Sql => {
  const within = (on: Prisma.Sql): Prisma.Sql => Prisma.sql`${on} BETWEEN ${first}::date AND ${last}::date`;
  const live = Prisma.sql`NOT EXISTS (SELECT 1 FROM credit_cancellations x WHERE x.credit_note_id = n.credit_note_id)`;
  return Prisma.sql`
    SELECT l.id AS line_id, l.net AS invoiced, 0::bigint AS credited FROM (${lines}) l JOIN invoices i ON i.id = l.invoice_id
      WHERE ${within(Prisma.sql`coalesce(i.issued_on, i.sent_on)`)}
    UNION ALL
    SELECT l.id, 0, l.net - coalesce((SELECT sum(n.net)::bigint FROM credit_note_lines n WHERE n.line_id = l.id AND ${live}), 0)
      FROM (${lines}) l JOIN invoices i ON i.id = l.invoice_id
      WHERE i.state = 'void' AND coalesce(i.issued_on, i.sent_on) IS NOT NULL
        AND ${within(Prisma.sql`(i.voided_at AT TIME ZONE ${timeZone})::date`)}
    UNION ALL
    SELECT n.line_id, 0, n.net FROM credit_note_lines n JOIN credit_notes c ON c.id = n.credit_note_id
      WHERE ${within(Prisma.sql`c.issued_on`)}
    UNION ALL
    SELECT n.line_id, 0, -n.net FROM credit_cancellations x JOIN credit_note_lines n ON n.credit_note_id = x.credit_note_id
      WHERE ${within(Prisma.sql`x.issued_on`)}`;
};

/** The largest first. */
export const earnedIn = (tx: Tx, range: Range, timeZone: string): Promise<readonly Earned[]> => tx.$queryRaw<Earned[]>`
  SELECT service, kind, currency, sum(invoiced)::bigint AS invoiced, sum(credited)::bigint AS credited FROM (
    SELECT coalesce(p.name, c.name, CASE WHEN i.kind = 'bill' THEN 'Other services' ELSE i.label END) AS service,
           CASE WHEN p.id IS NOT NULL THEN 'plan' WHEN c.id IS NOT NULL THEN 'charge' ELSE 'other' END AS kind,
           i.currency, e.invoiced, e.credited
    FROM (${entries(range, timeZone)}) e JOIN (${lines}) l ON l.id = e.line_id JOIN invoices i ON i.id = l.invoice_id
      LEFT JOIN subscription_items s ON s.id = l.item_id LEFT JOIN plans p ON p.id = s.plan_id LEFT JOIN charges c ON c.id = s.charge_id
    WHERE NOT (i.number IS NULL AND i.sent_at = i.created_at)) t
  GROUP BY 1, 2, 3 HAVING sum(invoiced) <> 0 OR sum(credited) <> 0
  ORDER BY sum(invoiced) - sum(credited) DESC, service, currency`;
