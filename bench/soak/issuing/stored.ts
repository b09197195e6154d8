/** What the database says in the end, compared with what was pressed. */
import { mismatches } from '../../../src/features/billing/balance/index.ts';
import { verifyAudit } from '../../../src/platform/audit/verify.ts';
import type { Database } from '../../../src/platform/db/open.ts';

export type Kind = 'invoice' | 'credit note';

/** A document with a number of its series, and what tells of it. */
export interface Numbered {
  readonly kind: Kind;
  readonly invoiceId: string;
  readonly number: string;
  readonly issuedAt: Date;
}

export const numberedIn = (db: Database): Promise<readonly Numbered[]> =>
  db.prisma.$queryRaw<Numbered[]>`
    SELECT 'invoice' AS kind, id::text AS "invoiceId", number, issued_at AS "issuedAt" FROM invoices WHERE number IS NOT NULL
    UNION ALL SELECT 'credit note', invoice_id::text, number, issued_at FROM credit_notes`;

const endOf = ({ number }: Numbered): number => Number(/\d+$/.exec(number)?.[0]);

/** How many numbers of 1…n are missing, or there twice. */
export const brokenSeries = (numbered: readonly Numbered[]): { readonly gaps: number; readonly doubled: number } => {
  const numbers = new Set(numbered.map(endOf));
  return { gaps: Math.max(0, ...numbers) - numbers.size, doubled: numbered.length - numbers.size };
};

/** Documents of which the audit log, or the invoice's thread, tells not exactly once. */
export const untoldIn = async (db: Database): Promise<{ readonly audit: number; readonly thread: number }> => {
  const [row] = await db.prisma.$queryRaw<{ audit: number; thread: number }[]>`
    WITH documents AS (
      SELECT number FROM invoices WHERE number IS NOT NULL UNION ALL SELECT number FROM credit_notes),
    audited AS (
      SELECT coalesce(after->>'creditNote', after->>'issuedAs') AS number FROM audit_log
      WHERE action IN ('invoice.issued', 'credit.issued')),
    told AS (
      SELECT substring(payload->>'text' FROM 'issued (?:it as )?((?:INV|CN)-[0-9]+-[0-9]+)') AS number FROM posts)
    SELECT count(*) FILTER (WHERE (SELECT count(*) FROM audited a WHERE a.number = d.number) <> 1)::int AS audit,
           count(*) FILTER (WHERE (SELECT count(*) FROM told t WHERE t.number = d.number) <> 1)::int AS thread
    FROM documents d`;
  return row ?? { audit: Number.NaN, thread: Number.NaN };
};

/** Balances that do not add up, and breaks in the audit seal. */
export const faultsIn = async (db: Database): Promise<number> =>
  (await mismatches(db.prisma)).length + ((await verifyAudit(db)).ok ? 0 : 1);
