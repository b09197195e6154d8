/** Every dated document of billing, in the order of its days. BIL-21 */
import { groupBy } from '../../../core/group.ts';
import type { Money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { TaxTreatment } from '../taxes/index.ts';
import type { DocumentKind, DocumentLine, LedgerDocument } from './booking.ts';

/** Days, both counted, and the zone in which an instant is one. */
export interface Days {
  readonly first: Day;
  readonly last: Day;
  readonly timeZone: string;
}

const atOnce = 1_000;

/** Another system issued it: it was sent before Baton had it, and has no lines. BIL-21 */
const isBroughtForward = Prisma.sql`(i.number IS NULL AND i.sent_at = i.created_at)`;

/** What documents there are, with their days: `at` where one is an instant. */
export const dated = ({ timeZone }: Pick<Days, 'timeZone'>): Prisma.Sql => {
  const on = (instant: string): Prisma.Sql => Prisma.sql`(${Prisma.raw(instant)} AT TIME ZONE ${timeZone})::date`;
  // Nobody owes a draft: what is given up of it counts once it goes out, unless it was asked for again before.
  const writtenOff = Prisma.sql`
    allocations a JOIN invoices i ON i.id = a.target_id AND coalesce(i.issued_on, i.sent_on) IS NOT NULL
    WHERE a.target_kind = 'invoice' AND a.source_kind IN ('write_off', 'tolerance')
      AND (a.ended_at IS NULL OR ${on('a.ended_at')} >= coalesce(i.issued_on, i.sent_on))`;
  return Prisma.sql`
    SELECT 'invoice' AS kind, 1 AS sort, id, customer_id, coalesce(issued_on, sent_on) AS on_day FROM invoices
    UNION ALL SELECT 'invoice voided', 2, id, customer_id, ${on('voided_at')} FROM invoices
      WHERE state = 'void' AND coalesce(issued_on, sent_on) IS NOT NULL
    UNION ALL SELECT 'credit note', 3, id, customer_id, issued_on FROM credit_notes
    UNION ALL SELECT 'credit note cancelled', 4, x.id, n.customer_id, x.issued_on
      FROM credit_cancellations x JOIN credit_notes n ON n.id = x.credit_note_id
    UNION ALL SELECT 'payment', 5, id, customer_id, coalesce(booked_on, received_on) FROM payments
    UNION ALL SELECT 'payment came back', 6, id, customer_id, coalesce(reversal_booked_on, ${on('reversed_at')})
      FROM payments WHERE reversed_at IS NOT NULL
    UNION ALL SELECT 'refund', 7, id, customer_id, refunded_on FROM refunds
    UNION ALL SELECT 'refund taken back', 8, id, customer_id, ${on('taken_back_at')} FROM refunds WHERE taken_back_at IS NOT NULL
    UNION ALL SELECT 'write-off', 9, a.id, i.customer_id, greatest(${on('a.made_at')}, coalesce(i.issued_on, i.sent_on)) FROM ${writtenOff}
    UNION ALL SELECT 're-opened', 10, a.id, i.customer_id, ${on('a.ended_at')} FROM ${writtenOff} AND a.ended_at IS NOT NULL`;
};

/** What a document says; whole: an invoice without what its credit notes took back already, when it is voided. */
export const said = Prisma.sql`
  SELECT 'invoice' AS kind, i.id, coalesce(i.number, i.external_number, 'I-' || i.ref) AS number, i.customer_id, i.currency,
         i.amount, i.tax, NULL AS method, ${isBroughtForward} AS is_opening FROM invoices i
  UNION ALL SELECT 'invoice voided', i.id, coalesce(i.number, i.external_number, 'I-' || i.ref), i.customer_id, i.currency,
         i.amount - coalesce(c.amount, 0), i.tax - coalesce(c.tax, 0), NULL, ${isBroughtForward}
    FROM invoices i LEFT JOIN LATERAL (
      SELECT sum(n.amount)::bigint AS amount, sum(n.tax)::bigint AS tax FROM credit_notes n
      WHERE n.invoice_id = i.id AND NOT EXISTS (SELECT 1 FROM credit_cancellations x WHERE x.credit_note_id = n.id)) c ON true
  UNION ALL SELECT 'credit note', n.id, n.number, n.customer_id, n.currency, n.amount, n.tax, NULL, false FROM credit_notes n
  UNION ALL SELECT 'credit note cancelled', x.id, x.number, n.customer_id, n.currency, n.amount, n.tax, NULL, false
    FROM credit_cancellations x JOIN credit_notes n ON n.id = x.credit_note_id
  UNION ALL SELECT k.kind, p.id, coalesce(p.reference, ''), p.customer_id, p.currency, p.amount, 0, p.method, p.method = 'brought_forward'
    FROM payments p CROSS JOIN (VALUES ('payment'), ('payment came back')) k (kind)
  UNION ALL SELECT k.kind, r.id, coalesce(r.reference, ''), r.customer_id, r.currency, r.amount, 0, r.method, false
    FROM refunds r CROSS JOIN (VALUES ('refund'), ('refund taken back')) k (kind)
  UNION ALL SELECT k.kind, a.id, coalesce(i.number, i.external_number, 'I-' || i.ref), i.customer_id, a.currency, a.amount, 0, NULL, false
    FROM allocations a JOIN invoices i ON i.id = a.target_id CROSS JOIN (VALUES ('write-off'), ('re-opened')) k (kind)
    WHERE a.target_kind = 'invoice'`;

/** By the id of its document; of an invoice without stored lines, its header. */
const lines = Prisma.sql`
  SELECT i.id AS document, l.id, l.position, l.account, l.net, l.tax_code, l.tax_name, l.tax_rate, l.tax_treatment, l.tax_reason
    FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
  UNION ALL SELECT i.id, i.id, 1, NULL, i.net, '', '', i.tax_rate * 100, 'taxed', NULL FROM invoices i
    WHERE NOT EXISTS (SELECT 1 FROM invoice_lines l WHERE l.invoice_id = i.id)`;

interface Heading {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly on_day: Day;
}

interface SaidRow {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly tax: bigint;
  readonly method: string | null;
  readonly is_opening: boolean;
}

interface LineRow {
  readonly document: string;
  readonly account: string | null;
  readonly net: bigint;
  readonly tax_code: string;
  readonly tax_name: string;
  readonly tax_rate: number;
  readonly tax_treatment: string;
  readonly tax_reason: string | null;
}

const lineOf = (row: LineRow, currency: string): DocumentLine => ({
  account: row.account ?? undefined,
  net: { amount: row.net, currency },
  tax: {
    code: row.tax_code,
    name: row.tax_name,
    rate: row.tax_rate,
    // Written by the invoices' store only.
    treatment: row.tax_treatment as TaxTreatment,
    reason: row.tax_reason ?? undefined,
  },
});

const linesOf = async (
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (LineRow & { readonly kind: DocumentKind })[]>> => {
  if (ids.length === 0) return new Map();
  const wanted = Prisma.sql`ANY(${[...ids]}::uuid[])`;
  const taxed = Prisma.sql`l.tax_code, l.tax_name, l.tax_rate, l.tax_treatment, l.tax_reason`;
  const rows = await tx.$queryRaw<(LineRow & { readonly kind: DocumentKind })[]>`
    SELECT 'invoice' AS kind, l.document, l.position, l.account, l.net, ${taxed} FROM (${lines}) l WHERE l.document = ${wanted}
    UNION ALL SELECT 'invoice voided', l.document, l.position, l.account, l.net - coalesce((
        SELECT sum(n.net)::bigint FROM credit_note_lines n WHERE n.line_id = l.id
          AND NOT EXISTS (SELECT 1 FROM credit_cancellations x WHERE x.credit_note_id = n.credit_note_id)), 0), ${taxed}
      FROM (${lines}) l WHERE l.document = ${wanted}
    UNION ALL SELECT 'credit note', n.credit_note_id, l.position, l.account, n.net, ${taxed}
      FROM credit_note_lines n JOIN (${lines}) l ON l.id = n.line_id WHERE n.credit_note_id = ${wanted}
    UNION ALL SELECT 'credit note cancelled', x.id, l.position, l.account, n.net, ${taxed}
      FROM credit_cancellations x JOIN credit_note_lines n ON n.credit_note_id = x.credit_note_id
        JOIN (${lines}) l ON l.id = n.line_id WHERE x.id = ${wanted}
    ORDER BY document, position`;
  return groupBy(rows, ({ kind, document }) => `${kind} ${document}`);
};

const detailsOf = async (tx: Tx, headings: readonly Heading[]): Promise<readonly LedgerDocument[]> => {
  const ids = [...new Set(headings.map(({ id }) => id))];
  const rows = await tx.$queryRaw<SaidRow[]>`
    SELECT s.kind, s.id, s.number, c.name AS customer, s.currency, s.amount, s.tax::bigint AS tax, s.method, s.is_opening
    FROM (${said}) s JOIN customers c ON c.id = s.customer_id WHERE s.id = ANY(${ids}::uuid[])`;
  const found = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
  const ofDocument = await linesOf(tx, ids);
  return headings.flatMap(({ kind, id, on_day: on }) => {
    const row = found.get(`${kind} ${id}`);
    if (!row) return [];
    const { number, customer, currency, amount, tax, method, is_opening: isOpening } = row;
    const money = (value: bigint): Money => ({ amount: value, currency });
    const own = (ofDocument.get(`${kind} ${id}`) ?? []).map((line) => lineOf(line, currency));
    return [
      {
        ...{ kind, id, number, on, customer, isOpening },
        amount: money(amount),
        tax: money(tax),
        lines: own,
        method: method ?? undefined,
      },
    ];
  });
};

/** BIL-21: the documents of these days, each once, in the order of their days; what comes to nothing is left out. */
export async function* documentsIn(tx: Tx, days: Days): AsyncGenerator<readonly LedgerDocument[]> {
  const headings = await tx.$queryRaw<Heading[]>`
    SELECT kind, id, on_day::text FROM (${dated(days)}) d
    WHERE on_day BETWEEN ${days.first}::date AND ${days.last}::date ORDER BY d.on_day, d.sort, d.id`;
  for (let at = 0; at < headings.length; at += atOnce) {
    const documents = await detailsOf(tx, headings.slice(at, at + atOnce));
    yield documents.filter(
      ({ amount, lines: own }) => amount.amount !== 0n || own.some(({ net }) => net.amount !== 0n),
    );
  }
}
